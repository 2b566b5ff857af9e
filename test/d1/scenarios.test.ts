import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { closeInBatches } from "../../src/database/collect.ts";
import { EngineError } from "../../src/database/connection.ts";
import type { Engine } from "../../src/database/engine.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { readPlan } from "../../src/plan/read.ts";
import { writePlan } from "../../src/plan/write.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { runPlan } from "../kit/run-plan.ts";
import { readScenario } from "../kit/scenario.ts";
import { applyTo, fill, planFor, sealed, short, targetOf } from "./fixture.ts";
import { type Front, startFront } from "./front.ts";

/**
 * All scenarios once more, on workerd. Each ends as it does in a file, row by row; or it says in `d1.txt` why not: D1 does
 * not take the database, or trueup refuses the plan by name. Where the plan has other steps than in a file they are in
 * `d1.sql`. SCENARIO=name runs one of them. `npm run d1:newer` runs them on the workerd of a newer wrangler.
 */
const golden = process.env.UPDATE_GOLDEN === "1";
const only = process.env.SCENARIO;
const scenarios = join(import.meta.dirname, "..", "scenarios");
const names = readdirSync(scenarios, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && (only === undefined || entry.name === only))
  .map(({ name }) => name);

t.setTimeout(0);
// Collecting garbage after each of hundreds of files takes longer than what is done with them.
closeInBatches(50);
t.test("every scenario on D1", async (t) => {
  const front = await startFront({ databases: names.length });
  t.teardown(() => front.close());
  for (const name of names) await t.test(name.replaceAll("-", " "), (t) => scenario(t, front, join(scenarios, name)));
});

async function scenario(t: Test, front: Front, folder: string): Promise<void> {
  const database = front.fresh();
  const { before, rows, decisions, beside, goal } = await readScenario(folder);
  if (!goal.ok) return;
  const taken = await fill(database, before, rows).then(
    () => null,
    (error: Error) => error.message,
  );
  if (taken !== null) return said(t, folder, "d1.txt", `D1 does not take the database: ${taken}\n`);
  const target = await targetOf(front, database);
  const planned = await planFor(target, goal.value, decisions, beside);
  const inFile = existsSync(join(folder, "plan.sql")) ? readFileSync(join(folder, "plan.sql"), "utf8") : null;
  if (planned.kind === "refused") {
    // What is refused for a file is refused here for the same reasons.
    const codes = planned.problems.map(({ code, subject }) => `${code} ${subject}`);
    const known = join(folder, "refused.txt");
    const there = existsSync(known) ? [...readFileSync(known, "utf8").matchAll(/^error\[(.+?)\]/gm)] : [];
    const same = there.map(([, code]) => code).join() === planned.problems.map(({ code }) => code).join();
    return said(t, folder, same ? null : "d1.txt", codes.map((each) => `refused: ${each}\n`).join(""));
  }
  if (planned.kind === "nothing") {
    t.equal(inFile, "-- nothing to do\n");
    return said(t, folder, null, "");
  }
  const file = inFile === null ? null : readPlan(inFile, "plan.sql");
  const same = file?.ok && JSON.stringify(file.value.plan.items) === JSON.stringify(planned.plan.items);
  said(t, folder, same ? null : "d1.sql", writePlan(planned.plan));

  const outcome = await applyTo(target, sealed(planned.plan), temporaryFolder(t));
  const ended = short(outcome);
  if (ended.kind === "failed" && ended.evidence.every((each) => refusedByNewer.test(each))) return;
  t.match(ended, { kind: "applied", codes: [], evidence: [] });
  t.equal((await planFor(target, goal.value, [], beside)).kind, "nothing", "a second plan is empty");
  if (file === null || !file.ok) return;
  t.equal(planned.plan.target, fingerprintLike(planned.plan.target, goal.value.schema), "the same end is promised");
  const copy = join(temporaryFolder(t), "live.db");
  await makeDatabase(copy, before, rows);
  const wanted = await onFile(copy, (engine) => {
    runPlan(engine, file.value.plan);
    return tables(engine).flatMap((table) => {
      const rows = here(engine, table);
      return rows === null ? [] : [{ table, rows }];
    });
  });
  const found = await database.run(...wanted.map(({ table }) => table.sql));
  for (const [n, { table, rows }] of wanted.entries()) t.strictSame(asTexts(found[n] ?? []), rows, table.name);
}

/** What only SQLite 3.54 and later refuse: then nothing is changed. */
const refusedByNewer = /^cannot rename from rowid alias: /;

interface Table {
  readonly name: string;
  readonly sql: string;
}

/** Every row as text: its rowid, if something may refer to it, and each value as stored. */
function tables(engine: Engine): readonly Table[] {
  const found = engine.all(
    "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  const sequence = engine.all("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length > 0;
  const all = sequence ? [...found, ["sqlite_sequence", "virtual", 1] as const] : found;
  return all.map(([name, type, withoutRowid]) => {
    const table = String(name);
    const columns = engine.all("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1", [table]);
    const names = columns.map(([column]) => String(column));
    const free = names.some((column) => column.toLowerCase() === "rowid");
    const numbered = withoutRowid !== 1 && type === "table" && !free;
    const values = names.map((column) => `typeof(${quoteName(column)}) || hex(${quoteName(column)})`);
    const texts = [...(numbered ? ["CAST(rowid AS TEXT)"] : []), ...values];
    return { name: table, sql: `SELECT ${texts.slice(0, 100).join(", ")} FROM ${quoteName(table)} ORDER BY 1` };
  });
}

/** Null for what cannot be read: a full-text table whose content is missing. */
function here(engine: Engine, { sql }: Table): readonly string[] | null {
  try {
    return asTexts(engine.all(sql));
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

/** What was written with the current time has another second in the other database. */
const today = new RegExp(`text${Buffer.from(new Date().toISOString().slice(0, 10)).toString("hex")}[0-9A-F]*`, "gi");

function asTexts(rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row).replaceAll(today, "now")).sort();
}

/** The golden file of a scenario, if it has one for D1; there may be no other of them. */
function said(t: Test, folder: string, file: "d1.sql" | "d1.txt" | null, text: string): void {
  for (const each of ["d1.sql", "d1.txt"]) {
    const path = join(folder, each);
    if (golden && each !== file) rmSync(path, { force: true });
    else if (golden) writeFileSync(path, text);
    else t.equal(existsSync(path) ? readFileSync(path, "utf8") : "", each === file ? text : "", `${each} is as it was`);
  }
}
