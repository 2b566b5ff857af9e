import t from "tap";
import { compileSources, type Paths } from "../../src/compile/compile.ts";

/**
 * The reported problems in order, each as its code and subject. What only follows from another error is not reported.
 */
async function told(files: Readonly<Record<string, string>>, paths: Paths = "schema"): Promise<readonly string[]> {
  const compiled = await compileSources(new Map(Object.entries(files)), paths);
  return compiled.ok ? [] : compiled.problems.map(({ code, message }) => `${code}: ${message}`);
}

const words = 'import { index, integer, sql, table, text, trigger, view } from "trueup";\n';

t.test("a misspelt word is reported first, and what depends on its table is not reported", async (t) => {
  const schema = {
    "schema/a-view.ts": `${words}export const unrelated = view("unrelated", sql\`SELECT title FROM tune\`);`,
    "schema/tune.ts": `${words}export const tunes = table("tune", { id: integer().primaryKey(), title: text().nulable() });
      export const titles = view("titles", sql\`SELECT \${tunes.title} FROM \${tunes}\`);
      export const again = view("again", sql\`SELECT * FROM titles\`);
      export const touched = trigger("touched", sql\`AFTER INSERT ON tune BEGIN UPDATE tune SET title = 1; END\`);`,
  };
  t.strictSame(await told(schema), ["unknown-property: a column has no word `nulable`"]);
});

t.test("an independent mistake is reported after what could not be read", async (t) => {
  const schema = {
    "schema/a-view.ts": `${words}export const wrong = view("wrong", sql\`SELECT nam FROM genre\`);`,
    "schema/genre.ts": `${words}export const genre = table("genre", { id: integer().primaryKey(), name: text() });`,
    "schema/tune.ts": `${words}export const tune = table("tune", { id: intiger().primaryKey() });`,
  };
  t.strictSame(await told(schema), [
    "unknown-name: nothing here is named `intiger`",
    "unknown-column: `nam` is not a column here",
  ]);
});

t.test("in SQL, what fails because an earlier statement failed is not reported", async (t) => {
  const schema = {
    "schema/a.sql": `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT CHECK (titel <> ''));
      CREATE INDEX by_title ON tune (title);
      ALTER TABLE tune ADD COLUMN plays INTEGER;
      CREATE VIEW titles AS SELECT title FROM tune;
      CREATE VIEW again AS SELECT * FROM titles;
      CREATE TRIGGER touched AFTER INSERT ON tune BEGIN SELECT 1; END;`,
  };
  t.strictSame(await told(schema), ["unknown-column: `titel` is not a column here"]);
});

t.test("in SQL, a view that does not compile is reported once, and not the views that read it", async (t) => {
  const schema = {
    "schema/a.sql": `CREATE VIEW above AS SELECT * FROM titles;
      CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
      CREATE VIEW titles AS SELECT titel FROM tune;
      CREATE VIEW other AS SELECT plays FROM tune;`,
  };
  t.strictSame(await told(schema), [
    "unknown-column: `titel` is not a column here",
    "unknown-column: `plays` is not a column here",
  ]);
});

t.test("SQL beside TypeScript can use what TypeScript could not declare", async (t) => {
  const schema = {
    "schema/code.sql": "CREATE TRIGGER touched AFTER INSERT ON tune BEGIN UPDATE tune SET title = 1; END;",
    "schema/tune.ts": `${words}export const tune = table("tune", { id: integer().primaryKey(), title: txt() });`,
  };
  t.strictSame(await told(schema, Object.keys(schema)), ["unknown-name: nothing here is named `txt`"]);
});
