import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import t from "tap";
import { declareAgain } from "../../src/compile/again.ts";
import { compile } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { pack } from "../../src/compile/packed.ts";
import { withParser } from "../../src/compile/read/parser.ts";
import { packPart } from "../../src/compile/stored.ts";
import type { Checked } from "../../src/problem/problem.ts";
import { objectsOf } from "../../src/model/canonical.ts";
import { Random } from "../generate/random.ts";

/**
 * Of declarations in many files, only those that have changed are read, and those that import them. What they mean never
 * depends on that: it is compared with what a reading of all files finds, after edits and mistakes at random.
 */

const seeds = Number(process.env.SEEDS ?? 12);
const edits = 12;

const words = "check, index, integer, primaryKey, real, sql, table, text, trigger, unique, view";

/** Pieces that others share, tables that refer to each other across files, views on views, triggers, and both kinds of barrel. */
function project(random: Random): Map<string, string> {
  const views: number[] = [];
  const files = new Map<string, string>();
  files.set(
    "shared.ts",
    `import { ${words} } from "trueup";
/** When it was made. */
export const stamps = { made_at: integer().default(0), made_by: text().nullable() };
export const named = (most: number) => ({ name: text().default("a").check(sql\`length(name) < \${most}\`) });
`,
  );
  const count = random.below(6) + 8;
  for (let n = 0; n < count; n++) {
    const parent = n === 0 || random.chance(0.5) ? null : random.below(n);
    const through = parent === null ? "" : random.chance(0.1) ? "./index.ts" : `./t${parent}.ts`;
    const key = parent === null ? "integer().nullable()" : `integer().nullable().references(() => t${parent}.id)`;
    const shared = random.chance(0.3);
    const isOfMany = random.chance(0.15);
    const read = views.length > 0 && random.chance(0.3) ? `v${random.pick(views)}` : `t${n}`;
    const isView = random.chance(0.6);
    if (isView) views.push(n);
    files.set(
      `t${n}.ts`,
      `import { ${words} } from "trueup";
${parent === null ? "" : `import { t${parent} } from "${through}";\n`}${shared ? 'import { named, stamps } from "./shared.ts";\n' : ""}${isOfMany ? 'import { m1 } from "./many.ts";\n' : ""}
/** Table ${n}. */
export const t${n} = table({
  id: integer().primaryKey(),
  parent: ${key},
  /** What it is. */
  kind: text().default("x")${random.chance(0.2) ? '.was("sort")' : ""},
${isOfMany ? "  many: integer().nullable().references(() => m1.id),\n" : ""}  size: real().nullable(),
${shared ? "  ...named(20),\n  ...stamps,\n" : ""}}${random.chance(0.2) ? `, { was: "old${n}" }` : ""});
export const i${n} = index(t${n}.kind);
${isView ? `export const v${n} = view(sql\`SELECT id, kind FROM ${read}\`);\n` : ""}${random.chance(0.4) ? `export const g${n} = trigger(sql\`AFTER INSERT ON t${n} BEGIN UPDATE t${random.chance(0.7) ? n : random.below(n + 1)} SET size = 1 WHERE id = NEW.id; END\`);\n` : ""}`,
    );
  }
  files.set("many.ts", many(random));
  const all = Array.from({ length: count }, (_, n) => n);
  const barrel = random.chance(0.7)
    ? all.map((n) => `export * from "./t${n}.ts";`)
    : all.map((n) => `export { t${n} } from "./t${n}.ts";`);
  files.set("index.ts", `${barrel.join("\n")}\n`);
  return files;
}

/** A file of many tables, some of which need what stands above them. Another file may need some of it. */
function many(random: Random): string {
  const end = random.chance(0.8) ? ";" : "";
  const statements = [
    `import { ${words} } from "trueup"${end}`,
    `import { stamps } from "./shared.ts"${end}`,
    `/** Of all. */\nconst first = ${random.below(9)}${end}`,
    `const own = { at: integer().default(first) }${end}`,
    `export const m = table({ id: integer().primaryKey() })${end}`,
  ];
  const count = 4 + random.below(8);
  for (let n = 0; n < count; n++) {
    const to = random.chance(0.4) ? `m${random.below(count)}` : "m";
    const columns = [
      "id: integer().primaryKey()",
      `parent: integer().nullable().references(() => ${to}.id)`,
      'kind: text().default("x")',
      ...(random.chance(0.3) ? ["...own"] : []),
      ...(random.chance(0.2) ? ["...stamps"] : []),
    ];
    const was = random.chance(0.2) ? `, { was: "old_m${n}" }` : "";
    statements.push(`/** Many ${n}. */\nexport const m${n} = table({\n  ${columns.join(",\n  ")},\n}${was})${end}`);
    if (random.chance(0.5)) statements.push(`export const mi${n} = index(m${random.below(n + 1)}.kind)${end}`);
    if (random.chance(0.3)) statements.push(`export const mv${n} = view(sql\`SELECT id, kind FROM m${n}\`)${end}`);
  }
  return `${statements.join("\n\n")}\n`;
}

/** Changes what stands at a place at random where this could be. */
function somewhere(text: string, random: Random, what: RegExp, to: (found: string) => string): string {
  const places = [...text.matchAll(what)];
  if (places.length === 0) return text;
  const place = random.pick(places);
  return text.slice(0, place.index) + to(place[0]) + text.slice(place.index + place[0].length);
}

type Edit = (text: string, random: Random, file: string) => string;

const kinds: Readonly<Record<string, Edit>> = {
  "a default": (text, random) => text.replace(/default\("[a-z0-9]*"\)/, `default("${random.below(1000)}")`),
  "a column more": (text, random) => text.replace("  size:", `  c${random.below(1000)}: text().nullable(),\n  size:`),
  "a column less": (text) => text.replace(/ {2}size: .*\n/, ""),
  "a column renamed": (text) => text.replace("  size:", '  weight: real().nullable().was("size"),\n  size_:'),
  "a table renamed": (text, random) => text.replace(/= table\(\{/, `= table("other${random.below(3)}", {`),
  "a table renamed, with its former name": (text, random) =>
    text.replace("\n});", `\n}, { was: "old${random.below(9)}" });`),
  "a default somewhere": (text, random) =>
    somewhere(text, random, /default\([^)]*\)/g, () => `default("${random.below(1000)}")`),
  "a number that others need": (text, random) =>
    text.replace(/const first = [0-9]+/, `const first = ${random.below(99)}`),
  "a statement less": (text, random) => somewhere(text, random, /\n(export )?const [^]*?\n(?=\n|export)/g, () => "\n"),
  "a statement more": (text, random) =>
    somewhere(
      text,
      random,
      /\n(?=export|const)/g,
      () => `\nexport const s${random.below(5)} = table({ id: integer().primaryKey(), at: text() });\n`,
    ),
  "a statement of no object": (text, random) =>
    somewhere(
      text,
      random,
      /\n(?=export|const)/g,
      () => `\nconst own${random.chance(0.5) ? "" : "2"} = { at: text() };\n`,
    ),
  "a doc comment somewhere": (text, random) =>
    somewhere(text, random, /\n(?=export|const)/g, () => `\n/** Doc ${random.below(9)}. */\n`),
  "another name": (text, random) => somewhere(text, random, /export const [a-z]+[0-9]*/g, (found) => `${found}9`),
  "a name everywhere": (text, random) => text.replaceAll(new RegExp(`\\bm${random.below(5)}\\b`, "g"), "renamed"),
  "a name of its own": (text, random) =>
    somewhere(text, random, /= table\(\{/g, () => `= table("own_${random.below(3)}", {`),
  "two places": (text, random) =>
    ["a", "b"].reduce((all, to) => somewhere(all, random, /default\([^)]*\)/g, () => `default("${to}")`), text),
  "what was below": (text, random) => {
    const all = text.split("\n\n");
    const at = random.below(all.length);
    return [...all.slice(0, at), ...all.slice(at).toReversed()].join("\n\n");
  },
  "a bracket or quote somewhere": (text, random) =>
    somewhere(
      text,
      random,
      /[,;\n]/g,
      (found) => found + random.pick(["`", "/*", "*/", "{", ")", '"', "(m)", "[0]", ".x", ";"]),
    ),
  "a comment": (text) => `// a comment\n${text}`,
  "another doc comment": (text, random) => text.replace(/Table [0-9]+/, `Table ${random.below(100)}`),
  "an index that is unique": (text) => text.replace(/index\((t[0-9]+\.kind)\)/, "index($1).unique()"),
  "an index less": (text) => text.replace(/export const i[0-9]+ = .*\n/, ""),
  "a view that reads another column": (text) => text.replace("SELECT id, kind FROM", "SELECT id, size FROM"),
  "a view that reads what is not there": (text) => text.replace("SELECT id, kind FROM", "SELECT id, gone FROM"),
  "a trigger that sets what is not there": (text) => text.replace("SET size = 1", "SET gone = 1"),
  "a table that is not exported": (text) => text.replace(/export (const t[0-9])/, "$1"),
  "a table more": (text, random) =>
    `${text}export const more${random.below(3)} = table({ id: integer().primaryKey() });\n`,
  "a name twice": (text) => `${text}export const again = table("t0", { id: integer().primaryKey() });\n`,
  rows: (text, random, file) =>
    /^t[0-9]/.test(file)
      ? `${text}import { rows } from "trueup";\nrows(${file.slice(0, 2)}, [{ id: ${random.below(9)} }]);\n`
      : text,
  "half a file": (text, random) => text.slice(0, random.below(text.length)),
  "something silenced": (text) =>
    text.replace("export const i", "// trueup-ignore default-time: it is fine\nexport const i"),
  "an import that leads nowhere": (text) => text.replace(/"\.\/t[0-9]\.ts"/, '"./gone.ts"'),
  nothing: (text) => text,
};

function said(found: Checked<Declared>): readonly unknown[] {
  if (!found.ok) return found.problems;
  const { schema, hints, spans, docs, sources, silences, partial } = found.value;
  const { triggerOrder, rows, opaque } = schema;
  const all = [
    ...objectsOf(schema),
    triggerOrder,
    rows ?? [],
    opaque,
    hints,
    [...spans],
    [...docs],
    [...sources],
    silences,
    partial,
  ];
  return [...all, ...found.warnings];
}

t.setTimeout(300_000);

t.test("edits at random", { timeout: 300_000 }, async (t) => {
  const spared = new Map<string, number>();
  for (let seed = 1; seed <= seeds; seed++) {
    const random = new Random(seed);
    const folder = join(t.testdir(), "schema");
    const cache = join(folder, "..", "cache");
    mkdirSync(folder);
    const files = project(random);
    for (const [file, text] of files) writeFileSync(join(folder, file), text);
    let before = await compile(folder, { cache });
    if (!before.ok || before.warnings.length > 0) t.fail(`seed ${seed} is a mistake by itself`, before);
    for (let n = 0; n < edits; n++) {
      const what = random.pick(Object.keys(kinds));
      const file = random.chance(0.4) ? "many.ts" : random.pick([...files.keys()]);
      const path = join(folder, file);
      const text = kinds[what]?.(files.get(file) ?? "", random, file) ?? "";
      writeFileSync(path, text);
      const whole = await compile(folder);
      const again = await compile(folder, { cache });
      const [expected, found] = [said(whole), said(again)];
      const at = expected.findIndex((each, at) => !isDeepStrictEqual(each, found[at]));
      if (at >= 0 || found.length > expected.length)
        t.fail(`seed ${seed}, edit ${n}, ${what} in ${file}`, { expected: expected[at], found: found[at] });
      if (before.ok && before.value.parts !== undefined) {
        const { schema, parts, sources } = before.value;
        const texts = new Map([...sources, [path, text]]);
        const known = { read: (each: string) => texts.get(each) ?? null, known: () => [...texts.keys()] };
        const alone = await withParser(() =>
          declareAgain(
            { schema: pack(schema), parts: parts.map(packPart) },
            [...sources.keys()],
            known,
            new Set([path]),
          ),
        );
        if (alone !== null) spared.set(what, (spared.get(what) ?? 0) + 1);
      }
      // What was a mistake is taken back.
      if (again.ok) files.set(file, text);
      else writeFileSync(path, files.get(file) ?? "");
      before = await compile(folder, { cache });
    }
  }
  const all = [...spared.values()].reduce((sum, times) => sum + times, 0);
  t.ok(all > (seeds * edits) / 8, `files were left unread ${all} times: ${JSON.stringify([...spared])}`);
});
