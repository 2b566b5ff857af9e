import { shellWord } from "../../words/shell.ts";
import { type DeclaredRows, rowsDigest } from "../../model/declared-rows.ts";
import { lotsOf } from "../../model/lots.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { valuesAs } from "../../sql/value.ts";
import { subject } from "../../words/subject.ts";
import { plural } from "../../words/numbers.ts";
import { step } from "../steps/item.ts";
import { askExtra, differs, type Ground, groundOf, nameFor, sameKey } from "./compare.ts";
import { parentsFirst } from "./references.ts";
import { insertSteps, rowChecks, verb } from "./steps.ts";

export interface UnseenRows {
  readonly items: readonly Item[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
}

/**
 * Declared rows in databases on other people's machines. Nobody can ask what is there, so each statement itself says
 * which rows it applies to. What the release out there declares in the same way is left alone.
 */
export function unseenRows(target: Schema, base: Schema, decisions: readonly Decision[]): UnseenRows {
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const items: { readonly ground: Ground; readonly steps: readonly Item[]; readonly deletes: readonly Item[] }[] = [];
  const approved = (rule: "overwrite-rows" | "delete-rows", table: string): void => {
    const decision = decisions.find(
      (made) => made.kind === "approve" && made.rule === rule && fold(made.object) === fold(subject(table)),
    );
    if (decision !== undefined) used.push(decision);
    if (decision?.kind !== "approve" || decision.rows !== Number.POSITIVE_INFINITY)
      problems.push(unapproved(rule, subject(table)));
  };
  for (const rows of target.rows ?? []) {
    const table = named(target.tables, rows.table);
    if (table === undefined || isDeclaredAlike(rows, base)) continue;
    const ground = groundOf(rows, target, table);
    const isThere = named(base.tables, table.name) !== undefined;
    if (!isThere) {
      items.push({ ground, steps: insertSteps(ground, [...rows.rows.keys()]), deletes: [] });
      continue;
    }
    if (rows.mode !== "once") approved("overwrite-rows", table.name);
    if (rows.mode === "exactly") approved("delete-rows", table.name);
    items.push({ ground, steps: written(ground), deletes: deleted(ground) });
  }
  const order = parentsFirst(items.map(({ ground }) => ground.table));
  const sorted = order.flatMap((table) => items.filter(({ ground }) => ground.table === table));
  return {
    items: [
      ...[...sorted].reverse().flatMap(({ deletes }) => deletes),
      ...sorted.flatMap(({ steps }) => steps),
      ...sorted.flatMap(({ ground }) => rowChecks(ground).map(({ item }) => item)),
    ],
    used,
    problems,
  };
}

/** The rows were declared the same in that release, so a row that differs was changed on purpose. */
function isDeclaredAlike(rows: DeclaredRows, base: Schema): boolean {
  const then = base.rows?.find(({ table }) => sameName(table, rows.table));
  return then !== undefined && then.mode === rows.mode && rowsDigest([then]) === rowsDigest([rows]);
}

/** Rows whose key is missing are inserted; existing rows that differ are updated. */
function written(ground: Ground): Item[] {
  const { rows, table } = ground;
  const own = nameFor(ground);
  const name = subject(table.name);
  return lotsOf(rows, rows.rows.keys()).flatMap(({ columns, members }): Item[] => {
    const value = (member: number, column: number) => rows.rows[member]?.values[column] ?? "NULL";
    const names = columns.map((column) => `c${column}`);
    const values = valuesAs(
      own,
      names,
      members.map((member) => columns.map((column) => value(member, column))),
    );
    const given = (column: number) => `${quoteName(own)}.${quoteName(`c${column}`)}`;
    const into = nameList(columns.map((column) => rows.columns[column] ?? ""));
    const there = `EXISTS (SELECT 1 FROM ${quoteName(table.name)} WHERE ${sameKey(ground, given)})`;
    const insert = `${values} ${verb("INSERT", table)} INTO ${quoteName(table.name)} (${into})
SELECT ${columns.map(given).join(", ")} FROM ${quoteName(own)} WHERE NOT ${there}`;
    const inserted = step("insert-rows", name, insert, `those of ${plural(members.length, "row")} that are missing`);
    if (rows.mode === "once") return [inserted];
    const set = columns.map((column) => `${quoteName(rows.columns[column] ?? "")} = ${given(column)}`).join(", ");
    const update = `${values} ${verb("UPDATE", table)} ${quoteName(table.name)} SET ${set}
FROM ${quoteName(own)} WHERE ${sameKey(ground, given)} AND (${differs(ground, given, columns)})`;
    return [step("update-rows", name, update, `those of ${plural(members.length, "row")} that differ`), inserted];
  });
}

/** Where no rows other than these are allowed. */
function deleted(ground: Ground): Item[] {
  const extra = askExtra(ground);
  if (extra === null) return [];
  const { table } = ground;
  const sql = `DELETE FROM ${quoteName(table.name)} WHERE ${extra.condition}`;
  return [step("delete-rows", subject(table.name), sql, "rows that are not declared")];
}

function unapproved(rule: "overwrite-rows" | "delete-rows", table: string): Problem {
  const deletes = rule === "delete-rows";
  const approval = `${rule}:${table}:any`;
  return {
    code: "approval-needed",
    level: "error",
    subject: table,
    message: deletes
      ? `rows of ${table} that are not declared would be deleted, on every machine`
      : `rows of ${table} that hold other values than the declared ones would be overwritten, on every machine`,
    help: [
      deletes
        ? 'to keep them, declare the rows with { mode: "at least" }'
        : 'to keep what is there, declare the rows with { mode: "once" }',
      `to ${deletes ? "delete" : "overwrite"} them: --approve ${shellWord(approval)}`,
    ],
    decision: {
      code: "approval-needed",
      subject: table,
      evidence: [],
      answers: [{ means: deletes ? "delete them" : "overwrite them", flags: ["--approve", approval] }],
    },
  };
}
