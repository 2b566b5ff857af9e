import { EngineError, type Snapshot, type Value } from "../../database/connection.ts";
import type { EngineProfile } from "../../model/profile.ts";
import { named } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { subjectNames } from "../../words/subject.ts";
import type { Cost, Explained, Explanation } from "../../plan/explanation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Planned } from "../../prove/make-plan.ts";
import { billedRows } from "./billed-rows.ts";
import { newRules } from "../../apply/new-rules.ts";
import { touchedBy } from "../../apply/touched.ts";
import { nameList, qualified, quoteName, quoteText } from "../../sql/quote.ts";

/** The number of rows read to measure how fast this database can be read. */
const sample = 20_000;
/**
 * How much longer a row takes to be copied, compared and swapped than to be read: 6 to 7 for 200,000 rows of 3 and of
 * 15 columns, on one machine. An estimate: it tells seconds from minutes, not more.
 */
const copyPerRead = 7;

/** Adds to a plan what it costs to run on this database. None of this goes into the plan's file. */
export async function withCost(
  profile: EngineProfile,
  snapshot: Snapshot,
  live: Schema,
  target: Schema,
  planned: Planned,
): Promise<Planned> {
  if (planned.kind !== "plan") return planned;
  const measured = await measure(profile, snapshot, live, planned.explanation).catch(unmeasured);
  if (measured === null) return planned;
  const ahead = profile.readersGoOn === "with-wal" ? readAhead(planned.plan, live, target, measured) : {};
  const cost = { ...measured, ...ahead };
  const billed = profile.billsRows ? await billedRows(snapshot, live, target, planned.plan) : null;
  const whole = billed === null ? cost : { ...cost, billed };
  return { ...planned, explanation: { ...planned.explanation, cost: whole } };
}

/** How little is read under the lock, by plans for a file. */
function readAhead(plan: Plan, live: Schema, target: Schema, { blocks }: Cost): Pick<Cost, "instant" | "again"> {
  if (touchedBy(plan)?.size === 0) return { instant: true };
  const rules = newRules(plan, live, target);
  if (rules === null) return {};
  // Without a log, nothing but a backup that is compared shows what changed.
  return { again: blocks === "writers" && rules.every(({ rowid }) => rowid !== null) ? "changed" : "all" };
}

/** A missing estimate is no reason to have no plan: what the engine does not answer is left out. */
function unmeasured(error: unknown): null {
  if (error instanceof EngineError) return null;
  throw error;
}

/** Null if no row is read or moved: then it is over in an instant, and there is nothing to report. */
async function measure(
  profile: EngineProfile,
  snapshot: Snapshot,
  live: Schema,
  explanation: Explanation,
): Promise<Cost | null> {
  const touched = explanation.changes.filter((entry) => entry.object === "table" && (entry.rows ?? 0) > 0);
  const rebuilt = touched.filter((entry) => entry.mark === "#");
  const read = touched.filter((entry) => entry.mark === "~");
  if (rebuilt.length + read.length === 0) return null;
  let milliseconds: number | null = 0;
  for (const entry of [...rebuilt, ...read]) {
    const table = liveTable(live, entry);
    const perRow = table === null ? null : await timeOfRow(profile, snapshot, table);
    const work = (entry.rows ?? 0) * (entry.mark === "#" ? copyPerRead : 1);
    milliseconds = perRow === null || milliseconds === null ? null : milliseconds + perRow * work;
  }
  return {
    rowsMoved: rows(rebuilt),
    rowsRead: rows(read),
    bytes: await sizeOf(profile, snapshot, live, rebuilt),
    milliseconds,
    blocks: await whoWaits(profile, snapshot),
  };
}

function rows(entries: readonly Explained[]): number {
  return entries.reduce((sum, entry) => sum + (entry.rows ?? 0), 0);
}

/** Null for a table that has another name in the plan: what is not known is not reported. */
function liveTable(live: Schema, entry: Explained): Table | null {
  const [name = ""] = subjectNames(entry.subject);
  return named(live.tables, name) ?? null;
}

/**
 * An engine that answers one request at a time would measure the way to it instead, so the known time of workerd is
 * used.
 */
async function timeOfRow(profile: EngineProfile, snapshot: Snapshot, table: Table): Promise<number | null> {
  return profile.transaction === "request" ? workerdPerRow : readingTime(snapshot, table);
}

/** Milliseconds to read a row of eight columns: a rebuild of 100,000 with two indexes and a child takes 2 to 2.7 seconds. */
const workerdPerRow = 0.003;

async function readingTime(snapshot: Snapshot, table: Table): Promise<number | null> {
  // Generated columns are left out: computing one can fail, and nothing copies it.
  const columns = table.columns.filter((column) => column.generated === null).map((column) => column.name);
  const lengths = columns.map((name) => `total(length(${qualified("t", name)}))`).join(" + ");
  const rows = `SELECT ${nameList(columns)} FROM ${quoteName(table.name)} LIMIT ${sample}`;
  const sql = `SELECT count(*), ${lengths} FROM (${rows}) AS "t"`;
  const start = performance.now();
  const [answer] = await snapshot.read([{ sql }], `how long they take, ${table.name}`);
  const count = number(answer?.[0]?.[0]);
  return count === 0 ? null : (performance.now() - start) / count;
}

async function sizeOf(
  profile: EngineProfile,
  snapshot: Snapshot,
  live: Schema,
  rebuilt: readonly Explained[],
): Promise<number | null> {
  const tables = rebuilt.map((entry) => liveTable(live, entry));
  if (!profile.pageStatistics || tables.length === 0 || tables.includes(null)) return null;
  const names = tables.flatMap((table) => (table === null ? [] : [quoteText(table.name)]));
  const sql = `SELECT sum(pgsize) FROM temp.dbstat WHERE aggregate = TRUE AND name IN (${names.join(", ")})`;
  const [answer] = await snapshot.read([{ sql }], "their size");
  return number(answer?.[0]?.[0]);
}

/** With a write-ahead log, readers go on. */
async function whoWaits(profile: EngineProfile, snapshot: Snapshot): Promise<Cost["blocks"]> {
  if (profile.readersGoOn === "always") return "writers";
  if (profile.readersGoOn === "never") return "all";
  const [answer] = await snapshot.read([{ sql: "PRAGMA journal_mode" }]);
  return answer?.[0]?.[0] === "wal" ? "writers" : "all";
}

function number(value: Value | undefined): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : 0;
}
