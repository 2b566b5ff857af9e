import t from "tap";
import { compileSources } from "../../src/compile/compile.ts";
import type { Declared } from "../../src/compile/declared.ts";
import { lint, rules } from "../../src/lint/lint.ts";
import { spentHints } from "../../src/lint/spent-hints.ts";
import { lintCodes } from "../../src/problem/codes-lint.ts";
import type { Problem } from "../../src/problem/problem.ts";

const imports = `import { column, foreignKey, index, integer, primaryKey, real, sql, table, text, trigger, unique, uniqueIndex, view, virtualTable } from "trueup";\n`;
const genre = `export const genre = table({ id: text().primaryKey(), name: text() }, { strict: true });\n`;

async function declared(text: string): Promise<Declared> {
  const checked = await compileSources(new Map([["a.ts", `${imports}${text}`]]), "a.ts");
  if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
  return checked.value;
}

const words = (problem: Problem, text: string) =>
  problem.at === undefined ? "" : `${imports}${text}`.slice(problem.at.start, problem.at.end);

interface Scenario {
  /** What the rule must find, and the words that it must point at. */
  readonly bad: readonly (readonly [text: string, words: string])[];
  /** What it must leave alone. */
  readonly good: readonly string[];
}

const scenarios: Readonly<Record<string, Scenario>> = {
  autoincrement: {
    bad: [
      [
        `export const a = table({ id: integer().primaryKey({ autoincrement: true }) });`,
        "primaryKey({ autoincrement: true })",
      ],
    ],
    good: [`export const a = table({ id: integer().primaryKey() });`],
  },
  "default-time": {
    bad: [
      ['export const a = table({ at: text().default("CURRENT_TIMESTAMP") });', 'default("CURRENT_TIMESTAMP")'],
      ["export const a = table({ at: integer().default(sql`CURRENT_TIMESTAMP`) });", "default(sql`CURRENT_TIMESTAMP`)"],
      ["export const a = table({ at: real().default(sql`(current_date)`) });", "default(sql`(current_date)`)"],
    ],
    good: [
      'export const a = table({ at: text().default(sql`CURRENT_TIMESTAMP`), b: integer().default(sql`(unixepoch())`), c: text().default("CURRENT"), d: column("DATETIME").default(sql`CURRENT_TIMESTAMP`) });',
    ],
  },
  "double-quoted-string": {
    bad: [
      ['export const a = table({ kind: text().default(sql`"reel"`) });', 'default(sql`"reel"`)'],
      ["export const a = table({ kind: text().default(sql`reel`) });", "default(sql`reel`)"],
    ],
    good: [
      "export const a = table({ kind: text().default(sql`'reel'`), b: text().default(sql`CURRENT_TIMESTAMP`), c: integer().default(sql`abs(-1)`), d: text().nullable().default(sql`NULL`) });",
    ],
  },
  "foreign-key-affinity": {
    bad: [
      [
        `${genre}export const a = table({ genre: integer().references(() => genre.id) });`,
        "references(() => genre.id)",
      ],
    ],
    good: [`${genre}export const a = table({ genre: column("VARCHAR(20)").references(() => genre.id) });`],
  },
  "foreign-key-without-index": {
    bad: [
      [`${genre}export const a = table({ genre: text().references(() => genre.id) });`, "references(() => genre.id)"],
      [
        `${genre}export const a = table({ genre: text().references(() => genre.id), b: text() });\nexport const i = index(a.b, a.genre);`,
        "references(() => genre.id)",
      ],
      [
        `${genre}export const a = table({ genre: text().references(() => genre.id) });\nexport const i = index(a.genre).where(sql\`genre > 'm'\`);`,
        "references(() => genre.id)",
      ],
    ],
    good: [
      `${genre}export const a = table({ genre: text().references(() => genre.id), b: text() });\nexport const i = index(a.genre, a.b);`,
      `${genre}export const a = table({ genre: text().primaryKey().references(() => genre.id) });`,
      `${genre}export const a = table({ b: text(), genre: text().references(() => genre.id) }, { constraints: (t) => [unique(t.genre, t.b)] });`,
      `export const b = table({ id: integer().primaryKey() });\nexport const a = table({ id: integer().primaryKey().references(() => b.id) });`,
    ],
  },
  "fts-without-triggers": {
    bad: [
      [
        `export const tune = table({ id: integer().primaryKey(), title: text() });\nexport const search = virtualTable(sql\`fts5(title, content='tune', content_rowid='id')\`);`,
        "search",
      ],
      [
        `export const tune = table({ id: integer().primaryKey(), title: text() });\nexport const search = virtualTable(sql\`fts5(title, content="tune", content_rowid='id')\`);\nexport const a = trigger(sql\`AFTER INSERT ON tune BEGIN INSERT INTO search(rowid, title) VALUES (new.id, new.title); END\`);`,
        "search",
      ],
    ],
    good: [
      `export const search = virtualTable(sql\`fts5(title)\`);`,
      `export const search = virtualTable(sql\`fts5(title, content='')\`);`,
      `export const tune = table({ id: integer().primaryKey(), title: text() });\nexport const search = virtualTable(sql\`fts5(title, content='tune', content_rowid='id')\`);\n${["INSERT", "UPDATE", "DELETE"].map((event) => `export const on_${event} = trigger(sql\`AFTER ${event} ON tune BEGIN INSERT INTO search(search) VALUES ('rebuild'); END\`);`).join("\n")}`,
    ],
  },
  "name-case": {
    bad: [[`export const a = table({ userId: text() });\nexport const b = table({ userid: text() });`, "userid"]],
    good: [`export const a = table({ userId: text() });\nexport const b = table({ userId: text() });`],
  },
  "turso-cannot-open": {
    bad: [
      ["export const a = table({ id: integer(), b: integer().generated(sql`id + 1`) });", "b"],
      ["export const a = table({ id: integer().primaryKey() }, { randomRowid: true });", "a"],
      ["export const f = virtualTable(sql`fts5(x)`);", "f"],
      [
        'export const a = table({ e: column("F32_BLOB(3)") });\nexport const i = index(sql`libsql_vector_idx(${a.e})`);',
        "i",
      ],
      [
        `${genre}export const v = view(sql\`SELECT id FROM genre\`);\nexport const g = trigger(sql\`INSTEAD OF INSERT ON v BEGIN INSERT INTO genre VALUES (new.id, ''); END\`);`,
        "g",
      ],
    ],
    good: ["export const a = table({ id: text().primaryKey() }, { strict: true, withoutRowid: true });"],
  },
  "not-strict": {
    bad: [[`export const a = table({ id: text() });`, "a"]],
    good: [`export const a = table({ id: text() }, { strict: true });`],
  },
  "nullable-primary-key": {
    bad: [[`export const a = table({ id: text().nullable().primaryKey() });`, "nullable()"]],
    good: [
      `export const a = table({ id: text().primaryKey() });`,
      `export const a = table({ id: text().nullable().primaryKey() }, { strict: true });`,
      `export const a = table({ id: integer().nullable().primaryKey() });`,
    ],
  },
  "redundant-index": {
    bad: [
      [`${genre}export const long = index(genre.name, genre.id);\nexport const short = index(genre.name);`, "short"],
      [`${genre}export const one = index(genre.name);\nexport const two = index(genre.name);`, "two"],
      [`${genre}export const a = index(genre.id);`, "a"],
      [
        `export const b = table({ x: text(), y: text() }, { constraints: (t) => [unique(t.x, t.y)] });\nexport const a = index(b.x);`,
        "a",
      ],
      [`${genre}export const a = index(genre.name);\nexport const b = uniqueIndex(genre.name);`, "a"],
    ],
    good: [
      `${genre}export const long = index(genre.name, genre.id);\nexport const short = uniqueIndex(genre.name);`,
      `${genre}export const long = index(genre.name, genre.id);\nexport const short = index(genre.name.desc());`,
      `${genre}export const long = index(genre.name, genre.id);\nexport const short = index(genre.name.collate("NOCASE"));`,
      `${genre}export const long = index(genre.name, genre.id).where(sql\`name > 'm'\`);\nexport const short = index(genre.name);`,
      `${genre}export const a = index(sql\`lower(\${genre.name})\`);\nexport const b = index(sql\`upper(\${genre.name})\`);`,
    ],
  },
  "reserved-name": {
    bad: [
      [`export const order = table({ id: text() });`, "order"],
      [`export const a = table({ group: text() });`, "group"],
    ],
    good: [`export const a = table({ key: text(), name: text() });`],
  },
  "select-star": {
    bad: [
      [`${genre}export const v = view(sql\`SELECT * FROM genre\`);`, "v"],
      [`${genre}export const v = view(sql\`SELECT g.* FROM genre g\`);`, "v"],
      [`${genre}export const v = view(sql\`SELECT id FROM (SELECT DISTINCT * FROM genre)\`);`, "v"],
    ],
    good: [`${genre}export const v = view(sql\`SELECT count(*), 2 * 3, length(id) * 2 FROM genre\`);`],
  },
};

