import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import t from "tap";
import { readPlain } from "../../src/compile/read/plain/read-plain.ts";
import { ts } from "../../src/compile/read/typescript.ts";

const root = resolve(import.meta.dirname, "../..");

/** A tree as text: each node with its position and the answers to what the reader of declarations asks it. */
function drawn(source: ts.SourceFile): string {
  const lines: string[] = [];
  draw(source, 0);
  return lines.join("\n");

  function draw(node: ts.Node, depth: number): void {
    const said = ["text", "operator", "phaseModifier", "isTypeOnly"].map((name) => {
      const value: unknown = node === source ? undefined : Reflect.get(node, name);
      return value === undefined || value === false ? "" : String(value);
    });
    const isConst = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Const) !== 0;
    lines.push(`${depth} ${node.kind} ${node.pos} ${node.getStart(source)} ${node.end} ${isConst} ${said.join(" ")}`);
    ts.forEachChild(node, (child) => draw(child, depth + 1));
  }
}

function whole(text: string): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  return ts.createSourceFile("a.ts", text, options, false, ts.ScriptKind.TS);
}

const plain = [
  "",
  "  // only a comment",
  `import { table, text as t, type Sql } from "trueup";
import * as all from './a.ts'
import one, { two } from "../b.ts";
import type { Three } from "three";
export { one, two as deux };
export { type } from "./c.ts";
export * from "./d.ts";
export default { schema: "schema", targets: { dev: "file:app.db" } };
;`,
  `/** A tune. */ export const tune = table("tune", {
  /** Its key. */
  id: integer().primaryKey({ autoincrement: true }), // what it is known by
  "other name": text().nullable().default('it\\'s "x"\\n').was("a", "b",),
  key: real().default(-1.50), big: integer().default(-9007199254740993n), on: blob().default(null), yes: integer<boolean>(), odd: text<Odd>(),
  by: integer().references(() => tune . id), ...stamps, title,
}, { constraints: (t) => [unique(t.a, t["b"]), check(sql\`\${t.a} > \${sql\`x\${t.b}\`} \\\` \\$\`)], strict: true })
const a = (1), b = [1, 2, ].x`,
  "export const v = view(sql`SELECT\r\n ${a}, /* b */ ${ b } FROM x\r`);\r\nrows(genre, [{ id: 1, name: `a` }, ...more]);\n",
  "const f = x => x.y, g = (a, b) => ({ a, b }), h = () => [...a.b()], i = ((x) => x)(1)",
  "const undefined_ = [true, false, undefined, 0, 12, 0.25], type = of, from = get",
];

const left = [
  "export type Tune = typeof tune.$inferSelect;",
  "const a: number = 1;",
  "const a = b as const;",
  "const a = b satisfies C;",
  "const a = b!;",
  "const a = b?.c;",
  "const a = <B>c;",
  "const a = f<B[]>(c);",
  "const a = f<B>;",
  "const a = b < c;",
  "const a = f<any>(c);",
  "const a = b\n+ c;",
  "const a = b ? c : d;",
  "let a = 1;",
  "const { a } = b;",
  "const a = 0x1f;",
  "const a = 1e3;",
  "const a = 1_000;",
  "const a = '\\u00e4';",
  "const \u00e4 = 1;",
  "const a = function () {};",
  "const a = () => { return 1; };",
  "const a = async () => 1;",
  "const a = new Uint8Array([1]);",
  "const a = (b: C) => b;",
  "const a = { get b() { return 1; } };",
  "const a = { b() {} };",
  "const a = { [b]: 1 };",
  "const a = { 1: 1 };",
  "const a = 'unfinished\n';",
  "const a = `unfinished ${",
  "const a = sql`x ${b`;",
  "const a = [1 2];",
  "const a = 1\nconst = 2;",
  "const a = b\n/c/g;",
  "import './a.ts';",
  "import a from './a.json' with { type: 'json' };",
  "export * as a from './a.ts';",
  "export default class {}",
  "'use strict';",
  "a.b;",
  "#!/usr/bin/env node\nconst a = 1;",
  "const a = b\u2028const c = 1;",
  `const a = ${"[".repeat(200)}${"]".repeat(200)};`,
];

t.test("a file of plain declarations is read as TypeScript reads it", async (t) => {
  const schema = join(root, "schema");
  const ours = readdirSync(schema, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(schema, name), "utf8"));
  for (const text of [...plain, ...ours]) {
    const made = readPlain(text);
    if (made === null) t.fail(`not read: ${text.slice(0, 60)}`);
    else t.equal(drawn(made), drawn(whole(text)), text.slice(0, 40));
  }
});

t.test("what is not plain is left to TypeScript's parser", async (t) => {
  for (const text of left) t.equal(readPlain(text), null, `text ${left.indexOf(text)}`);
});

t.test("a text that is cut or changed anywhere is read as TypeScript reads it, or not at all", async (t) => {
  const text = plain.join("\n");
  const whats = [
    "",
    " ",
    "\n",
    "(",
    ")",
    "{",
    "}",
    "`",
    "'",
    "/",
    "*",
    ".",
    ",",
    ";",
    ":",
    "=",
    ">",
    "-",
    "0",
    "n",
    "a",
    "as ",
    "in ",
    "!",
    "?",
    "<",
    "\\",
    "${",
    "=>",
    "...",
  ];
  let read = 0;
  let state = 7;
  const random = (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let turn = 0; turn < 800; turn++) {
    const piece = plain[random(plain.length)] ?? text;
    const at = random(piece.length + 1);
    const changed = piece.slice(0, at) + (whats[random(whats.length)] ?? "") + piece.slice(at + random(3));
    const made = readPlain(changed);
    if (made === null) continue;
    read++;
    const expected = whole(changed);
    const complaints: unknown = Reflect.get(expected, "parseDiagnostics");
    if (Array.isArray(complaints) && complaints.length > 0) t.fail(`a mistake is not seen: ${changed}`);
    if (drawn(made) !== drawn(expected)) t.equal(drawn(made), drawn(expected), changed);
  }
  t.ok(read > 100, `${read} were read`);
});
