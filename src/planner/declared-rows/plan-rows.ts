import { type DeclaredRows, digestWith, isSame, type RowsDifference, rowsDigest } from "../../model/declared-rows.ts";
import { fold, named, sameName } from "../../model/names.ts";
import { parentsFirst } from "../../model/needs-first.ts";
import type { PlanEngine } from "../../model/profile.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { engines } from "../../plan/engines.ts";
import type { Counts, Explained } from "../../plan/explanation.ts";
import type { Decision, FoundReferring, Hazard, Item, PlanRows } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { check, step } from "../steps/item.ts";
import { approveRows, type RowsLoss } from "./approve.ts";
import { type RowsGround, groundOf } from "./compare.ts";
import { cascade, follow, type CascadePart } from "./cascades.ts";
import { explainRows } from "./explain.ts";
import { factsOf } from "./known.ts";
import { parkedRows } from "./parking.ts";
import { subject } from "../../words/subject.ts";
import { referring as referringOf } from "../pair/unmanaged.ts";
import { asTheyAre, type Condition, countOf, type ReadTable } from "./references.ts";
import { deleteSteps, insertSteps, keysOf, type RowCheck, rowChecks, rowsByKey, updateSteps } from "./steps.ts";

/**
 * What a database says about declared rows: the live one, or the answers that a plan file keeps. A string is the reason
 * why there is no answer.
 */
export interface RowsAsked {
  /** The difference of a table that exists; null if the table is new and has no rows. */
  readonly difference: (rows: DeclaredRows, table: Table) => Promise<RowsDifference | string>;
  readonly referring: (to: string, path: ReferringPath, count: (read: ReadTable) => string) => Promise<number | string>;
}

/** What is done to the declared rows, and the foreign keys that lead from them to the rows that are counted. */
export type ReferringPath = Pick<FoundReferring, "on" | "by">;

export interface RowsRequest {
  readonly target: Schema;
  /** The live schema after the renames: what in it is not managed. */
  readonly others: Pick<Schema, "opaque" | "ignored">;
  readonly rows: readonly DeclaredRows[];
  readonly decisions: readonly Decision[];
  readonly asked: RowsAsked;
  /** Whether the plan changes what the rows of a table hold, or their names: then they are checked even if none differs. */
  readonly isTouched: (table: Table) => boolean;
  readonly engine: PlanEngine;
  /** Whether values of rows may be shown. */
  readonly values: boolean;
}

export interface RowsPlanned {
  readonly guards: readonly Item[];
  readonly steps: readonly Item[];
  readonly checks: readonly RowCheck[];
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  readonly changes: readonly Explained[];
  /** The tables whose declared rows are written. */
  readonly written: readonly string[];
  readonly counts: NonNullable<Counts["rows"]>;
  readonly kept: PlanRows;
  /** Tables whose rows the steps write, or the checks read. */
  readonly tables: readonly string[];
  readonly differences: readonly RowsDifference[];
  /** Whether nothing but the steps writes rows: neither a trigger nor a foreign key. */
  readonly isQuiet: boolean;
}

