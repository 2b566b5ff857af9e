import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { loadProject } from "../../src/work/project.ts";
import { fixDeclarations } from "../../src/work/schema/fix.ts";
import { built, command } from "../cli/run.ts";
import { makeDatabase, temporaryFolder } from "../kit/database.ts";

t.before(built);
t.setTimeout(900_000);

const head = 'import { index, integer, sql, table, text } from "trueup";\n';

async function fixed(t: Test, text: string, ...live: readonly string[]) {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "schema"));
  const file = join(cwd, "schema", "schema.ts");
  writeFileSync(file, text);
  if (live.length > 0) await makeDatabase(join(cwd, "app.db"), ...live);
  const project = await loadProject({ cwd, env: {} });
  if (!project.ok) throw new Error("no project");
  const done = await fixDeclarations(project.value, { targets: live.length > 0 ? ["app.db"] : [] });
  if (!done.ok) throw new Error(done.problems.map(({ message }) => message).join("\n"));
  return {
    text: readFileSync(file, "utf8"),
    codes: done.value.fixed.map(({ code }) => code),
    files: done.value.files.length,
  };
}

t.test("a word that is close to only one known word", async (t) => {
  const right = `${head}
export const tune = table({
  id: integer().primaryKey(),
  title: text().check(sql\`length(title) > 0\`),
  note: text().nullable(),
  genre: text().references(() => genre.code, { onDelete: "cascade" }),
}, { strict: true });
export const genre = table({ code: text().primaryKey() });
export const tune_by_genre = index(tune.genre);
`;
  const slips: [string, string, string][] = [
    ["nullable()", "nulable()", "a method of a column"],
    ["length(title)", "length(titel)", "a column inside of SQL"],
    ["genre.code,", "genre.coed,", "a column of another table"],
    ["onDelete", "onDelte", "an option"],
    ["index(tune.genre)", "index(tune.gnere)", "a column of an index"],
    ["=> genre.code", "=> gerne.code", "a const"],
  ];
  for (const [good, bad, what] of slips) {
    const result = await fixed(t, right.replace(good, bad));
    t.equal(result.text, right, what);
    t.equal(result.codes.length, 1, what);
  }
  const all = slips.reduce((text, [good, bad]) => text.replace(good, bad), right);
  t.equal((await fixed(t, all)).text, right, "all of them, in as many rounds as it takes");
});

t.test("an index is not proposed where its word or its name is taken", async (t) => {
  const tables = `export const genre = table({ code: text().primaryKey() });
export const tune = table({ id: integer().primaryKey(), genre: text().references(() => genre.code) });
`;
  const plain = `import { integer, table, text } from "trueup";\n`;
  t.match((await fixed(t, plain + tables)).text, "import { index, integer, table, text }");
  const own = `${plain}const index = 5;\n${tables}`;
  t.strictSame(await fixed(t, own), { text: own, codes: [], files: 0 }, "the file has another index");
  const taken = `${head}${tables}export const other = index("tune_by_genre", genre.code);\n`;
  t.strictSame(await fixed(t, taken), { text: taken, codes: [], files: 0 }, "the database has another tune_by_genre");
});

t.test("if several words are close, or none, a person decides", async (t) => {
  const two = `${head}export const a = table({ id: integer().primaryKey(), cat: text(), car: text() });\nexport const i = index(a.caz);\n`;
  const none = `${head}export const a = table({ id: integer().primaryKey() });\nexport const i = index(a.something);\n`;
  for (const text of [two, none]) t.strictSame(await fixed(t, text), { text, codes: [], files: 0 });
});

t.test("a hint that no longer has an effect", async (t) => {
  const text = `${head}
export const melody = table({
  id: integer().primaryKey(),
  name: text()
    .was("title"), // since May
  tempo: integer().fill(sql\`coalesce(tempo, 100)\`).check(sql\`tempo > 0\`),
}, { was: "tune" });
`;
  const live =
    "CREATE TABLE melody (id INTEGER PRIMARY KEY, name TEXT NOT NULL, tempo INTEGER NOT NULL CHECK (tempo > 0))";
  const result = await fixed(t, text, live);
  t.strictSame(result.codes, ["spent-hint", "spent-hint", "spent-hint"]);
  t.equal(
    result.text,
    `${head}
export const melody = table({
  id: integer().primaryKey(),
  name: text(), // since May
  tempo: integer().check(sql\`tempo > 0\`),
});
`,
  );
});

t.test("an index for a foreign key, with its import", async (t) => {
  const text = `import { integer, table } from "trueup";\r\n
export const genre = table({ id: integer().primaryKey() });\r
export const tune = table({\r
  id: integer().primaryKey(),\r
  genre: integer().references(() => genre.id),\r
  other: integer().references(() => genre.id),\r
});\r
`;
  const result = await fixed(t, text);
  t.strictSame(result.codes, ["foreign-key-without-index", "foreign-key-without-index"]);
  t.equal(
    result.text,
    `${text.replace("{ integer", "{ index, integer")}\r\nexport const tune_by_genre = index(tune.genre);\r\n\r\nexport const tune_by_other = index(tune.other);\r\n`,
  );
});

t.test("unclear cases are left alone: another name for the table, a name that is taken", async (t) => {
  const renamed = `${head}const g = table("genre", { id: integer().primaryKey() });\nexport { g as genre };\nexport const tunes = table("tune", { id: integer().primaryKey(), genre: integer().references(() => g.id) });\n`;
  const taken = `${head}export const genre = table({ id: integer().primaryKey() });\nexport const tune = table({ id: integer().primaryKey(), genre: integer().references(() => genre.id) });\nexport const tune_by_genre = index(tune.id);\n`;
  for (const text of [renamed, taken]) t.equal((await fixed(t, text)).text, text);
});

t.test("--json reports the fix and --fix writes it", async (t) => {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "schema"));
  const file = join(cwd, "schema", "schema.ts");
  const text = `${head}export const tune = table({ id: integer().primarKey(), title: text() });\n`;
  writeFileSync(file, text);
  const said = JSON.parse((await command({ cwd }, "check", "--json")).out);
  const start = text.indexOf("primarKey");
  t.match(said, {
    exit: 1,
    problems: [
      {
        code: "unknown-property",
        at: { file: "schema/schema.ts", line: 2 },
        fix: { file: "schema/schema.ts", start, end: start + "primarKey".length, text: "primaryKey" },
      },
    ],
  });
  const done = JSON.parse((await command({ cwd }, "check", "--fix", "--json")).out);
  t.match(done, { exit: 0, problems: [], fixed: [{ code: "unknown-property" }], files: ["schema/schema.ts"] });
  t.equal(readFileSync(file, "utf8"), text.replace("primarKey", "primaryKey"));
  t.match(JSON.parse((await command({ cwd }, "check", "--fix", "--json")).out), { exit: 0, fixed: [], files: [] });
});
