import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { compile, compileSources, filesOf, knownFingerprint } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { compiled, imports } from "./golden.ts";

function known(path: string, cache: string): string | null {
  const files = filesOf(path);
  return files === null ? null : knownFingerprint(files, { cache });
}

const schema = `${imports}
const stamped = {
  /** When it was written down. */
  added: text().default(sql\`CURRENT_TIMESTAMP\`),
};
const id = () => integer().primaryKey();
function named(collation: string) { return text().collate(collation); }

/**
 * A style of music.
 *
 * Reels and jigs.
 */
export const genre = table({ id: text().primaryKey(), name: named("NOCASE").unique() });

export const tune = table(
  {
    id: id(),
    title: text().check(sql\`length(title) > 0\`),
    type: text().oneOf("reel", "jig").was("rhythm", "style"),
    genre: text().nullable().references(() => genre.id, { onDelete: "set null" }),
    parent: integer().nullable().references(self("id")),
    difficulty: integer().default(-1).fill(sql\`coalesce(level, 1)\`),
    ...stamped,
  } as const,
  { strict: true, was: "tunes", constraints: (t) => [unique(t.title, t.type)] },
);
export const tune_by_genre = index(tune.genre).where(sql\`\${tune.genre} IS NOT NULL\`);
export const titles = view(sql\`SELECT \${tune.id}, \${tune.title} FROM \${tune}\`);
export const touched = trigger(sql\`AFTER UPDATE OF title ON \${tune} BEGIN SELECT new.title; END\`);
export const search = virtualTable(sql\`fts5(title)\`);
`;

async function fine(written: string): Promise<Declared> {
  const checked = await compiled(written);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 2));
  return checked.value;
}

t.test("a schema is what the engine made of the declarations", async (t) => {
  const { schema: made } = await fine(schema);
  t.same(
    made.tables.map((table) => table.name),
    ["genre", "tune"],
  );
  const tune = made.tables.find((table) => table.name === "tune");
  t.same(
    tune?.columns.map((column) => column.name),
    ["id", "title", "type", "genre", "parent", "difficulty", "added"],
  );
  t.same(tune?.foreignKeys.map((key) => [key.columns, key.table, key.references, key.onDelete]).toSorted(), [
    [["genre"], "genre", ["id"], "SET NULL"],
    [["parent"], "tune", ["id"], "NO ACTION"],
  ]);
  t.same(
    [made.indexes, made.views, made.triggers, made.virtualTables].map((each) => each.map(({ name }) => name)),
    [["tune_by_genre"], ["titles"], ["touched"], ["search"]],
  );
});

t.test("hints are collected, the latest former name first", async (t) => {
  const { hints } = await fine(schema);
  t.same(hints.tables, [{ from: "tunes", to: "tune" }]);
  t.same(hints.columns, [
    { table: "tune", from: "rhythm", to: "type" },
    { table: "tune", from: "style", to: "type" },
  ]);
  t.same(
    hints.fills.map(({ table, column, sql }) => [table, column, sql.text]),
    [["tune", "difficulty", "coalesce(level, 1)"]],
  );
});

t.test("every object, column and clause has its place", async (t) => {
  const { spans } = await fine(schema);
  const words = (key: string) => {
    const span = spans.get(key);
    return span === undefined ? null : schema.slice(span.start, span.end);
  };
  t.equal(words("table:tune"), "tune");
  t.equal(words("column:tune.title"), "title");
  t.equal(words("column:tune.added"), "added", "a column of a shared piece stands where the piece does");
  t.equal(words("check:tune.title"), "check(sql`length(title) > 0`)");
  t.equal(words("check:tune.type"), 'oneOf("reel", "jig")');
  t.equal(words("foreign-key:tune.genre"), 'references(() => genre.id, { onDelete: "set null" })');
  t.equal(words("unique:tune.title,type"), "unique(t.title, t.type)");
  t.equal(words("was:tune.type"), 'was("rhythm", "style")');
  t.equal(words("was:tune"), "was");
  t.equal(words("fill:tune.difficulty"), "fill(sql`coalesce(level, 1)`)");
  for (const key of ["index:tune_by_genre", "view:titles", "trigger:touched", "virtual-table:search"])
    t.equal(words(key), key.slice(key.indexOf(":") + 1));
});

t.test("doc comments are kept, without their stars", async (t) => {
  const { docs } = await fine(schema);
  t.same(
    [...docs],
    [
      ["table:genre", "A style of music.\n\nReels and jigs."],
      ["column:tune.added", "When it was written down."],
    ],
  );
});