/** From the difference between the live rows and the declarations to the steps that remove it. */
export async function planRows({
  target,
  others,
  rows,
  decisions,
  asked,
  isTouched,
  engine,
  values,
}: RowsRequest): Promise<RowsPlanned> {
  const problems: Problem[] = [];
  const parts: CascadePart[] = [];
  for (const each of rows) {
    const table = named(target.tables, each.table);
    if (table === undefined) continue;
    const difference = await asked.difference(each, table);
    if (typeof difference === "string") problems.push(notCompared(each, difference));
    else parts.push({ ground: groundOf(each, target, table), difference });
  }
  const keysOn = engines[engine].foreignKeys === "on";
  const work = parts.filter(({ difference }) => !isSame(difference));
  const losses: RowsLoss[] = work.flatMap(({ ground, difference }) => ownLosses(ground, difference));
  const referring: { readonly to: string; readonly found: FoundReferring }[] = [];
  const unmanaged = work.length === 0 ? [] : referringOf(others).flatMap(({ table }) => table ?? []);
  const cascades = new Map<CascadePart, readonly Item[]>();
  for (const part of work) {
    const all = { target, unmanaged, work, asked, problems, losses, referring, keysOn };
    cascades.set(part, [...(await cascade(part, all)), ...(await follow(part, all))]);
  }
  const approved = approveRows(merged(losses), decisions);
  const order = parentsFirst(work.map(({ ground }) => ground.table));
  const at = (table: Table) => work.filter(({ ground }) => ground.table === table);
  const moving = new Map(work.map((part) => [part, parkedRows(part.ground, target, part.difference)] as const));
  const written = [
    // Children first: a row that refers to another is deleted or changed before it.
    ...[...order]
      .reverse()
      .flatMap((table) =>
        at(table).flatMap((part) => [
          ...(cascades.get(part) ?? []),
          ...deleteSteps(part.ground, part.difference.extra),
          ...updateSteps(part.ground, part.difference.changed, moving.get(part)),
        ]),
      ),
    ...order.flatMap((table) => at(table).flatMap(({ ground, difference }) => insertSteps(ground, difference.missing))),
  ];
  const steps = keysOn && referToEachOther(order) ? deferred(order, written) : written;
  const differences = work.map(({ difference }) => difference);
  const found = work.map(({ ground, difference }) => ({
    table: ground.table.name,
    facts: [
      ...factsOf(difference),
      ...referring.flatMap(({ to, found }) =>
        sameName(to, ground.table.name) ? [{ fact: "referring" as const, ...found }] : [],
      ),
    ],
  }));
  const tables = new Set([...work.map(({ ground }) => ground.table.name), ...losses.map(({ table }) => table.name)]);
  const checked = parts.filter((part) => work.includes(part) || isTouched(part.ground.table));
  const isQuiet =
    losses.every(({ because }) => because === null) &&
    target.triggers.every(({ table }) => ![...tables].some((name) => sameName(name, table)));
  return {
    guards: approved.bounds.map(({ loss, rows }) =>
      check(
        loss.rule,
        loss.object,
        { kind: "most", value: rows },
        countOf(loss.table, loss.rows, asTheyAre),
        "the approved loss",
      ),
    ),
    steps,
    checks: checked.flatMap(({ ground }) => rowChecks(ground)),
    isQuiet,
    hazards: approved.hazards,
    used: approved.used,
    problems: [...problems, ...approved.problems],
    changes: work.map((part) =>
      explainRows(target, part.ground, part.difference, losses, moving.get(part)?.length ?? 0, values),
    ),
    written: work.map(({ ground }) => ground.table.name),
    counts: {
      inserted: differences.reduce((all, { missing }) => all + missing.length, 0),
      changed: lost(losses, "overwrite-rows"),
      deleted: lost(losses, "delete-rows"),
    },
    kept: { base: digestWith(rows, differences) ?? "", target: rowsDigest(rows) ?? "", found },
    tables: [...new Set([...tables, ...checked.map(({ ground }) => ground.table.name)])],
    differences,
  };
}

/** Whether rows of one of these tables refer to rows of another one, or of the same. */
function referToEachOther(tables: readonly Table[]): boolean {
  return tables.some(({ foreignKeys }) =>
    foreignKeys.some((each) => tables.some((table) => sameName(table.name, each.table))),
  );
}

/** Where foreign keys stay on, a row may refer to one that is written later. */
function deferred([first]: readonly Table[], written: readonly Item[]): readonly Item[] {
  const on = subject(first?.name ?? "");
  return [
    step("defer-rows", on, "PRAGMA defer_foreign_keys = ON", "rows refer to rows that are written after them"),
    ...written,
    step("settle-rows", on, "PRAGMA defer_foreign_keys = OFF"),
  ];
}

function lost(losses: readonly RowsLoss[], rule: RowsLoss["rule"]): number {
  return losses.reduce((all, loss) => all + (loss.rule === rule ? loss.count : 0), 0);
}

function ownLosses(ground: RowsGround, { changed, extra }: RowsDifference): RowsLoss[] {
  const { table } = ground;
  const losses: RowsLoss[] = [];
  const add = (rule: RowsLoss["rule"], values: readonly (readonly (string | null)[])[]) => {
    if (values.length === 0) return;
    const rows = rowsByKey(ground, keysOf(ground, values)).map(
      (condition): Condition =>
        () =>
          condition,
    );
    losses.push({ rule, object: table.name, table, rows, count: values.length, because: null });
  };
  add("delete-rows", extra);
  add(
    "overwrite-rows",
    changed.map(({ live }) => live),
  );
  return losses;
}

/** If rows of one table are deleted or overwritten for several reasons, one approval covers them all. */
function merged(losses: readonly RowsLoss[]): readonly RowsLoss[] {
  const found = new Map<string, RowsLoss>();
  for (const loss of losses) {
    const key = `${loss.rule} ${fold(loss.object)}`;
    const before = found.get(key);
    const both = before && { ...before, rows: [...before.rows, ...loss.rows], count: before.count + loss.count };
    found.set(key, both ?? loss);
  }
  return [...found.values()];
}

function notCompared({ table }: DeclaredRows, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject: table,
    message: `the live rows of ${table} could not be compared with the declared ones`,
    evidence: [why],
    help: [
      "if the plan fills or converts a column of it, bring the schema up to date first and the rows in the next plan",
    ],
  };
}
