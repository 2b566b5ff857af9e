import { readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import Libsql from "libsql";
import t, { type Test } from "tap";
import { converge } from "../../src/start/start.ts";
import { startFront } from "../d1/front.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";
import { api, behindSsh, fileAt, onD1, type Place, serverAt } from "../kit/place.ts";
import { succeeded } from "../kit/succeeded.ts";
import { skipServer, startSqld } from "../server/sqld.ts";
import { noMachine, withoutConnection } from "../ssh/machine.ts";

const { apply, backups, drift, loadProject, plan, pull, restore } = api;

/** SQLite has tables and functions of these names; a table of the user's is found in their place. */
const names = [
  ...["json_each", "json_tree", "generate_series", "dbstat"],
  ...["data_version", "database_list", "encoding", "foreign_key_check", "foreign_keys", "function_list"],
  ...["ignore_check_constraints", "index_list", "index_xinfo", "legacy_alter_table", "module_list", "page_count"],
  ...["page_size", "quick_check", "schema_version", "table_info", "table_list", "table_xinfo"],
].map((name, n) => (n < 4 ? name : `pragma_${name}`));

/** A table for each of the names, and a parent that is rebuilt. */
function sceneOf(tables: readonly string[]) {
  const schema = (type: string) =>
    [
      ...tables.map((name) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, note TEXT)`),
      `CREATE TABLE tune (id INTEGER PRIMARY KEY, a ${type})`,
      "CREATE TABLE large (id INTEGER PRIMARY KEY, content BLOB)",
      "CREATE INDEX tune_a ON tune (a)",
      "CREATE TABLE setting (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id) ON DELETE CASCADE)",
    ].join(";\n");
  const rows = [
    ...tables.map((name) => `INSERT INTO ${name} VALUES (1, 'mine')`),
    "INSERT INTO tune VALUES (1, 'The Butterfly'), (2, 'b')",
    "INSERT INTO large VALUES (1, zeroblob(1500000)), (2, zeroblob(1500000)), (3, zeroblob(1500000))",
    "INSERT INTO setting VALUES (1, 1), (2, 2), (3, 2)",
  ].join(";\n");
  const counts = [...tables, "tune", "large", "setting"].map((name) => `(SELECT count(*) FROM ${name})`);
  const everyRow = `SELECT ${counts.join(" + ")}`;
  return { before: schema("TEXT"), after: schema("TEXT COLLATE NOCASE"), rows, everyRow, count: tables.length + 8 };
}

async function act(
  t: Test,
  place: Place,
  { before, after, rows, everyRow, count } = sceneOf(names),
): Promise<readonly string[]> {
  const cwd = temporaryFolder(t);
  await place.run(`${before};\n${rows}`);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `export default { schema: "schema.sql", backup: "changes", targets: { prod: { url: "${place.url}" } }, default: "prod" };\n`,
  );
  const project = async () => succeeded(await loadProject({ cwd, env: place.env }));
  const differs = async () =>
    succeeded(await drift(await project(), { targets: ["prod"] })).databases.map((each) => each.state);
  t.equal(await place.ask(everyRow), String(count));
  const schema = join(cwd, "schema.sql");
  succeeded(await pull(await project(), {}));
  t.match(readFileSync(schema, "utf8"), /pragma_table_list/);
  t.strictSame(await differs(), ["matches"], "what was pulled is what is there");

  writeFileSync(schema, after);
  const file = join(cwd, "plans", "collate.plan.sql");
  t.match(succeeded(await plan(await project(), { out: file })), { comparison: { planned: { kind: "plan" } } });
  t.match(succeeded(await apply(await project(), { plan: file })), { outcome: { kind: "applied" } });
  t.equal(await place.ask(everyRow), String(count));
  t.strictSame(await differs(), ["matches"]);
  for (const [step, state] of [
    ["undo", "waiting"],
    ["redo", "matches"],
  ] as const) {
    t.match(succeeded(await restore(await project(), { backup: { step } })), { kind: "restored" }, step);
    t.strictSame(await differs(), [state]);
    t.equal(await place.ask(everyRow), String(count), step);
  }
  return succeeded(await backups(await project(), {})).backups.map(({ path }) => extname(path));
}

t.setTimeout(900_000);

t.test("tables named like SQLite's own in a file", async (t) => {
  const place = fileAt(join(temporaryFolder(t), "app.db"));
  await place.run("PRAGMA journal_mode = WAL");
  t.strictSame(new Set(await act(t, place)), new Set([".changes"]), "only the pages that were written");
});

t.test("… on a server", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  await act(t, serverAt(server.url));
});

t.test("… in a file behind ssh", { skip: noMachine ?? false }, async (t) => {
  const folder = temporaryFolder(t);
  await act(t, behindSsh(withoutConnection(folder), join(folder, "app.db")));
});

t.test("… on D1", async (t) => {
  const front = await startFront({ databases: 1 });
  t.teardown(() => front.close());
  // D1 itself asks for the pages without a schema, and fails.
  await act(t, onD1(front), sceneOf(names.filter((name) => name !== "pragma_page_count")));
});

t.test("… in an application", async (t) => {
  const { before, after, rows, everyRow, count } = sceneOf(names);
  const app = { releases: { "v1.0.0": before, "v1.1.0": after } };
  const db = new Libsql(join(temporaryFolder(t), "app.db"));
  t.teardown(() => db.close());
  t.match(await converge(db, await bundleFor(app, "v1.0.0")), { state: "created" });
  db.exec(rows);
  t.match(await converge(db, await bundleFor(app, "v1.1.0")), { state: "applied", from: "v1.0.0" });
  t.match(await converge(db, await bundleFor(app, "v1.1.0")), { state: "unchanged" });
  t.strictSame(db.prepare(everyRow).raw(true).all(), [[count]]);
});