t.test("declarations are compiled from a map of texts", async (t) => {
  const sources = new Map([
    ["db/schema/genre.ts", `${imports}export const genre = table({ id: text().primaryKey() });`],
    [
      "db/schema/deep/tune.ts",
      `${imports}import * as music from "../genre.ts";\nexport const tune = table({ g: text().references(() => music.genre.id) });`,
    ],
    ["db/schema/tune.test.ts", "this is not TypeScript ("],
    ["other.ts", "nor this ("],
  ]);
  const checked = await compileSources(sources, "db/schema");
  t.ok(checked.ok);
  if (checked.ok) t.same([...checked.value.sources.keys()], ["db/schema/deep/tune.ts", "db/schema/genre.ts"]);
});

t.test("nothing in a file of declarations is executed", async (t) => {
  const folder = t.testdir({});
  const proof = join(folder, "proof.txt");
  const evil = [
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(proof)}, "ran");`,
    `throw new Error("ran");`,
    `export const a = table({ id: integer().default((() => { throw new Error("ran"); })()) });`,
    `export const a = table({ id: sql.id.constructor("require('fs').writeFileSync(${JSON.stringify(proof).replaceAll('"', '\\"')}, 'ran')")() });`,
    `export const a = [].constructor.constructor("throw 1")();`,
    `export const a = table({ id: integer() })["constructor"]["constructor"]("throw 1")();`,
    `export const a = text().check.constructor("throw 1")();`,
    `export const a = process.exit(3);`,
    `export const a = globalThis.process.exit(3);`,
    `import("node:fs").then((fs) => fs.writeFileSync(${JSON.stringify(proof)}, "ran"));`,
    `export const a = eval("process.exit(3)");`,
    `export const a = view(sql\`SELECT writefile(${JSON.stringify(proof).replaceAll('"', "'")}, 'ran')\`);`,
    `export const a = table({ id: integer().check(sql\`writefile(${JSON.stringify(proof).replaceAll('"', "'")}, 'ran')\`) });`,
  ];
  for (const code of evil) {
    await compiled(`${imports}${code}`);
    t.notOk(existsSync(proof), code);
  }
});

t.test("unreadable files are reported", async (t) => {
  const folder = t.testdir({ latin: { "a.ts": "" }, wide: {}, empty: { "readme.md": "" }, "a.txt": "" });
  writeFileSync(join(folder, "latin/a.ts"), Buffer.from([0x2f, 0x2f, 0x0a, 0x2f, 0x2f, 0xe9, 0x0a]));
  writeFileSync(join(folder, "wide/a.ts"), Buffer.from([0xff, 0xfe, 0x2f, 0x00]));
  const said = async (path: string) => {
    const checked = await compile(join(folder, path));
    return checked.ok
      ? []
      : checked.problems.map(({ code, message, evidence }) => [
          code,
          message.replace(folder.replaceAll("\\", "/"), "…"),
          ...(evidence ?? []),
        ]);
  };
  t.same(await said("latin"), [["not-utf8", "…/latin/a.ts is not UTF-8", "the first wrong byte is in line 2"]]);
  t.same(await said("wide/a.ts"), [["not-utf8", "…/wide/a.ts is not UTF-8", "it begins like UTF-16"]]);
  t.same(await said("empty"), [["no-declarations", "there is no .ts, .sql or .prisma file in …/empty"]]);
  t.same(await said("nowhere"), [["no-declarations", "there is no …/nowhere"]]);
  t.same(await said("a.txt"), [
    ["no-declarations", "…/a.txt is not a schema: its name ends in neither .ts, .sql nor .prisma"],
  ]);
});

t.test("a file may begin with a byte order mark and have Windows line ends", async (t) => {
  const folder = t.testdir({});
  writeFileSync(join(folder, "a.ts"), `\ufeff${schema.replaceAll("\n", "\r\n")}`);
  const checked = await compile(join(folder, "a.ts"));
  t.ok(checked.ok);
  const file = join(folder, "a.ts").replaceAll("\\", "/");
  const span = checked.ok ? checked.value.spans.get("check:tune.title") : undefined;
  t.equal(
    checked.ok && span ? checked.value.sources.get(file)?.slice(span.start, span.end) : "",
    "check(sql`length(title) > 0`)",
  );
});

