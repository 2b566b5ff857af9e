import { type DeclaredRows, digestWith, isSame, type RowsDifference, rowsDigest } from "../../model/declared-rows.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { Counts, Explained } from "../../plan/explanation.ts";
import type { Decision, FoundFact, Hazard, Item, PlanRows } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { check } from "../steps/item.ts";
import { approveRows, type RowsLoss } from "./approve.ts";
import { type Ground, groundOf } from "./compare.ts";
import { explainRows } from "./explain.ts";
import { factsOf } from "./known.ts";
import {
  asTheyAre,
  type Condition,
  countOf,
  parentsFirst,
  type Reading,
  type Referring,
  referringTo,
} from "./references.ts";
import { cascadeStep, deleteSteps, insertSteps, keysOf, rowChecks, rowsByKey, updateSteps } from "./steps.ts";

/** What a database says of declared rows: the live one, or what a plan file keeps of it. A text says why it does not. */
export interface RowsAsked {
  /** The difference of a table that is there; null if it is new, and has no rows. */
  readonly difference: (rows: DeclaredRows, table: Table) => Promise<RowsDifference | string>;
  readonly referring: (to: string, by: string, count: (read: Reading) => string) => Promise<number | string>;
}

export interface RowsRequest {
  readonly target: Schema;
  readonly rows: readonly DeclaredRows[];
  readonly decisions: readonly Decision[];
  readonly asked: RowsAsked;
}

export interface RowsPlanned {
  readonly guards: readonly Item[];
  readonly steps: readonly Item[];
  readonly checks: readonly Item[];
  readonly hazards: readonly Hazard[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
  readonly changes: readonly Explained[];
  readonly counts: NonNullable<Counts["rows"]>;
  readonly kept: PlanRows;
  /** Tables whose rows the steps write. */
  readonly tables: readonly string[];
  readonly differences: readonly RowsDifference[];
}

interface Part {
  readonly ground: Ground;
  readonly difference: RowsDifference;
}

/** From what the live rows have otherwise to the steps that bring them to the declarations. */
export async function planRows({ target, rows, decisions, asked }: RowsRequest): Promise<RowsPlanned> {
  const problems: Problem[] = [];
  const parts: Part[] = [];
  for (const each of rows) {
    const table = named(target.tables, each.table);
    if (table === undefined) continue;
    const difference = await asked.difference(each, table);
    if (typeof difference === "string") problems.push(notCompared(each, difference));
    else parts.push({ ground: groundOf(each, target, table), difference });
  }
  const work = parts.filter(({ difference }) => !isSame(difference));
  const losses: RowsLoss[] = work.flatMap(({ ground, difference }) => ownLosses(ground, difference));
  const referring: { readonly to: string; readonly fact: FoundFact }[] = [];
  const cascades = new Map<Part, readonly Item[]>();
  for (const part of work) {
    const found = await cascade(part, { target, work, asked, problems, losses, referring });
    cascades.set(part, found);
  }
  const approved = approveRows(merged(losses), decisions);
  const order = parentsFirst(work.map(({ ground }) => ground.table));
  const at = (table: Table) => work.filter(({ ground }) => ground.table === table);
  const steps = [
    // Children first: what refers to a row goes, or is changed, before it.
    ...[...order]
      .reverse()
      .flatMap((table) =>
        at(table).flatMap((part) => [
          ...(cascades.get(part) ?? []),
          ...deleteSteps(part.ground, part.difference.extra),
          ...updateSteps(part.ground, part.difference.changed),
        ]),
      ),
    ...order.flatMap((table) => at(table).flatMap(({ ground, difference }) => insertSteps(ground, difference.missing))),
  ];
  const differences = work.map(({ difference }) => difference);
  const found = work.map(({ ground, difference }) => ({
    table: ground.table.name,
    facts: [
      ...factsOf(difference),
      ...referring.flatMap(({ to, fact }) => (sameName(to, ground.table.name) ? [fact] : [])),
    ],
  }));
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
    checks: work.flatMap(({ ground }) => rowChecks(ground)),
    hazards: approved.hazards,
    used: approved.used,
    problems: [...problems, ...approved.problems],
    changes: work.map(({ ground, difference }) => explainRows(target, ground, difference, losses)),
    counts: {
      inserted: sum(differences, ({ missing }) => missing),
      changed: sum(differences, ({ changed }) => changed),
      deleted: losses.reduce((all, { rule, count }) => all + (rule === "delete-rows" ? count : 0), 0),
    },
    kept: { base: digestWith(rows, differences) ?? "", target: rowsDigest(rows) ?? "", found },
    tables: [...new Set([...work.map(({ ground }) => ground.table.name), ...losses.map(({ table }) => table.name)])],
    differences,
  };
}

