import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { compile, compileSources, filesOf, knownFingerprint } from "../../src/compile/compile.ts";
import { temporaryFolder } from "../kit/database.ts";

function known(path: string, cache: string): string | null {
  const files = filesOf(path);
  return files === null ? null : knownFingerprint(files, { cache });
}

const drizzle = `import { sqliteTable, integer } from "drizzle-orm/sqlite-core";
export const tune = sqliteTable("tune", { id: integer("id").primaryKey() });`;
const prisma = `datasource db { provider = "sqlite" }\nmodel Tune { id Int @id }`;
const ours = `import { integer, table } from "trueup";\nexport const tune = table({ id: integer().primaryKey() });`;
const sql = "CREATE TABLE extra (id INTEGER PRIMARY KEY);";

function folderOf(t: Test, files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(t), "db");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function said(paths: string | readonly string[], cache: string | null = null) {
  const checked = await compile(paths, { cache });
  return {
    tables: checked.ok ? checked.value.schema.tables.map(({ name }) => name) : null,
    problems: (checked.ok ? checked.warnings : checked.problems).map(({ code, level, message, evidence = [] }) =>
      code === "language-passed-over" ? [level, message, ...evidence] : [code],
    ),
  };
}

const notRead = (what: string) => [
  "warning",
  `${what} beside the declarations is not read: a folder is read in one language`,
];

t.test("a file of another language in the folder is named, each time", async (t) => {
  for (const [name, text] of [
    ["tune.ts", ours],
    ["tune.ts", drizzle],
    ["tune.prisma", prisma],
  ] as const) {
    const folder = folderOf(t, { [name]: text, "more/extra.sql": sql });
    const cache = temporaryFolder(t);
    const wanted = { tables: [name.endsWith("prisma") ? "Tune" : "tune"], problems: [notRead("more/extra.sql")] };
    t.strictSame(await said(folder, cache), wanted, text);
    t.strictSame(await said(folder, cache), wanted, "from the cache too");
    t.equal(known(folder, cache), null, "drift says it as well");
  }
  const both = folderOf(t, { "tune.ts": drizzle, "tune.prisma": prisma });
  t.strictSame((await said(both)).problems, [notRead("tune.prisma")]);
});

t.test("many are counted, and the first are named", async (t) => {
  const names = [1, 2, 3, 4, 5, 6, 7].map((n) => `${n}.sql`);
  const folder = folderOf(t, { "tune.ts": ours, ...Object.fromEntries(names.map((name) => [name, sql])) });
  const [problem] = (await said(folder)).problems;
  t.strictSame(problem, [
    "warning",
    "7 files beside the declarations are not read: a folder is read in one language",
    ...names.slice(0, 5),
    "and 2 more",
  ]);
});

t.test("named itself, it is read", async (t) => {
  const folder = folderOf(t, { "tune.ts": drizzle, "extra.sql": sql });
  t.strictSame(await said([folder, join(folder, "extra.sql")]), { tables: ["tune", "extra"], problems: [] });
  t.strictSame(await said(join(folder, "tune.ts")), { tables: ["tune"], problems: [] });
});

t.test("migrations of Drizzle and Prisma, steps back and plans are no part of a schema", async (t) => {
  const folder = folderOf(t, {
    "tune.ts": drizzle,
    "drizzle/0000_first.sql": sql,
    "drizzle/meta/_journal.json": "{}",
    "newer/20250101_first/migration.sql": sql,
    "newer/20250101_first/snapshot.json": "{}",
    "prisma/migration_lock.toml": "",
    "prisma/1_init/migration.sql": sql,
    "undo.down.sql": sql,
    "first/down.sql": sql,
    "plans/first.plan.sql": sql,
  });
  t.strictSame(await said(folder), { tables: ["tune"], problems: [] });
});

t.test("a folder whose TypeScript declares nothing is not an empty schema", async (t) => {
  const folder = folderOf(t, { "types.ts": "export type Tune = { id: number };", "schema.sql": sql });
  t.strictSame(await said(folder), {
    tables: null,
    problems: [
      [
        "error",
        "nothing is declared, and schema.sql beside the declarations is not read: a folder is read in one language",
      ],
    ],
  });
  const client = folderOf(t, { "client.ts": 'import Database from "better-sqlite3";', "schema.sql": sql });
  t.strictSame((await said(client)).problems, [["import-refused"], notRead("schema.sql")]);
});

t.test("the same from memory, as git shows a revision", async (t) => {
  const files = new Map([
    ["git:main:/db/tune.ts", ours],
    ["git:main:/db/extra.sql", sql],
  ]);
  const checked = await compileSources(files, "git:main:/db");
  t.strictSame(checked.ok ? checked.warnings.map(({ message }) => message) : null, [notRead("extra.sql")[1]]);
});
