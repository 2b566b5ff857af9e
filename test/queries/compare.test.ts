import t from "tap";
import { emptyExplanation } from "../../src/plan/explanation.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { readDecisions } from "../../src/work/planning/decisions.ts";
import { answered } from "../../src/work/queries/break-queries.ts";
import { collected, effects } from "./application.ts";

const schema = `
  CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, genre INTEGER, lapses INTEGER);
  CREATE INDEX tune_by_title ON tune (title);
  CREATE VIEW listed AS SELECT id, title FROM tune;`;
const edited = (from: string | RegExp, to: string) => {
  const text = schema.replace(from, to);
  if (text === schema) throw new Error(`nothing to replace: ${from}`);
  return text;
};
const app = (sql: string) => ({ "src/app.ts": `db.prepare(${JSON.stringify(sql)}).all();` });

t.test("a dropped column breaks what names it, at the word", async (t) => {
  const { lines } = await effects(app("SELECT title, lapses FROM tune"), schema, edited(", lapses INTEGER", ""));
  t.same(lines, ["breaks 1 at lapses: no such column: lapses; tune.lapses is dropped"]);
});

t.test("a renamed column, a dropped table, a column that two tables have now", async (t) => {
  const renamed = { tables: [], columns: [{ table: "tune", from: "lapses", to: "slips" }] };
  const slips = await effects(app("UPDATE tune SET lapses = 0"), schema, edited("lapses", "slips"), renamed);
  t.same(slips.lines, ["breaks 1 at lapses: no such column: lapses; tune.lapses is renamed to slips"]);

  const gone = await effects(app("SELECT * FROM genre"), schema, edited(/CREATE TABLE genre .*;/, ""));
  t.same(gone.lines, ["breaks 1 at genre: no such table: genre; genre is dropped"]);

  const both = await effects(
    app("SELECT lapses FROM tune JOIN genre ON genre.id = tune.genre"),
    schema,
    edited("name TEXT NOT NULL", "name TEXT NOT NULL, lapses INTEGER"),
  );
  t.same(both.lines, ["breaks 1 at lapses: ambiguous column name: lapses; genre.lapses is added"]);
});

t.test("an upsert needs its unique index", async (t) => {
  const before = `${schema} CREATE UNIQUE INDEX genre_name ON genre (name);`;
  const { lines } = await effects(
    app("INSERT INTO genre (name) VALUES (?) ON CONFLICT (name) DO NOTHING"),
    before,
    schema,
  );
  t.match(lines[0], /^breaks 1 at CONFLICT: ON CONFLICT clause does not match .*; the index genre_name is dropped$/);
});

t.test("an inner name becomes one of the outer query", async (t) => {
  const mails = (id: string) =>
    `CREATE TABLE address (${id} INTEGER PRIMARY KEY, name TEXT); CREATE TABLE raw_mails (id INTEGER PRIMARY KEY, address TEXT);`;
  const renamed = { tables: [], columns: [{ table: "address", from: "id", to: "number" }] };
  const deletes = "DELETE FROM raw_mails WHERE address IN (SELECT name FROM address WHERE id = ?)";
  const { lines } = await effects(app(deletes), mails("id"), mails("number"), renamed);
  t.same(lines, ["captured 1 at id: `id` means something else after the change; address.id is renamed to number"]);

  const withCte = `WITH old AS (SELECT name FROM address WHERE id = ?) DELETE FROM raw_mails WHERE address IN (SELECT name FROM old)`;
  const cte = await effects(app(withCte), mails("id"), mails("number"), renamed);
  t.match(cte.lines, [/^captured 1: `id` may mean something else/], "told by the plan, as a trigger has no WITH");
});

t.test("a column that is added to an inner table takes the name from the outer one", async (t) => {
  const sql = "SELECT title FROM tune WHERE EXISTS (SELECT 1 FROM genre WHERE genre.id = tune.genre AND lapses > 3)";
  const { lines } = await effects(app(sql), schema, edited("name TEXT NOT NULL", "name TEXT NOT NULL, lapses INTEGER"));
  t.same(lines, ["captured 1 at lapses: `lapses` means something else after the change; genre.lapses is added"]);
});