t.test("every rule has its text and its scenario", (t) => {
  t.same(rules.map((rule) => rule.code).toSorted(), Object.keys(scenarios).toSorted());
  const others = ["spent-hint", "unused-ignore"];
  t.same(Object.keys(lintCodes).toSorted(), [...rules.map((rule) => rule.code), ...others].toSorted());
  t.end();
});

for (const rule of rules) {
  t.test(`${rule.code} finds what it is for, and no more`, async (t) => {
    const only = {
      ...Object.fromEntries(Object.keys(lintCodes).map((code) => [code, "off" as const])),
      [rule.code]: "warn" as const,
    };
    for (const [text, pointed] of scenarios[rule.code]?.bad ?? []) {
      const found = lint(await declared(text), only);
      t.same(
        found.map((problem) => [problem.code, problem.level, words(problem, text)]),
        [[rule.code, "warning", pointed]],
        text,
      );
      t.same(
        lint(await declared(text), { ...only, [rule.code]: "error" }).map((problem) => problem.level),
        ["error"],
      );
      t.same(lint(await declared(text), { ...only, [rule.code]: "off" }), []);
    }
    for (const text of scenarios[rule.code]?.good ?? []) t.same(lint(await declared(text), only), [], text);
  });
}

t.test("a comment with a reason silences a rule, for the declaration below it or the line it ends", async (t) => {
  const found = async (text: string) => lint(await declared(text), {}).map((problem) => problem.code);
  const bad = "export const a = table({ id: integer().primaryKey({ autoincrement: true }) });";
  t.same(await found(bad), ["autoincrement"]);
  t.same(await found(`// trueup-ignore autoincrement: invoices\n${bad}`), []);
  t.same(await found(`// trueup-ignore autoincrement: invoices\n// and more\n/** A table. */\n${bad}`), []);
  t.same(await found(`${bad} // trueup-ignore autoincrement: invoices`), []);
  t.same(
    await found(
      `export const a = table({\n  // trueup-ignore autoincrement: invoices\n  id: integer().primaryKey({ autoincrement: true }),\n});`,
    ),
    [],
  );
  t.same(await found(`// trueup-ignore select-star: invoices\n${bad}`), ["unused-ignore", "autoincrement"]);
  t.same(await found(`// trueup-ignore autoincrement: invoices\n\nexport const b = table({ id: text() });\n${bad}`), [
    "unused-ignore",
    "autoincrement",
  ]);
  await t.rejects(declared(`// trueup-ignore autoincrement\n${bad}`), /gives no reason/);
});

