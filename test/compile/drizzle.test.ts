import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { compile, compileSources } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { drizzleConfigFor } from "../../src/compile/drizzle/config.ts";
import { canonical } from "../../src/model/canonical.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { canonToken, significant, tokenize } from "../../src/sql/tokens.ts";
import { schemaOf } from "../kit/database.ts";

/** What drizzle-kit makes of these by running them is beside them; `node test/interop/cases.mjs` rewrites it. */
const cases = join(import.meta.dirname, "../interop/cases");
const versions = { "0": "^0.45.4", "1": "1.0.0-rc.5" } as const;
type Major = keyof typeof versions;

async function compiled(schema: string, major: Major = "0", more: Readonly<Record<string, string>> = {}) {
  const sources = new Map(
    Object.entries({
      "package.json": JSON.stringify({ dependencies: { "drizzle-orm": versions[major] } }),
      "schema.ts": schema,
      ...more,
    }),
  );
  return compileSources(sources, "schema.ts");
}

async function declared(
  schema: string,
  major: Major = "0",
  more: Readonly<Record<string, string>> = {},
): Promise<Declared> {
  const checked = await compiled(schema, major, more);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
}

async function refused(schema: string, more: Readonly<Record<string, string>> = {}): Promise<readonly Problem[]> {
  const checked = await compiled(schema, "0", more);
  return checked.ok ? [] : checked.problems;
}

function objects(schema: Schema) {
  const all = [...schema.tables, ...schema.indexes, ...schema.views];
  return Object.fromEntries(all.map((each) => [`${each.kind} ${each.name}`, canonical(each)]).toSorted());
}

for (const file of readdirSync(cases).filter((name) => /\.[01]\.sql$/.test(name))) {
  const [name = "", major = "0"] = file.split(".");
  if (name === "values") continue;
  t.test(`${name} is read as Drizzle ${major}.x writes it`, async (t) => {
    const schema = readFileSync(join(cases, `${name}.drizzle`), "utf8");
    const config = `import { defineConfig } from "drizzle-kit";\nexport default defineConfig({ dialect: "sqlite", casing: "snake_case" });`;
    const more = name === "casing" ? { "drizzle.config.ts": config } : {};
    const read = await declared(schema, major as Major, more);
    t.strictSame(objects(read.schema), objects(schemaOf(readFileSync(join(cases, file), "utf8"))));
  });
}

/** drizzle-kit writes a value as `?`, which SQLite refuses there: everything else has to be the same. */
t.test("values in conditions are written as what they are", async (t) => {
  const shape = (sql: string) =>
    significant(tokenize(sql.replace(/"tunes"\.|tunes\./g, "")))
      .map((token) => (token.kind === "string" || token.kind === "number" ? "?" : canonToken(token)))
      .join(" ")
      .replace(/^.*?(WHERE|CHECK) /, "");
  for (const major of ["0", "1"] as const) {
    const { schema } = await declared(readFileSync(join(cases, "values.drizzle"), "utf8"), major);
    const kit = readFileSync(join(cases, `values.${major}.sql`), "utf8");
    for (const index of schema.indexes) {
      const theirs = kit.split("\n").find((line) => line.includes(`INDEX \`${index.name}\``)) ?? "";
      t.equal(shape(index.text), shape(theirs.replace(/;$/, "")), `${index.name} in ${major}.x`);
    }
    for (const check of schema.tables[0]?.checks ?? []) {
      const theirs = kit.split("\n").find((line) => line.includes(`CONSTRAINT "${check.name}"`)) ?? "";
      t.equal(`( ${shape(check.expr.text)} )`, shape(theirs.replace(/,$/, "")), `${check.name} in ${major}.x`);
    }
  }
});

const head = `import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, sqliteView, text } from "drizzle-orm/sqlite-core";
`;

