import type { Value } from "../database/connection.ts";
import type { Engine } from "../database/engine.ts";
import { overForeignKeys } from "../database/foreign-keys.ts";
import { fold } from "../model/names.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import type { Schema } from "../model/schema.ts";
import { isWrittenByHand } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { tablesThatLose } from "../plan/row-items.ts";
import { sqliteSays } from "../sql/messages.ts";
import { schemaNow } from "./base.ts";
import { broken, newlyBroken, worksHere } from "./compiles.ts";
import type { SeenCheck } from "./events.ts";
import type { Answers } from "./items.ts";
import type { Renamed } from "./renamed.ts";
import { checkFailed, type Run } from "./run.ts";
import { isClean, type Measure, type Soundness, soundness, worse } from "./soundness.ts";
import { redefines, touchedBy } from "./touched.ts";

/** Cheap measurements of the database before the first step, which are repeated after the last. */
export interface State {
  readonly schema: Schema;
  /**
   * What was not understood. A plan may repair such a view by accident, which does not make it a different schema, or
   * on purpose.
   */
  readonly opaque: readonly string[];
  readonly broken: ReadonlyMap<string, string>;
  /** Rows without a parent, by child and parent table. */
  readonly orphans: ReadonlyMap<string, number>;
  /** Row counts of the tables that refer to others, which a DROP TABLE would empty if foreign keys were on. */
  readonly children: ReadonlyMap<string, number>;
}

export function stateBefore(run: Run, live: Schema, look: LookBefore): State {
  return {
    schema: live,
    opaque: live.opaque.filter((each) => !worksHere(each)).map(({ name }) => name),
    broken: broken(run.session.engine, live, run.request.beside),
    orphans: look.orphans ?? orphans(run.session.engine),
    children: look.orphans === null ? countChildren(run, live) : new Map(),
  };
}

function noteBlemishes(run: Run, state: State, found: Soundness | null): void {
  const evidence = [
    ...[...(found?.rows ?? [])].map(([message, count]) => `${message}${count > 1 ? ` (${count} times)` : ""}`),
    ...[...state.orphans].map(([pair, count]) => `${count} rows without parent: ${pair}`),
    ...[...state.broken].map(([what, why]) => `${what} does not compile: ${why}`),
  ];
  if (evidence.length === 0) return;
  const more = evidence.length - 10;
  run.hooks.onEvent({
    kind: "note",
    problem: {
      code: "database-blemished",
      level: "warning",
      subject: run.request.label,
      message: "the database had problems before",
      evidence: more > 0 ? [...evidence.slice(0, 10), `and ${more} more`] : evidence,
      help: [
        "they are left as they are; the change is committed only if it adds none",
        ...(evidence.some((each) => sqliteSays.wrongIndex.test(each))
          ? ["REINDEX in that database makes its indexes anew from the rows"]
          : []),
      ],
    },
  });
}

/**
 * The state of the whole database before the change. It is only needed if the check after the change finds something,
 * so it is computed then: from the copy, or else by starting again with a check.
 */
export interface LookBefore {
  readonly measure: Measure;
  /**
   * Rows without a parent, if the whole database was checked before the lock was taken and the plan writes no existing
   * row. Then only what the plan can have damaged is checked after the change. Null to check everything.
   */
  readonly orphans: ReadonlyMap<string, number> | null;
  /** What the plan's checks saw before the lock, and would still see. */
  readonly answers: Answers;
  /** Whether all rows satisfy the rules that the plan adds to columns, as was asked before the lock and of what came since. */
  readonly rulesHold: boolean;
  /** Whether the check is made in any case: a copy must be good before it becomes a backup. */
  readonly anyway: boolean;
  /** Work to do before waiting for the result. */
  meanwhile(): void;
  found(): Promise<Soundness>;
  /**
   * Called before the change is blamed for these messages. Throws if the result is not final: rows were written after
   * the check, or the check ran on a read-only file, for which SQLite does not even parse the CHECK constraints.
   */
  blame(messages: readonly string[]): void;
}

/** The last check before the commit: nothing may be worse than before, and the schema must be the plan's target. */
export async function verify(run: Run, before: State, look: LookBefore, renamed: Renamed): Promise<void> {
  const { session, hooks } = run;

  hooks.onEvent({ kind: "verifying", what: "schema" });
  const { plan } = run.request;
  const { target } = plan;
  const others = await schemaNow(run, before.opaque, before.schema);
  const live = fingerprintLike(target, others) === target ? others : await schemaNow(run, [], before.schema);
  settleSchema(run, live);

  const touched = look.orphans === null ? null : touchedBy(plan);
  if (touched === null || redefines(plan)) {
    hooks.onEvent({ kind: "verifying", what: "foreign-keys" });
    settleNone(run, "foreign-keys", "no worse", lostRows(run, before, live, renamed));
  }

  hooks.onEvent({ kind: "verifying", what: "views-and-triggers" });
  settleNone(
    run,
    "views-and-triggers",
    "all compile",
    newlyBroken(before.broken, broken(session.engine, live, run.request.beside)),
  );

  hooks.onEvent({ kind: "verifying", what: "soundness" });
  const after =
    touched === null
      ? soundness(session.engine, look.measure)
      : soundnessOf(run, live, look.rulesHold ? new Set() : touched, redefines(plan) ? look.measure : "quick_check");
  look.meanwhile();
  // If nothing is found now, the change caused nothing.
  const found = look.anyway || !isClean(after) ? await look.found() : null;
  const added = found === null ? [] : worse(found, after, renamed.message);
  look.blame(added);
  noteBlemishes(run, before, found);
  settleNone(run, "soundness", "no worse", added);
}