t.test("compiled results are cached by the content they were compiled from", async (t) => {
  const folder = t.testdir({
    schema: { "tune.ts": schema, "more.ts": `import { kind } from "../shared.ts";\nexport { kind };` },
    "shared.ts": `${imports}export const kind = table({ id: text().primaryKey() });`,
  });
  const cache = join(folder, "cache");
  const run = () => compile(join(folder, "schema"), { cache });
  const entries = () => readdirSync(cache).filter((name) => name.endsWith(".json"));
  const first = await run();
  t.ok(first.ok);
  t.equal(entries().length, 3, "the schema, its fingerprint, and that it is the latest");
  t.same(await run(), first, "what comes from the cache is what was compiled");
  t.equal(known(join(folder, "schema"), cache), first.ok && fingerprint(first.value.schema));
  const entry = join(
    cache,
    entries().find((name) => readFileSync(join(cache, name), "utf8").includes('"places"')) ?? "",
  );
  for (const damaged of [
    "",
    "{}",
    "null",
    "[]\n[]",
    readFileSync(entry, "utf8").slice(0, -9),
    readFileSync(entry, "utf8").replace("kind", "kinds"),
  ]) {
    writeFileSync(entry, damaged);
    t.same(await run(), first, "a damaged entry is as good as none");
  }
  writeFileSync(
    join(folder, "shared.ts"),
    `${imports}export const kind = table({ id: text().primaryKey(), more: text() });`,
  );
  const second = await run();
  t.notSame(second, first, "a file beyond the folder counts as well");
  t.equal(known(join(folder, "schema"), cache), second.ok && fingerprint(second.value.schema));
  mkdirSync(join(folder, "file"), { recursive: true });
  t.same(
    await compile(join(folder, "schema"), { cache: join(folder, "shared.ts") }),
    second,
    "a folder that cannot be made costs time alone",
  );
});

t.test("an entry that others differ from is kept for as long as they are", async (t) => {
  const table = (n: number, more: string) =>
    `${imports}export const t${n} = table({ id: text().primaryKey()${more} });`;
  const files = Array.from({ length: 12 }, (_, n) => [`t${n}.ts`, table(n, "")] as const);
  const folder = t.testdir({ schema: Object.fromEntries(files) });
  const cache = join(folder, "cache");
  const run = () => compile(join(folder, "schema"), { cache });
  await run();
  const sizes = () => readdirSync(cache).map((name) => statSync(join(cache, name)).size);
  const whole = Math.max(...sizes());
  for (let n = 0; n < 25; n++) {
    writeFileSync(join(folder, "schema", "t0.ts"), table(0, `, c${n}: text()`));
    const found = await run();
    t.match(found.ok && found.value.schema.tables[0]?.columns[1]?.name, `c${n}`);
  }
  t.equal(sizes().length, 30);
  t.equal(sizes().filter((size) => size > whole / 2).length, 1);
});

t.test("unchanged declarations load neither the parser nor an engine, and many may run at once", async (t) => {
  const folder = t.testdir({
    schema: { "tune.ts": schema },
    "trueup.config.ts": `export default { schema: "schema" };`,
  });
  const script = `
    const { compile } = await import(${JSON.stringify(new URL("../../src/compile/compile.ts", import.meta.url).href)});
    const { readConfig } = await import(${JSON.stringify(new URL("../../src/compile/config/config.ts", import.meta.url).href)});
    const cache = ${JSON.stringify(join(folder, "cache"))};
    const checked = await compile(${JSON.stringify(join(folder, "schema"))}, { cache });
    const config = await readConfig(${JSON.stringify(join(folder, "trueup.config.ts"))}, { cache });
    const { createRequire } = await import("node:module");
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => /node_modules.(ts-morph|@ts-morph|libsql|zod)/.test(file));
    console.log(JSON.stringify([checked.ok && config.ok, loaded.length > 0]));`;
  const run = () =>
    spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { encoding: "utf8" });
  const cold = run();
  t.same(JSON.parse(cold.stdout || "[]"), [true, true], cold.stderr);
  const warm = run();
  t.same(JSON.parse(warm.stdout || "[]"), [true, false], warm.stderr);
  const checked = await Promise.all(
    Array.from({ length: 8 }, () => compile(join(folder, "schema"), { cache: join(folder, "other") })),
  );
  t.ok(checked.every((each) => each.ok));
  t.ok((await compile(join(folder, "schema"), { cache: join(folder, "other") })).ok);
});