t.test("what only running code knows is refused if it ends up in the schema", async (t) => {
  for (const [code, message, at] of [
    [
      `sqliteTable("a", { id: text("id").default(new Date().toISOString()) })`,
      /known only when code runs/,
      "new Date()",
    ],
    [`sqliteTable(process.env.TABLE ?? "a", { id: text("id") })`, /known only when code runs/, "process"],
    [`sqliteTable("a", { id: text("id").default(crypto.randomUUID()) })`, /crypto/, "crypto"],
    [`sqliteTable("a", { id: later() })`, /`later` comes from "elsewhere"/, "later"],
    [`sqliteTable("a", { id: text("id") }, (t) => [later(t.id)])`, /`later` comes from "elsewhere"/, "later"],
    [`sqliteTable("a", { id: text("id"), ...later })`, /`later` comes from "elsewhere"/, "later"],
  ] as const) {
    const text = `${head}import { later } from "elsewhere";\nexport const a = ${code};`;
    const [problem] = await refused(text);
    t.match(problem?.message, message, code);
    t.equal(text.slice(problem?.at?.start, problem?.at?.end), at);
    t.match(problem?.also?.at(-1)?.label ?? "which is needed here", /needed here/);
  }
});

t.test("what only running code knows does not matter if nothing in the schema needs it", async (t) => {
  const { schema, partial } = await declared(`${head}
import { z } from "zod";
import { later } from "elsewhere";
export const a = sqliteTable("a", {
  id: text("id").$defaultFn(() => { let n = 0; for (;;) n++; }),
  kind: text("kind", { enum: later }).$type<string>(),
});
export const shape = z.object({ id: z.string() }).refine(() => true);
export const found = later(1);
export let counter = 0;
export const slug = /^[a-z]+$/;
export const pool = new Pool({ max: Math.random() });
export const label = \`at \${new Date()}\`;
export class Service {}
export const run = async () => { throw new Error("ran"); };
throw new Error("ran");`);
  t.strictSame(
    schema.tables.map(({ columns }) => columns.map(({ name }) => name)),
    [["id", "kind"]],
  );
  t.strictSame(
    partial?.unread.map(({ subject }) => subject),
    ["found", "counter"],
    "what may be a table is remembered",
  );
});

t.test("files need each other in a circle", async (t) => {
  const { schema } = await declared(
    `import { sqliteTable, integer } from "drizzle-orm/sqlite-core";
import { posts } from "./posts";
export const users = sqliteTable("users", { id: integer("id").primaryKey(), best: integer("best").references(() => posts.id) });
export * from "./posts";`,
    "0",
    {
      "posts.ts": `import { sqliteTable, integer, index } from "drizzle-orm/sqlite-core";
import { users } from "./schema";
export const posts = sqliteTable("posts", { id: integer("id").primaryKey(), by: integer("by").references(() => users.id) }, (t) => [index("x").on(t.by)]);`,
    },
  );
  t.strictSame(schema.tables.map(({ name }) => name).toSorted(), ["posts", "users"]);
});

