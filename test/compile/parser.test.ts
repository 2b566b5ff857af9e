import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import t from "tap";
import { ts as whole } from "ts-morph";
import { temporaryFolder } from "../kit/database.ts";

const root = resolve(import.meta.dirname, "../..");

/** A tree as text: every node with its place, and what the parser complains about. */
function drawn(ts: typeof whole, text: string): string {
  const source = ts.createSourceFile(
    "a.ts",
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    ts.ScriptKind.TS,
  );
  const lines: string[] = [];
  const draw = (node: whole.Node, depth: number): void => {
    const word = "text" in node && node !== source ? String(node.text) : "";
    const place = `${node.pos} ${node.getStart(source)} ${node.end} ${node.getText(source).length}`;
    lines.push(`${"  ".repeat(depth)}${ts.SyntaxKind[node.kind]} ${place} ${word}`);
    ts.forEachChild(node, (child) => draw(child, depth + 1));
  };
  draw(source, 0);
  const found: unknown = "parseDiagnostics" in source ? source.parseDiagnostics : [];
  const said = (Array.isArray(found) ? found : []).map((each: whole.Diagnostic) => [
    each.start,
    each.length,
    each.messageText,
  ]);
  return `${lines.join("\n")}\n${JSON.stringify(said)}`;
}

t.test("the parser that is built in reads as TypeScript's own does", async (t) => {
  const { parserOnly } = await import("../../scripts/parser.js");
  const folders = ["src/compile", "src/pull", "src/vocabulary", "src/database", "schema"];
  const texts = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const file = join(temporaryFolder(t), "parser.mjs");
  writeFileSync(file, parserOnly(texts.join("\n")));
  const built: typeof whole = await import(pathToFileURL(file).href);
  const broken = texts.flatMap((text) => [
    text.slice(0, text.length / 2),
    text.slice(text.length / 3).replace(")", "}"),
  ]);
  const odd = [
    "#!/usr/bin/env node\n/** doc */ export const a = b.#c;",
    "export const a = sql`x ${b`y ${c}`} \\u{1F3B5}`;\n// end",
    "<<<<<<< ours\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> theirs\n",
    "const \u00e4 = 0x1f_fn, b = 'it\\'s', /* c */ d = <any>e satisfies F!;",
    "const r = /[a-z&&[^b]]+(?<n>.)\\k<n>/v;",
    "",
  ];
  for (const text of [...texts, ...broken, ...odd]) {
    if (drawn(built, text) === drawn(whole, text)) continue;
    t.equal(drawn(built, text), drawn(whole, text), text.slice(0, 60));
    break;
  }
  t.throws(() => parserOnly("node.getFullText()"), /getFullText/, "what it lacks stops the build");
});
