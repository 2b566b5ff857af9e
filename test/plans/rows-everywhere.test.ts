import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { startFront } from "../d1/front.ts";
import { temporaryFolder } from "../kit/database.ts";
import { api, behindSsh, fileAt, onD1, type Place, serverAt } from "../kit/place.ts";
import { succeeded } from "../kit/succeeded.ts";
import { skipServer, startSqld } from "../server/sqld.ts";
import { noMachine, withoutConnection } from "../ssh/machine.ts";

const { apply, drift, history, loadProject, plan, pull, restore } = api;

const tables = `CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (id) ON DELETE CASCADE);
CREATE TABLE mark (id INTEGER PRIMARY KEY, n INTEGER, r REAL) STRICT`;
const rows = `INSERT INTO genre VALUES ('irl', 'Scottish'), ('sco', 'Irish'), ('old', 'Old-time');
INSERT INTO tune VALUES (1, 'irl'), (2, 'old'), (3, 'old');
INSERT INTO mark VALUES (1, -9223372036854775808, 9e999), (2, 9007199254740993, 0.1)`;
const schema = `import { integer, real, rows, table, text } from "trueup";
export const genre = table({ id: text().primaryKey(), name: text().unique() });
export const tune = table({
  id: integer().primaryKey(),
  genre: text().nullable().references(() => genre.id, { onDelete: "cascade" }),
});
// Integers that JSON would round, and a real that it does not have.
export const mark = table({ id: integer().primaryKey(), n: integer().nullable(), r: real().nullable() }, { strict: true });
rows(mark, [{ id: 1, n: 9007199254740995n, r: 0.5 }, { id: 2, n: 9007199254740993n, r: 0.1 }]);
rows(genre, [{ id: "irl", name: "Irish" }, { id: "sco", name: "Scottish" }, { id: "swe", name: "Swedish" }]);
`;
const genres = "SELECT group_concat(id || ' ' || name, ', ') FROM (SELECT * FROM genre ORDER BY id)";
const tunes = "SELECT count(*) FROM tune";
const marks = "SELECT group_concat(n) FROM mark";
const before = "irl Scottish, old Old-time, sco Irish";
const after = "irl Irish, sco Scottish, swe Swedish";

/** Rows are exchanged, inserted, and deleted with what refers to them; undone, and redone. */
async function act(t: Test, place: Place): Promise<void> {
  const cwd = temporaryFolder(t);
  await place.run(`${tables};\n${rows}`);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `export default { targets: { prod: { url: "${place.url}", approval: "person" } }, default: "prod" };\n`,
  );
  mkdirSync(join(cwd, "schema"));
  writeFileSync(join(cwd, "schema", "schema.ts"), schema);
  const project = async (more: Readonly<Record<string, string>> = {}) =>
    succeeded(await loadProject({ cwd, env: { ...place.env, ...more } }));
  const state = async () => `${await place.ask(genres)}; ${await place.ask(tunes)}; ${await place.ask(marks)}`;
  const differs = async () =>
    succeeded(await drift(await project(), { targets: ["prod"] })).databases.map((each) => each.state);

  t.strictSame(await differs(), ["drifted"]);
  const unchanged = await state();
  const approve = (rule: "delete-rows" | "overwrite-rows", object: string, count: number) =>
    ({ kind: "approve", rule, object, rows: count, because: "a test" }) as const;
  const decisions = [
    approve("delete-rows", "genre", 1),
    approve("overwrite-rows", "genre", 2),
    approve("delete-rows", "tune", 2),
    approve("overwrite-rows", "mark", 1),
  ];
  const file = join(cwd, "plans", "rows.plan.sql");
  const planned = succeeded(await plan(await project(), { out: file, decisions }));
  t.match(planned, { comparison: { planned: { kind: "plan" } } }, JSON.stringify(planned).slice(0, 2000));
  t.match(await apply(await project(), { plan: file }), { ok: false, problems: [{ code: "approval-outside" }] });
  t.equal(await state(), unchanged, "the plan file alone approves nothing");
  const seal = /^--@ seal (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const ci = { CI: "true", GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "17", TRUEUP_APPROVED_SEALS: seal };
  t.match(succeeded(await apply(await project(ci), { plan: file })), { outcome: { kind: "applied" } });
  t.match(succeeded(await history(await project(), {})), { entries: [{ what: "apply", approved: { by: "seal" } }] });
  t.equal(await state(), `${after}; 1; 9007199254740995,9007199254740993`);
  t.strictSame(await differs(), ["matches"]);
  for (const [step, wanted] of [
    ["undo", `${before}; 3; -9223372036854775808,9007199254740993`],
    ["redo", `${after}; 1; 9007199254740995,9007199254740993`],
  ] as const) {
    t.match(succeeded(await restore(await project(), { backup: { step } })), { kind: "restored" });
    t.equal(await state(), wanted, step);
  }
  await place.run("UPDATE mark SET n = -9223372036854775807, r = -9e999 WHERE id = 1");
  t.match(succeeded(await pull(await project(), { rows: ["mark"] })), {
    files: [{ file: join(cwd, "schema", "schema.ts") }],
  });
  t.match(readFileSync(join(cwd, "schema", "schema.ts"), "utf8"), "n: -9223372036854775807n, r: sql`-9.0e+999`");
  t.strictSame(await differs(), ["matches"], "what was pulled is what is there");
}

t.setTimeout(900_000);

t.test("declared rows in a file", (t) => act(t, fileAt(join(temporaryFolder(t), "app.db"))));

t.test("declared rows on a server", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  await act(t, serverAt(server.url));
});

t.test("declared rows in a file behind ssh", { skip: noMachine ?? false }, (t) => {
  const folder = temporaryFolder(t);
  return act(t, behindSsh(withoutConnection(folder), join(folder, "app.db")));
});

t.test("declared rows on D1", async (t) => {
  const front = await startFront({ databases: 1 });
  t.teardown(() => front.close());
  await act(t, onD1(front));
});
