import { EngineError } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import { steps } from "../plan/kinds.ts";
import type { Plan, PlanCheck, Step } from "../plan/plan.ts";
import { unreachable } from "../problem/problem.ts";
import { expected } from "../plan/expected.ts";
import { itemName } from "../plan/item-name.ts";
import { plural } from "../words/numbers.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import type { SeenCheck, StepDone } from "./events.ts";
import { renumbered } from "./renumbered.ts";
import type { Renamed } from "./renamed.ts";
import { requote } from "./requote.ts";
import { rowsAhead } from "./rows-ahead.ts";
import { readNumber, readRows } from "./rows.ts";
import { checkFailed, pause, type Run, refusedBySqlite } from "./run.ts";

/** What the `no-worse` checks find before the first step, by their index in the plan. */
export type Baselines = ReadonlyMap<PlanCheck, ReadonlyMap<string, number>>;

/** `light`: no step of the plan writes a row that is there, or makes a key of what is in one. */
export function takeBaselines(run: Run, plan: Plan, renamed: Renamed, light: boolean): Baselines {
  const found = new Map<PlanCheck, ReadonlyMap<string, number>>();
  for (const item of plan.items) {
    if (item.kind !== "check" || item.expect.kind !== "no-worse") continue;
    if (light && asksKeys(item)) continue;
    found.set(
      item,
      asking(run, item, () => tally(run, item, renamed.table)),
    );
  }
  return found;
}

/** What checks saw. */
export type Answers = ReadonlyMap<PlanCheck, Look>;

/**
 * What the checks before the first step see, if they pass: they ask about the rows as they are, so they can run before
 * the lock.
 */
export function answersNow(run: Run): Answers {
  const { items } = run.request.plan;
  const first = items.findIndex(({ kind }) => kind === "step");
  const answers = new Map<PlanCheck, Look>();
  for (const item of items.slice(0, Math.max(0, first))) {
    if (item.kind !== "check" || item.expect.kind === "no-worse") continue;
    const seen = asking(run, item, () => look(run, item, new Map()));
    if (seen.ok) answers.set(item, seen);
  }
  return answers;
}

/** Runs the plan's steps and checks in order, exactly as written. */
export async function runItems(
  run: Run,
  baselines: Baselines,
  light: boolean,
  answers: Answers,
): Promise<readonly StepDone[]> {
  const { items } = run.request.plan;
  const done: StepDone[] = [];
  for (const [at, item] of items.entries()) {
    await pause(run);
    const place = { n: at + 1, of: items.length };
    if (item.kind === "step") done.push(runStep(run, item, place));
    else runCheck(run, item, place, answers.get(item) ?? (light && asksKeys(item) ? unwritten : baselines));
  }
  await pause(run);
  return done;
}

interface At {
  readonly n: number;
  readonly of: number;
}

function runStep(run: Run, step: Step, place: At): StepDone {
  const name = itemName(step);
  const { session, hooks, request } = run;
  const rows = rowsAhead(session, step);
  hooks.onEvent({ kind: "step-started", name, ...place, rows, estimate: request.estimates[name] ?? null });
  const started = performance.now();
  const before = session.number("SELECT total_changes()");
  asking(run, step, () => (step.step === "requote" ? requote(run, step) : session.exec(step.sql)));
  const wrote = steps[step.step].writesRows && session.number("SELECT total_changes()") > before;
  const done: StepDone = {
    name,
    step: step.step,
    subject: step.subject,
    ...place,
    milliseconds: Math.round(performance.now() - started),
    rows: wrote ? session.number("SELECT changes()") : null,
  };
  hooks.onEvent({ kind: "step", ...done });
  return done;
}

/** Whether a check asks for rows without a parent, of all tables or of one, and for nothing else. */
function asksKeys({ check, sql }: PlanCheck): boolean {
  const [pragma, name] = significantIn(sql);
  return check === "foreign-keys" && isWord(pragma, "PRAGMA") && isWord(name, "FOREIGN_KEY_CHECK");
}

/** Without a written row, no row can have lost its parent. */
const unwritten: Look = { seen: "no rows written", ok: true, evidence: [] };

/** Uses the answer if it is already known, and otherwise the state before the first step. */
function runCheck(run: Run, item: PlanCheck, place: At, known: Look | Baselines): void {
  const started = performance.now();
  const { seen, ok, evidence } = "seen" in known ? known : asking(run, item, () => look(run, item, known));
  const name = itemName(item);
  const check: SeenCheck = { name, check: item.check, expected: expected(item.expect), seen, ok };
  run.checks.push(check);
  run.hooks.onEvent({ kind: "check", ...check, ...place, milliseconds: Math.round(performance.now() - started) });
  if (ok) return;
  throw checkFailed(
    run,
    `the check "${name}" failed`,
    [`expected ${check.expected}`, `seen     ${seen}`, ...evidence, `query    ${item.sql}`],
    ["see the rows with this query, then make the plan again"],
  );
}

interface Look {
  readonly seen: string;
  readonly ok: boolean;
  readonly evidence: readonly string[];
}

const shownRows = 5;

function look(run: Run, item: PlanCheck, baselines: Baselines): Look {
  const { expect } = item;
  switch (expect.kind) {
    case "equal":
    case "most": {
      const value = readNumber(run.session.engine, item.sql);
      const ok =
        typeof value !== "string" &&
        (expect.kind === "equal" ? value === BigInt(expect.value) : value <= BigInt(expect.value));
      return { seen: String(value), ok, evidence: [] };
    }
    case "empty": {
      const rows = readRows(run.session.engine, item.sql, shownRows + 1);
      const many = rows.length > shownRows ? `more than ${shownRows} rows` : `${rows.length} rows`;
      return { seen: rows.length === 0 ? "no rows" : many, ok: rows.length === 0, evidence: rows.map(line) };
    }
    case "no-worse": {
      const before = baselines.get(item) ?? new Map<string, number>();
      const added = [...tally(run, item, (name) => name)].flatMap(([row, count]) => {
        const more = count - (before.get(row) ?? 0);
        return more > 0 ? [{ row, more }] : [];
      });
      const evidence = added
        .slice(0, shownRows)
        .map(({ row, more }) => `new      ${row}${more > 1 ? ` (${more} times)` : ""}`);
      return {
        seen:
          added.length === 0
            ? "no new rows"
            : plural(
                added.reduce((sum, { more }) => sum + more, 0),
                "new row",
              ),
        ok: added.length === 0,
        evidence,
      };
    }
    default:
      return unreachable(expect);
  }
}

/**
 * How often each row occurs. The rows of foreign_key_check are compared without their last column, the number of the
 * foreign key, because a rebuilt table numbers its keys differently. If rows get new rowids, the rowid is ignored as
 * well.
 */
function tally(run: Run, item: PlanCheck, renamed: (table: string) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const otherRowids = renumbered(run.request.plan);
  for (const row of readRows(run.session.engine, item.sql, null)) {
    const [table = "", rowid = "", parent = ""] = row;
    const isOrphan = item.check === "foreign-keys" && row.length === 4;
    const number = otherRowids.has(fold(renamed(table))) ? "any row" : rowid;
    const text = isOrphan ? line([renamed(table), number, renamed(parent)]) : line(row);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function line(row: readonly string[]): string {
  return row.join(" | ");
}

function asking<T>(run: Run, item: Step | PlanCheck, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError) throw refusedBySqlite(run, error, itemName(item), item.sql);
    throw error;
  }
}
