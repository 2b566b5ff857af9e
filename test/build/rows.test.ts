import Libsql from "libsql";
import t, { type Test } from "tap";
import type { Decision } from "../../src/plan/plan.ts";
import type { Bundle } from "../../src/start/bundle.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { built, refusals, repository } from "./kit.ts";

/** A list of genres that belongs to the schema, and a column that a release adds beside it. */
const schema = (rows: string, options = "", more = "") => ({
  "trueup.config.ts": `export default { schema: "schema.ts" };`,
  "schema.ts": `import { integer, rows, table, text } from "trueup";
export const genre = table("genre", { id: text().primaryKey(), name: text()${more} });
rows(genre, ${rows}${options});`,
});

const two = `[{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }]`;
const three = `[{ id: "irl", name: "Irish" }, { id: "sco", name: "Scots" }, { id: "bre", name: "Breton" }]`;
const column = ", plays: integer().default(0)";

const any = (rule: "overwrite-rows" | "delete-rows", object = "genre"): Decision => ({
  kind: "approve",
  rule,
  object,
  rows: Number.POSITIVE_INFINITY,
  because: null,
});

function openDatabase(t: Test): Libsql.Database {
  const db = new Libsql(":memory:");
  t.teardown(() => db.close());
  return db;
}

function genres(db: Libsql.Database): unknown {
  return db.prepare("SELECT id, name FROM genre ORDER BY id").raw(true).all();
}

async function twoReleases(t: Test, options: string, decisions: readonly Decision[]): Promise<readonly Bundle[]> {
  const first = await built(repository(t, {}, schema(two, options)), { bases: [], release: "v1.0.0" });
  const folder = repository(t, { "v1.0.0": schema(two, options) }, schema(three, options, column));
  return [first, await built(folder, { decisions, release: "v1.1.0" })];
}

t.test("a new database has the declared rows", async (t) => {
  const bundle = await built(repository(t, {}, schema(two)), { bases: [] });
  const db = openDatabase(t);
  convergeSync(db, bundle);
  t.strictSame(genres(db), [
    ["irl", "Irish"],
    ["sco", "Scottish"],
  ]);
});

t.test(
  "these rows and no others: what else is there goes, and what differs is overwritten, if both are approved",
  async (t) => {
    const [first, second] = await twoReleases(t, "", [any("overwrite-rows"), any("delete-rows")]);
    const db = openDatabase(t);
    convergeSync(db, first as Bundle);
    db.exec("INSERT INTO genre VALUES ('own', 'of the user'); DELETE FROM genre WHERE id = 'irl'");
    t.match(convergeSync(db, second as Bundle), { state: "applied" });
    t.strictSame(genres(db), [
      ["bre", "Breton"],
      ["irl", "Irish"],
      ["sco", "Scots"],
    ]);
  },
);

t.test("at least these rows: others are the users' own", async (t) => {
  const [first, second] = await twoReleases(t, `, { mode: "at least" }`, [any("overwrite-rows")]);
  const db = openDatabase(t);
  convergeSync(db, first as Bundle);
  db.exec("INSERT INTO genre VALUES ('own', 'of the user')");
  convergeSync(db, second as Bundle);
  t.strictSame(genres(db), [
    ["bre", "Breton"],
    ["irl", "Irish"],
    ["own", "of the user"],
    ["sco", "Scots"],
  ]);
});

t.test("once: what is missing is inserted, and nothing is overwritten", async (t) => {
  const [first, second] = await twoReleases(t, `, { mode: "once" }`, []);
  const db = openDatabase(t);
  convergeSync(db, first as Bundle);
  convergeSync(db, second as Bundle);
  t.strictSame(genres(db), [
    ["bre", "Breton"],
    ["irl", "Irish"],
    ["sco", "Scottish"],
  ]);
});

t.test("what the base declared in the same way is left alone", async (t) => {
  const folder = repository(t, { "v1.0.0": schema(two) }, schema(two, "", column));
  const bundle = await built(folder);
  const [plan] = bundle.plans.filter(({ from }) => from === bundle.bases[0]?.fingerprint);
  t.notOk(plan?.items.some((item) => item.kind === "step" && /-rows$/.test(item.step)));
});

t.test("losses in rows of others need an approval without a bound", async (t) => {
  const folder = repository(t, { "v1.0.0": schema(two) }, schema(three, "", column));
  t.match(await refusals(folder), [
    { code: "approval-needed", subject: "genre", help: [/"once"/, /--approve overwrite-rows:genre:any/] },
    { code: "approval-needed", subject: "genre", help: [/"at least"/, /--approve delete-rows:genre:any/] },
  ]);
});

t.test("if the schema is the same, no application would notice that rows differ", async (t) => {
  const folder = repository(t, { "v1.0.0": schema(two) }, schema(three));
  t.match(await refusals(folder), [{ code: "bundle-rows", subject: "genre" }]);
});

t.test("rows that refer to what is deleted follow their foreign keys, with approvals of their own", async (t) => {
  const release = (rows: string, action: string, more = "", self = "") => {
    const { "schema.ts": text, ...rest } = schema(rows, "", `${more}${self}`);
    const tables = `export const tune = table("tune", {
  id: integer().primaryKey(), genre: text().nullable().references(() => genre.id, { onDelete: "${action}" }),
});
export const take = table("take", { id: integer().primaryKey(), tune: integer().references(() => tune.id, { onDelete: "cascade" }) });
rows(tune, [{ id: 9, genre: "irl" }], { mode: "at least" });
`;
    return { ...rest, "schema.ts": `${text.replace("table, text", "self, table, text")}\n${tables}` };
  };
  const one = `[{ id: "irl", name: "Irish" }]`;
  const folder = (action: string, self = "") =>
    repository(t, { "v1.0.0": release(two, action, "", self) }, release(one, action, column, self));
  const own = [any("overwrite-rows"), any("delete-rows")];
  const said = (action: string, self = "") => refusals(folder(action, self), { decisions: own });
  t.match(await said("no action"), [{ code: "rows-referenced", subject: "genre", help: [/"at least"/, /CASCADE/] }]);
  t.match(await said("set null"), [{ code: "approval-needed", help: [/"at least"/, /overwrite-rows:tune:any/] }]);
  const parent = `, parent: text().nullable().references(self("id"), { onDelete: "cascade" })`;
  t.match(await said("set null", parent), [{ code: "approval-needed" }, { code: "rows-referenced" }]);
  for (const [action, decisions, left] of [
    ["set null", [any("overwrite-rows", "tune")], "1 irl|2 -|9 irl; 1|2"],
    ["cascade", [any("delete-rows", "tune"), any("delete-rows", "take")], "1 irl|9 irl; 1"],
  ] as const) {
    const first = await built(repository(t, {}, release(two, action)), { bases: [], release: "v1.0.0" });
    const second = await built(folder(action), { decisions: [...own, ...decisions], release: "v1.1.0" });
    const db = openDatabase(t);
    convergeSync(db, first);
    db.exec("INSERT INTO tune VALUES (1, 'irl'), (2, 'sco'); INSERT INTO take VALUES (1, 1), (2, 2)");
    t.match(convergeSync(db, second), { state: "applied" });
    const all = (sql: string) => db.prepare(`SELECT group_concat(x, '|') FROM (${sql})`).raw(true).get();
    const tunes = all("SELECT id || ' ' || ifnull(genre, '-') AS x FROM tune ORDER BY id");
    t.equal(`${tunes}; ${all("SELECT id AS x FROM take ORDER BY id")}`, left);
  }
});