/** Of the schema itself, and the tables that the plan touched. */
function soundnessOf({ session }: Run, live: Schema, touched: ReadonlySet<string>, measure: Measure): Soundness {
  const names = live.tables.map(({ name }) => name).filter((name) => touched.has(fold(name)));
  // A table that has another name by now.
  if (names.length < touched.size) return soundness(session.engine, measure);
  return soundness(session.engine, measure, ["sqlite_schema", ...names]);
}

/** Rows that lost their parents, and tables of children that lost rows. */
function lostRows(run: Run, before: State, live: Schema, renamed: Renamed): readonly string[] {
  const orphansBefore = inNewNames(before.orphans, renamed);
  const orphaned = [...orphans(run.session.engine)]
    .filter(([pair, count]) => count > (orphansBefore.get(pair) ?? 0))
    .map(([pair, count]) => `${count} rows without parent: ${pair}`);
  // A person's own statement may delete rows: it was approved as such.
  if (isWrittenByHand(run.request.plan)) return orphaned;
  // If the table no longer exists, the plan dropped it, and that was approved.
  const there = new Set(live.tables.map((table) => fold(table.name)));
  // Rows that are deleted because they are not declared, or refer to such rows, were approved as well, and counted by
  // the plan's own check.
  for (const table of tablesThatLose(run.request.plan)) there.delete(fold(table));
  const children = [...inNewNames(before.children, renamed)].filter(([table]) => there.has(fold(table)));
  const counts = countRows(
    run,
    children.map(([table]) => table),
  );
  const lost = children.flatMap(([table, count]) => {
    const now = counts.get(table) ?? 0;
    return now < count ? [`${table} had ${count} rows and has ${now}`] : [];
  });
  return [...orphaned, ...lost];
}

function settleSchema(run: Run, live: Schema): void {
  const { target } = run.request.plan;
  const reached = fingerprintLike(target, live);
  settle(run, { check: "schema", expected: target, seen: reached }, reached === target, [
    "the steps ran, but they do not lead to the plan's target",
  ]);
}

function settleNone(run: Run, check: SeenCheck["check"], expected: string, worse: readonly string[]): void {
  const seen = worse.length === 0 ? "as expected" : `${worse.length} worse`;
  settle(run, { check, expected, seen }, worse.length === 0, worse);
}

function settle(run: Run, check: Omit<SeenCheck, "name" | "ok">, ok: boolean, evidence: readonly string[]): void {
  run.checks.push({ name: check.check, ok, ...check });
  if (ok) return;
  const shown = [`expected ${check.expected}`, `seen     ${check.seen}`, ...evidence.slice(0, 10)];
  throw checkFailed(run, `${wording[check.check] ?? "a check"} before the commit`, shown, [
    "rehearse the plan on a copy: trueup rehearse PLAN",
  ]);
}

const wording: Partial<Record<SeenCheck["check"], string>> = {
  schema: "the schema is not the plan's target",
  "foreign-keys": "rows were lost or lost their parents",
  "views-and-triggers": "a view or a trigger would no longer work",
  soundness: "rows would violate the schema",
};

export function orphans(engine: Engine): Map<string, number> {
  const all = (sql: string, args: readonly Value[]) => engine.all(sql, args);
  const rows = overForeignKeys(all, (source) => `SELECT "table", parent, count(*) FROM ${source} GROUP BY 1, 2`);
  return new Map(rows.map(([table, parent, count]) => [`${String(table)} → ${String(parent)}`, Number(count)]));
}

function countChildren(run: Run, live: Schema): ReadonlyMap<string, number> {
  const children = live.tables.filter((table) => table.foreignKeys.length > 0).map((table) => table.name);
  return countRows(run, children);
}

/** How many tables one statement counts: SQLite returns at most 2,000 columns. */
const counted = 200;

function countRows(run: Run, names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < names.length; at += counted) {
    const some = names.slice(at, at + counted);
    const [row = []] = run.session.all(
      `SELECT ${some.map((name) => `(SELECT count(*) FROM ${quoteName(name)})`).join(", ")}`,
    );
    for (const [n, name] of some.entries()) found.set(name, Number(row[n]));
  }
  return found;
}

function inNewNames(counts: ReadonlyMap<string, number>, renamed: Renamed): Map<string, number> {
  const found = new Map<string, number>();
  for (const [names, count] of counts) {
    const now = names.split(" → ").map(renamed.table).join(" → ");
    found.set(now, (found.get(now) ?? 0) + count);
  }
  return found;
}
