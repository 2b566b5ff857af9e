import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { compile } from "../../src/compile/compile.ts";

/**
 * What has a name of an engine or a tool is left out of every schema. What is declared under one is left out as well, and
 * said to be.
 */
const names: Readonly<Record<string, string>> = {
  d1_migrations: "wrangler",
  D1_Migrations: "wrangler",
  _cf_KV: "Cloudflare",
  _cf_METADATA: "Cloudflare",
  _litestream_seq: "Litestream",
  _litestream_lock: "Litestream",
  libsql_wasm_func_table: "libSQL",
  libsql_vector_meta_shadow: "libSQL",
  __turso_internal_types: "Turso",
};
const free = ["d1_migration", "cf_KV", "_litestream", "libsql_x", "__drizzle_migrations", "sqlite"];

const header = 'import { index, integer, sql, table, text, trigger, view } from "trueup";\n';
const own = "export const tune = table({ id: integer().primaryKey(), title: text() });\n";

for (const [name, owner] of Object.entries(names)) {
  const sources = {
    "schema.sql": `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
      CREATE TABLE ${name} (id INTEGER PRIMARY KEY); CREATE INDEX by_id ON ${name} (id);`,
    "schema.ts": `${header}${own}export const mine = table("${name}", { id: integer().primaryKey() });
      export const by_id = index(mine.id);`,
    "schema.prisma": `datasource db { provider = "sqlite" }
      model tune { id Int @id
        title String }
      model mine { id Int @id
        @@map("${name}") }`,
  };
  for (const [file, text] of Object.entries(sources))
    t.test(`a table called ${name} in ${file}`, async (t) => {
      const declared = await compile(join(t.testdir({ [file]: text }), file));
      if (!declared.ok) return t.fail("it is not accepted");
      t.strictSame(
        declared.value.schema.tables.map((table) => table.name),
        ["tune"],
      );
      t.strictSame(declared.value.schema.indexes, []);
      t.match(declared.warnings, [
        { code: "never-managed", level: "warning", subject: name, message: owner, help: [owner] },
      ]);
      t.equal(declared.warnings.length, 1, "what is on it is not named as well");
      const at = declared.warnings[0]?.at;
      t.match(text.slice(at?.start, at?.end), /mine|_/i, "it is shown where it is declared");
    });
}

t.test("so is anything else with such a name, and nothing with another one", async (t) => {
  const others = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
    CREATE INDEX _cf_title ON tune (title);
    CREATE VIEW d1_migrations AS SELECT title FROM tune;
    CREATE TRIGGER _litestream_seq AFTER INSERT ON tune BEGIN DELETE FROM tune WHERE title IS NULL; END;
    CREATE VIRTUAL TABLE _cf_words USING fts5(title);
    ${free.map((name) => `CREATE TABLE ${name} (id INTEGER);`).join("\n")}`;
  const declared = await compile(join(t.testdir({ "schema.sql": others }), "schema.sql"));
  if (!declared.ok) return t.fail("it is not accepted");
  t.strictSame(
    declared.warnings.map(({ code, subject }) => [code, subject]),
    ["_cf_title", "d1_migrations", "_litestream_seq", "_cf_words"].map((name) => ["never-managed", name]),
  );
  t.strictSame(new Set(declared.value.schema.tables.map(({ name }) => name)), new Set(["tune", ...free]));
});

t.test("it has no rows, and is not called unexported", async (t) => {
  const text = `import { integer, rows, table } from "trueup";
export const _cf_KV = table({ id: integer().primaryKey() });
export const kept = rows(_cf_KV, [{ id: 1 }]);
`;
  const declared = await compile(join(t.testdir({ "schema.ts": text }), "schema.ts"));
  if (declared.ok) return t.fail("it is accepted");
  const [problem] = declared.problems.filter(({ level }) => level === "error");
  t.match(problem, { code: "unknown-table", subject: "_cf_KV", help: ["remove its rows here", /another name/] });
});

t.test("it is said again when it comes from the cache, and when only some files are read", async (t) => {
  const folder = t.testdir();
  const [schema, cache] = [join(folder, "schema"), join(folder, "cache")];
  mkdirSync(schema);
  for (let n = 0; n < 6; n++)
    writeFileSync(join(schema, `t${n}.ts`), `${header}export const t${n} = table({ id: integer().primaryKey() });\n`);
  const warned = async () => {
    const declared = await compile(schema, { cache });
    return declared.ok ? declared.warnings.map(({ subject }) => subject) : declared.problems;
  };
  t.strictSame(await warned(), []);
  writeFileSync(join(schema, "t0.ts"), `${header}export const _cf_KV = table({ id: integer().primaryKey() });\n`);
  t.strictSame(await warned(), ["_cf_KV"]);
  t.strictSame(await warned(), ["_cf_KV"]);
});