t.test("two columns that swap their names break nothing but mean each other", async (t) => {
  const renamed = {
    tables: [],
    columns: [
      { table: "tune", from: "title", to: "lapses" },
      { table: "tune", from: "lapses", to: "title" },
    ],
  };
  const { lines } = await effects(app("SELECT id FROM tune ORDER BY lapses"), schema, schema, renamed);
  t.match(lines, [/^captured 1 at lapses: `lapses` means something else/]);
});

t.test("a name in double quotes may be a string from now on", async (t) => {
  const { lines } = await effects(
    app('SELECT title FROM tune WHERE "lapses" = 1'),
    schema,
    edited(", lapses INTEGER", ""),
  );
  t.match(lines, [/^captured 1 at .*lapses.*: "lapses" is read as a string after the change/]);
});

t.test("a name in double quotes that is there twice is a string in both places", async (t) => {
  const { lines } = await effects(
    app('SELECT "lapses" FROM "tune" WHERE "lapses" > ? ORDER BY "lapses"'),
    schema,
    edited(", lapses INTEGER", ""),
  );
  t.match(lines, [/^captured 1 at .*lapses.*: "lapses" is read as a string after the change/]);
  const qualified = await effects(app('SELECT tune."lapses" FROM tune'), schema, edited(", lapses INTEGER", ""));
  t.match(qualified.lines, [/^breaks 1 at .*lapses.*: no such column: tune.lapses/]);
});

t.test("a name that means the same is not reported", async (t) => {
  const sql = "SELECT title AS lapses FROM tune ORDER BY lapses";
  const { lines } = await effects(app(sql), schema, edited(", lapses INTEGER", ""));
  t.same(lines, [], "an alias is no column");
});

t.test("an INSERT that leaves out a column which needs a value", async (t) => {
  const after = edited("name TEXT NOT NULL", "name TEXT NOT NULL, tempo INTEGER NOT NULL");
  const plain = await effects(app("INSERT INTO genre (name) VALUES (?)"), schema, after);
  t.same(plain.lines, [
    "inserts 1 at genre: the INSERT leaves out genre.tempo, which needs a value; genre.tempo is added",
  ]);
  const ignoring = await effects(app("INSERT OR IGNORE INTO genre (name) VALUES (?)"), schema, after);
  t.match(ignoring.lines, [/loses every row without an error/]);
  const withDefault = edited("name TEXT NOT NULL", "name TEXT NOT NULL, tempo INTEGER NOT NULL DEFAULT 1");
  t.same((await effects(app("INSERT INTO genre (name) VALUES (?)"), schema, withDefault)).lines, []);
});

t.test("other columns, also through a view, and the order of an INSERT without columns", async (t) => {
  const star = await effects(
    app("SELECT * FROM genre"),
    schema,
    edited("name TEXT NOT NULL", "name TEXT NOT NULL, tempo INT"),
  );
  t.same(star.lines, ["columns 1: returns tempo; genre.tempo is added"]);
  const view = await effects(
    app("SELECT * FROM listed"),
    schema,
    edited("SELECT id, title FROM tune", "SELECT id, genre FROM tune"),
  );
  t.same(view.lines, ["columns 1: returns genre, no longer title; the view listed changes"]);
  const order = await effects(
    app("INSERT INTO tune VALUES (?, ?, ?, ?)"),
    schema,
    edited("title TEXT NOT NULL, genre INTEGER", "genre INTEGER, title TEXT NOT NULL"),
  );
  t.match(order.lines, [
    /^columns 1 at tune: the INSERT names no columns, and after the change their order is id, genre, title, lapses/,
  ]);
});