t.test("hints are no longer needed once every database that was asked is past them", async (t) => {
  const text = `export const tune = table({ id: integer(), type: text().was("rhythm"), level: integer().fill(sql\`1\`) }, { was: "tunes" });`;
  const now = await declared(text);
  const before = (
    await declared(`export const tunes = table({ id: integer(), rhythm: text(), level: integer().nullable() });`)
  ).schema;
  const codes = (problems: readonly Problem[]) => problems.map((problem) => [problem.code, words(problem, text)]);
  t.same(codes(spentHints(now, [now.schema], {})), [
    ["spent-hint", 'was("rhythm")'],
    ["spent-hint", "fill(sql`1`)"],
    ["spent-hint", "was"],
  ]);
  t.same(codes(spentHints(now, [now.schema, before], {})), []);
  t.same(codes(spentHints(now, [], {})), []);
  t.same(codes(spentHints(now, [now.schema], { "spent-hint": "off" })), []);
});

t.test("what helps is said in the language of the file, and rules that do not fit it are silent", async (t) => {
  const strict = { "not-strict": "warn" } as const;
  const found = async (file: string, text: string) => {
    const manifest = '{ "dependencies": { "drizzle-orm": "1.0.0" } }';
    const checked = await compileSources(
      new Map([
        [file, text],
        ["package.json", manifest],
      ]),
      file,
    );
    if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
    return lint(checked.value, strict).map(({ code, help }) => [code, help[0]]);
  };
  t.strictSame(
    await found(
      "schema.sql",
      `CREATE TABLE "group" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT DEFAULT "x") STRICT;
       CREATE TABLE b (id TEXT PRIMARY KEY, g INTEGER REFERENCES "group" (id));`,
    ),
    [
      ["reserved-name", "choose another name; for an existing column, keep its rows with  -- @was old_name"],
      ["autoincrement", "remove AUTOINCREMENT, unless a number must never be used twice"],
      ["double-quoted-string", "write 'x'"],
      ["not-strict", "write STRICT after the closing parenthesis"],
      ["nullable-primary-key", "add NOT NULL, or make the table STRICT or WITHOUT ROWID"],
      ["foreign-key-without-index", "CREATE INDEX b_by_g ON b (g);"],
    ],
  );
  t.strictSame(
    await found(
      "schema.ts",
      `import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const a = sqliteTable("a", { id: integer("id").primaryKey({ autoIncrement: true }) });
export const b = sqliteTable("b", { key: text("id").primaryKey(), ofA: integer("of_a").references(() => a.id) });`,
    ),
    [
      ["autoincrement", "remove { autoIncrement: true }, unless a number must never be used twice"],
      [
        "nullable-primary-key",
        'this version of Drizzle writes no NOT NULL on a key: add check("b_id", sql`${t.key} IS NOT NULL`)',
      ],
      ["foreign-key-without-index", 'index("b_by_of_a").on(t.ofA)'],
    ],
  );
  t.strictSame(
    await found(
      "schema.prisma",
      `datasource db { provider = "sqlite" }
model A {
  id Int @id @default(autoincrement())
  b B[]
}
model B {
  id String @id
  a A @relation(fields: [aId], references: [id])
  aId Int @map("a")
}`,
    ),
    [["foreign-key-without-index", "@@index([aId])"]],
  );
  t.strictSame(
    await found(
      "schema.ts",
      `import { integer, table } from "trueup";
export const as = table("a.a", { id: integer().primaryKey() }, { strict: true });
export const bs = table("b b", { id: integer().primaryKey(), "of.a": integer().references(() => as.id) }, { strict: true });`,
    ),
    [["foreign-key-without-index", 'export const bs_by_of_a = index(bs["of.a"]);']],
    "an export may have another name",
  );
});

t.test("what a finding is about is named as everywhere else: in quotes where a name needs them", async (t) => {
  const subjects = async (path: string, text: string) => {
    const checked = await compileSources(new Map([[path, text]]), path);
    if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
    return lint(checked.value, {}).map(({ code, subject, help }) => [code, subject, ...(help ?? [])]);
  };
  const sql = `CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE "a.b" ("c d" TEXT DEFAULT "e", f INTEGER, g INTEGER REFERENCES a, FOREIGN KEY (f, "c d") REFERENCES h (i, j));
CREATE TABLE h (i INTEGER, j TEXT, PRIMARY KEY (i, j)) WITHOUT ROWID;`;
  t.strictSame(await subjects("schema.sql", sql), [
    ["foreign-key-without-index", '"a.b".f,"c d"', 'CREATE INDEX "a.b_by_f_c d" ON "a.b" (f, "c d");'],
    ["double-quoted-string", '"a.b"."c d"', "write 'e'"],
    ["foreign-key-without-index", '"a.b".g', 'CREATE INDEX "a.b_by_g" ON "a.b" (g);'],
  ]);
});