function sum(differences: readonly RowsDifference[], list: (one: RowsDifference) => readonly unknown[]): number {
  return differences.reduce((all, one) => all + list(one).length, 0);
}

function ownLosses(ground: Ground, { changed, extra }: RowsDifference): RowsLoss[] {
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

interface Cascading {
  readonly target: Schema;
  readonly work: readonly Part[];
  readonly asked: RowsAsked;
  readonly problems: Problem[];
  readonly losses: RowsLoss[];
  readonly referring: { readonly to: string; readonly fact: FoundFact }[];
}

/** Deeper than any schema refers: a circle of rows that delete each other ends where nothing is left to count. */
const deepest = 30;

/** What foreign keys would do to other rows where these go, as steps of their own: the plan runs with foreign keys off. */
async function cascade({ ground, difference }: Part, all: Cascading): Promise<readonly Item[]> {
  if (difference.extra.length === 0) return [];
  const keys = rowsByKey(ground, keysOf(ground, difference.extra));
  const rows: Condition = () => `(${keys.join(" OR ")})`;
  return below(ground.table, ground.table, rows, 1, all);
}

async function below(
  root: Table,
  parent: Table,
  rows: Condition,
  depth: number,
  all: Cascading,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const each of referringTo(all.target, parent, rows)) {
    const own = withoutOwn(each, all.work);
    const by = depth === 1 ? each.by : `${depth} ${each.by}`;
    const count = await all.asked.referring(root.name, by, (read) => countOf(each.table, [own], read));
    if (typeof count === "string") {
      all.problems.push(notCounted(each, count));
      continue;
    }
    if (count === 0) continue;
    all.referring.push({ to: root.name, fact: { fact: "referring", by, rows: count } });
    const { onDelete } = each.foreignKey;
    if (onDelete === "NO ACTION" || onDelete === "RESTRICT" || depth > deepest) {
      all.problems.push(stillReferred(root, parent, each, count));
      continue;
    }
    const rule = onDelete === "CASCADE" ? "delete-rows" : "overwrite-rows";
    all.losses.push({
      rule,
      object: each.table.name,
      table: each.table,
      rows: [own],
      count,
      because: { root: root.name, by: each.by },
    });
    if (onDelete === "CASCADE") items.push(...(await below(root, each.table, own, depth + 1, all)));
    items.push(cascadeStep(each, own));
  }
  return items;
}

/** Rows that their own declarations delete, or point elsewhere, are not the foreign key's to deal with. */
function withoutOwn({ table, foreignKey, rows }: Referring, work: readonly Part[]): Condition {
  const own = work.find(({ ground }) => ground.table === table);
  if (own === undefined) return rows;
  const { ground, difference } = own;
  const places = foreignKey.columns.map((column) => ground.rows.columns.findIndex((each) => sameName(each, column)));
  const moved = difference.changed.filter(({ row, live }) =>
    places.some((place) => place >= 0 && live[place] !== (ground.rows.rows[row]?.values[place] ?? live[place])),
  );
  const keys = keysOf(ground, [...difference.extra, ...moved.map(({ live }) => live)]);
  const conditions = rowsByKey(ground, keys);
  if (conditions.length === 0) return rows;
  return (read) => `${rows(read)} AND NOT (${conditions.map((each) => `ifnull(${each}, 0)`).join(" OR ")})`;
}

/** What goes, or is overwritten, in one table for several reasons is approved once. */
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

function notCounted({ table, by }: Referring, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject: table.name,
    message: `the rows of ${table.name} that refer to others by ${by} could not be counted`,
    evidence: [why],
    help: ["bring the schema up to date first, and the rows in the next plan"],
  };
}

function stillReferred(root: Table, parent: Table, { table, foreignKey, by }: Referring, count: number): Problem {
  return {
    code: "rows-referenced",
    level: "error",
    subject: root.name,
    message: `rows of ${parent.name} that are not declared are referred to by ${count} ${count === 1 ? "row" : "rows"} of ${table.name}`,
    evidence: [`${by} refers to ${parent.name} ON DELETE ${foreignKey.onDelete}`],
    help: [
      `keep the rows of ${root.name}: declare them`,
      `or change what refers to them first: point ${by} elsewhere, or delete those rows`,
    ],
  };
}