t.test("a search that becomes a scan, and another index that is just as good", async (t) => {
  const sql = "SELECT id FROM tune AS u WHERE title = ?";
  const without = await effects(app(sql), schema, edited(/CREATE INDEX .*;/, ""));
  t.same(without.lines, ["scans 1: scans `tune` on each run; the index tune_by_title is dropped"]);
  t.equal(without.impact.scans[0]?.scan?.table, "tune");
  const other = await effects(
    app(sql),
    schema,
    edited(/CREATE INDEX .*;/, "CREATE INDEX other ON tune (title, genre);"),
  );
  t.same(other.lines, []);
});

t.test("what did not compile, and will", async (t) => {
  const after = edited("name TEXT NOT NULL", "name TEXT NOT NULL, tempo INT");
  const { lines, impact } = await effects(app("SELECT tempo FROM genre"), schema, after);
  t.same(lines, ["works 1: compiles after the change (before: no such column: tempo); genre.tempo is added"]);
  t.equal(impact.checked, 1);
});

t.test("what fails both before and after is not reported", async (t) => {
  const { lines } = await effects(app("SELECT nothing FROM nowhere"), schema, edited(", lapses INTEGER", ""));
  t.same(lines, []);
});

t.test("what a comment silences with a reason is not told", async (t) => {
  const source = `// trueup-ignore query-breaks: the job is switched off first
db.prepare("SELECT lapses FROM tune").all();`;
  const { lines } = await effects({ "src/app.ts": source }, schema, edited(", lapses INTEGER", ""));
  t.same(lines, []);
});

t.test("holes are filled again: a stand-in alone breaks nothing", async (t) => {
  const source = "db.prepare(`SELECT title FROM tune WHERE ${condition}`).all();";
  const withoutRowid = edited("lapses INTEGER)", "lapses INTEGER) WITHOUT ROWID");
  const { lines, impact } = await effects({ "src/app.ts": source }, schema, withoutRowid);
  t.same(lines, []);
  t.equal(impact.part, 1);
});

t.test("of many texts the one that breaks counts, not the one that returns other columns", async (t) => {
  const source = "for (const c of ['title', 'lapses']) db.all(`SELECT * FROM tune WHERE ${c} = 1`);";
  const { lines } = await effects({ "src/app.ts": source }, schema, edited(", lapses INTEGER", ""));
  t.match(lines, [/^breaks 1 .*no such column: lapses; tune\.lapses is dropped/]);
});

t.test("a statement with a text in double quotes is compared as where that is allowed", async (t) => {
  const { lines } = await effects(
    app('SELECT lapses FROM tune WHERE title = "reel"'),
    schema,
    edited(", lapses INTEGER", ""),
  );
  t.match(lines, [/^breaks 1 .*no such column: lapses/]);
});

t.test("what breaks queries is approved under the name that a plan file can hold, whatever it is", async (t) => {
  const before =
    'CREATE TABLE "my tune" (id INTEGER PRIMARY KEY, "a.b" TEXT, plain TEXT); CREATE TABLE "order" (x TEXT);';
  const after = 'CREATE TABLE "my tune" (id INTEGER PRIMARY KEY)';
  const sources = {
    "src/app.ts": `db.prepare('SELECT x."a.b" FROM "my tune" x');
db.prepare('SELECT x.plain FROM "my tune" x');
db.prepare('SELECT * FROM "order"');`,
  };
  const { impact } = await effects(sources, before, after);
  const code = { collected: await collected(sources), named: (file: string) => file, textOf: () => "" };
  const application = { here: code, running: null, functions: [], scanRows: 0, folder: "" };
  const planned = { kind: "refused", problems: [], explanation: emptyExplanation } as const;
  const askedWith = (decisions: readonly Decision[]) => {
    const judged = answered(planned, { ...impact, order: null }, decisions, application);
    return judged.kind === "refused" ? judged.problems : [];
  };
  const asked = askedWith([]);
  t.strictSame(asked.map(({ subject }) => subject).sort(), ['"my tune"."a.b"', '"my tune".plain', "order"]);
  const decisions = asked.flatMap(({ decision }) => {
    const read = readDecisions(decision?.answers[0]?.flags ?? []);
    return read.ok ? read.value : [];
  });
  t.strictSame(askedWith(decisions), []);
});