t.test("names are resolved through tsconfig, imports of package.json and the workspace", async (t) => {
  const sources = new Map(
    Object.entries({
      "repo/pnpm-workspace.yaml": 'packages:\n  - "apps/*"\n  - packages/*\ncatalog:\n  drizzle-orm: 1.0.0-rc.5\n',
      "repo/package.json": "{}",
      "repo/tsconfig.base.json":
        '{ "compilerOptions": { /* here */ "baseUrl": ".", "paths": { "~/*": ["apps/web/src/*"], } } }',
      "repo/apps/web/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }',
      "repo/apps/web/package.json":
        '{ "dependencies": { "drizzle-orm": "catalog:" }, "imports": { "#db/*": "./src/db/*.ts" } }',
      "repo/apps/web/src/schema.ts": `import { sqliteTable, text } from "~/words";
import { first } from "#db/values";
import { second } from "@acme/values";
import { third } from "@acme/values/deep";
export const a = sqliteTable("a", { id: text().primaryKey(), x: text().default(first), y: text().default(second), z: text().default(third) });`,
      "repo/apps/web/src/words.ts": 'export { sqliteTable, text } from "drizzle-orm/sqlite-core";',
      "repo/apps/web/src/db/values.ts": 'export const first = "one";',
      "repo/packages/values/package.json":
        '{ "name": "@acme/values", "exports": { ".": "./dist/index.js", "./deep": { "types": "./src/other.ts" } } }',
      "repo/packages/values/src/index.ts": 'export const second = "two";',
      "repo/packages/values/src/other.ts": 'export const third = "three";',
    }),
  );
  const list = (folder: string) => [
    ...new Set(
      [...sources.keys()].flatMap((file) =>
        file.startsWith(`${folder}/`) ? [file.slice(folder.length + 1).split("/")[0] ?? ""] : [],
      ),
    ),
  ];
  const { declare } = await import("../../src/compile/declare.ts");
  const checked = declare(["repo/apps/web/src/schema.ts"], {
    read: (file) => sources.get(file) ?? null,
    known: () => [],
    list,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  t.strictSame(
    checked.ok && checked.value.schema.tables[0]?.columns.map((column) => [column.notNull, column.default?.text]),
    [
      [null, undefined],
      [null, "'one'"],
      [null, "'two'"],
      [null, "'three'"],
    ],
    "and the version is the one that the workspace names: a key takes NULL",
  );
});

t.test("a table of another database in the same file is skipped", async (t) => {
  const { schema } = await declared(`${head}
import { pgTable, serial } from "drizzle-orm/pg-core";
export const a = sqliteTable("a", { id: text("id") });
export const b = pgTable("b", { id: serial("id") });`);
  t.strictSame(
    schema.tables.map(({ name }) => name),
    ["a"],
  );
});

t.test("comments contain documentation and hints", async (t) => {
  const { docs, hints } = await declared(`${head}
/**
 * People.
 * @was persons
 */
export const users = sqliteTable("users", {
  id: integer("id").primaryKey(),
  /** @was mail */
  email: text("email").notNull(),
  /** How old. @fill is a word here.
   * @fill 18 */
  age: integer("age").notNull(),
});`);
  t.strictSame(hints.tables, [{ from: "persons", to: "users" }]);
  t.strictSame(hints.columns, [{ table: "users", from: "mail", to: "email" }]);
  t.strictSame(
    hints.fills.map(({ column, sql }) => [column, sql.text]),
    [["age", "18"]],
  );
  t.strictSame(
    [...docs],
    [
      ["table:users", "People."],
      ["column:users.age", "How old. @fill is a word here."],
    ],
  );
});

t.test("a trueup file beside it declares the rest", async (t) => {
  const sources = new Map([
    [
      "db/schema.ts",
      `${head}export const notes = sqliteTable("notes", { id: integer("id").primaryKey(), title: text("Title") });`,
    ],
    [
      "db/extra.ts",
      `import { sql, trigger, virtualTable } from "trueup";
import { notes } from "./schema.ts";
export const search = virtualTable(sql\`fts5(title, content=\${notes})\`);
export const touched = trigger(sql\`AFTER UPDATE OF \${notes.title} ON \${notes} BEGIN SELECT new.\${notes.title}; END\`);`,
    ],
  ]);
  const checked = await compileSources(sources, "db");
  t.ok(checked.ok);
  if (!checked.ok) return;
  t.strictSame(
    checked.value.schema.triggers.map(({ table }) => table),
    ["notes"],
  );
  t.strictSame(
    checked.value.schema.virtualTables.map(({ args }) => args),
    [["title", "content=notes"]],
  );
  t.equal(checked.value.partial?.companion, true);
});

t.test("no part of a schema is executed", async (t) => {
  const folder = t.testdir({});
  const mark = join(folder, "ran");
  const write = `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`;
  writeFileSync(
    join(folder, "schema.ts"),
    `${head}
import { writeFileSync } from "node:fs";
import "./effect";
writeFileSync(${JSON.stringify(mark)}, "");
const make = () => { ${write}; return text("x"); };
export const a = sqliteTable("a", { id: text("id").$defaultFn(() => { ${write}; return ""; }) });
export const b = sqliteTable("b", { x: eval(${JSON.stringify(write)}) });
export const c = sqliteTable("c", { x: make() });
export const d = sqliteTable("d", { x: (0, globalThis.process.exit)(3) });
export const e = text.constructor(${JSON.stringify(write)})();
export const f = sql.constructor.constructor(${JSON.stringify(write)})();`,
  );
  writeFileSync(join(folder, "effect.ts"), write);
  const checked = await compile(join(folder, "schema.ts"));
  t.notOk(checked.ok);
  t.notOk(existsSync(mark));
});

t.test("a file of three megabytes is read", async (t) => {
  const tables = Array.from(
    { length: 400 },
    (_, n) =>
      `export const t${n} = sqliteTable("t${n}", { id: integer("id").primaryKey(), name: text("name", { enum: ["a", "b", "c", "d"] }).notNull().default("a"), at: integer("at", { mode: "timestamp" }).notNull().default(sql\`(unixepoch())\`), parent: integer("parent").references(() => t${Math.max(0, n - 1)}.id, { onDelete: "cascade" }) }, (t) => [index("i${n}").on(t.name, t.at)]);`,
  );
  const text = `${head}${"// a line that says nothing of the schema, and is as long as lines are\n".repeat(43000)}${tables.join("\n")}`;
  t.ok(text.length > 3_000_000);
  const { schema } = await declared(text);
  t.equal(schema.tables.length, 400);
  t.equal(schema.indexes.length, 400);
});

t.test("each package of a workspace has its own version of Drizzle", async (t) => {
  const key = `import { sqliteTable, text } from "drizzle-orm/sqlite-core";\nexport const NAME = sqliteTable("NAME", { id: text().primaryKey() });`;
  const sources = new Map([
    ["old/package.json", '{ "dependencies": { "drizzle-orm": "^0.45.0" } }'],
    ["old/schema.ts", key.replaceAll("NAME", "older")],
    ["new/package.json", '{ "dependencies": { "drizzle-orm": "1.0.0-rc.5" } }'],
    ["new/schema.ts", key.replaceAll("NAME", "newer")],
  ]);
  const { declare } = await import("../../src/compile/declare.ts");
  const checked = declare(["new/schema.ts", "old/schema.ts"], {
    read: (file) => sources.get(file) ?? null,
    known: () => [],
  });
  t.strictSame(
    checked.ok &&
      checked.value.schema.tables.map(({ name, columns }) => [name, columns[0]?.notNull !== null]).toSorted(),
    [
      ["newer", false],
      ["older", true],
    ],
  );
});

t.test("a missing package is named where its value is needed", async (t) => {
  const [problem] = await refused(
    `${head}import { id } from "@acme/missing";\nexport const a = sqliteTable("a", { id: id() });`,
  );
  t.match(problem, { code: "import-refused", message: /`id` comes from "@acme\/missing"/ });
});

t.test("what is wrong with a table is said once, however many tables refer to it", async (t) => {
  const problems = await refused(`${head}import { roles } from "@acme/missing";
export const a = sqliteTable("a", { id: text("id").primaryKey(), role: text("role").default(roles.user) });
export const b = sqliteTable("b", { a: text("a").references(() => a.id) }, (b) => [index("by_a").on(b.a)]);
export const c = sqliteTable("c", { a: text("a").references(() => a.id) });`);
  t.match(problems, [{ code: "import-refused" }]);
  t.equal(problems.length, 1);
});

t.test("a missing file is called that", async (t) => {
  const [problem] = await refused(
    `${head}import { id } from "./columns";\nexport const a = sqliteTable("a", { id: id() });`,
  );
  t.match(problem, { code: "import-not-found", message: /`id` comes from "\.\/columns", and there is no such file/ });
});

t.test("values that need each other are named, with the place of each", async (t) => {
  const b = 'import { nameOfA } from "./schema";\nexport const b = { name: nameOfA };';
  const schema = `${head}import { b } from "./b";
export const a = sqliteTable(b.name, { id: text("id") });
export const nameOfA = a.id.name;`;
  const [problem, ...more] = await refused(schema, { "b.ts": b });
  t.strictSame(more, []);
  t.match(problem, {
    code: "used-too-early",
    message: /^`a` needs itself: it needs `b`, which needs `nameOfA`, which needs `a`$/,
  });
  t.strictSame(
    [problem?.at, ...(problem?.also ?? []).map(({ at }) => at)].map((at) => at?.file),
    ["schema.ts", "schema.ts", "b.ts", "schema.ts", "schema.ts"],
    "both files are shown",
  );
});

t.test("files that import each other are no circle as long as no value needs itself", async (t) => {
  const b = `${head}import { a } from "./schema";
export const b = sqliteTable("b", { id: text("id").primaryKey(), a: text("a").references(() => a.id) });
export const length = 9;`;
  const { schema } = await declared(
    `${head}import { b, length } from "./b";
export const a = sqliteTable("a", { id: text("id", { length }).primaryKey(), b: text("b").references(() => b.id) });
export { b };`,
    "0",
    { "b.ts": b },
  );
  t.strictSame(
    schema.tables.map(({ name, foreignKeys }) => [name, foreignKeys[0]?.table]),
    [
      ["a", "b"],
      ["b", "a"],
    ],
  );
});

t.test("a key to a table outside of the schema says where that table is", async (t) => {
  const checked = await compiled(
    `${head}import { far } from "./far";
const near = sqliteTable("near_table", { id: text("id").primaryKey() });
export const a = sqliteTable("a", { n: text("n").references(() => near.id), f: text("f").references(() => far.id) });`,
    "0",
    { "far.ts": `${head}export const far = sqliteTable("far_table", { id: text("id").primaryKey() });` },
  );
  t.strictSame(checked.ok && checked.warnings.map(({ level, message, also }) => [level, message, also?.[0]?.at.file]), [
    ["warning", "`near_table` is not exported, so it is not part of the schema", "schema.ts"],
    ["warning", "`far_table` is in a file that is not part of the schema", "far.ts"],
  ]);
});

t.test("a schema for another database is refused", async (t) => {
  const [problem, ...more] = await refused(`import { pgTable, serial } from "drizzle-orm/pg-core";
export const p = pgTable("p", { id: serial("id").primaryKey() });
export const q = pgTable("q", { id: serial("id").primaryKey() });`);
  t.strictSame(more, []);
  t.match(problem, {
    code: "drizzle-other",
    level: "error",
    message: "`p` and 1 more are tables of PostgreSQL, and there is nothing for SQLite",
  });
});

t.test("a view of the query builder is reported if the database has none with that name", async (t) => {
  const { partial } = await declared(`${head}
export const a = sqliteTable("a", { x: text("x") });
export const v = sqliteView("v").as((qb) => qb.select().from(a));`);
  t.strictSame(partial?.views, ["v"]);
  t.match(partial?.missing[0]?.problem, { code: "drizzle-view", help: [/sqliteView\("v"/] });
});

t.test("tables of another database in the same file are passed over, and that is said once for each", async (t) => {
  const checked = await compiled(`${head}
import { pgTable, pgSchema, serial } from "drizzle-orm/pg-core";
import { mysqlTable, int } from "drizzle-orm/mysql-core";
export const m = mysqlTable("m", { id: int("id") });
export const a = sqliteTable("a", { x: text("x") });
export const p = pgTable("p", { id: serial("id").primaryKey() });
export const q = pgSchema("own").table("q", { id: serial("id") });`);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("; "));
  t.strictSame(
    checked.value.schema.tables.map(({ name }) => name),
    ["a"],
  );
  t.strictSame(
    checked.warnings.map(({ code, message }) => [code, message]),
    [
      ["drizzle-other", "`m` is a table of MySQL, passed over here"],
      ["drizzle-other", "`p` and 1 more are tables of PostgreSQL, passed over here"],
    ],
  );
});

t.test("a configuration that is built by code counts where its texts agree", (t) => {
  const read = (text: string) => {
    const found = drizzleConfigFor("/app", { read: (file) => (file === "/app/drizzle.config.ts" ? text : null) });
    return [found?.schema, found?.dialect];
  };
  const config = (inside: string) => `import { defineConfig } from "drizzle-kit";\nexport default ${inside};`;
  const some = `schema: "./src/schema.ts", dialect: "sqlite"`;
  t.strictSame(read(config(`defineConfig({ ${some}, ...(process.env.X ? { driver: "d1-http" } : {}) })`)), [
    ["./src/schema.ts"],
    "sqlite",
  ]);
  t.strictSame(read(config(`process.env.X ? defineConfig({ ${some} }) : defineConfig({ ${some}, out: x() })`)), [
    ["./src/schema.ts"],
    "sqlite",
  ]);
  t.strictSame(read(config(`process.env.X ? { schema: "./a.ts" } : { schema: "./b.ts" }`))[0], []);
  t.end();
});

t.test("a word that is not imported is Drizzle's", async (t) => {
  const [problem] = await refused(`import { sqliteTable, text } from "drizzle-orm/sqlite-core";
export const a = sqliteTable("a", { id: text("id").primaryKey() }, (t) => [unique().on(t.id)]);`);
  t.match(problem, {
    code: "unknown-name",
    help: ['add it to the import: import { unique } from "drizzle-orm/sqlite-core"'],
  });
  const [other] = await refused(`import { sqliteTable, text } from "drizzle-orm/sqlite-core";
export const a = sqliteTable("a", { id: text("id").primaryKey() }, (t) => [uniqeIndex("i").on(t.id)]);`);
  t.match(other, { code: "unknown-name", message: "nothing here is named `uniqeIndex`" });
});
