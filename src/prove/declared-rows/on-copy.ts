import type { Scratch } from "../../database/connection.ts";
import { refusal } from "../../database/runs.ts";
import type { DeclaredRows } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema, Trigger } from "../../model/schema.ts";
import type { Item } from "../../plan/plan.ts";
import { groundOf } from "../../planner/declared-rows/compare.ts";
import { firing } from "../../planner/declared-rows/explain.ts";
import type { RowsPlanned } from "../../planner/declared-rows/plan-rows.ts";
import { parkedRows } from "../../planner/declared-rows/parking.ts";
import { asideSteps, insertSteps, updateSteps } from "../../planner/declared-rows/steps.ts";
import type { Problem } from "../../problem/problem.ts";
import { nameList, qualified, quoteName } from "../../sql/quote.ts";
import { valuesAs } from "../../sql/value.ts";
import { subject } from "../../words/subject.ts";
import type { CopiedRows } from "./read-rows.ts";

/** What the proof needs to try row steps: the live rows, and the plan for them. */
export interface RowsToProve {
  readonly copied: readonly CopiedRows[];
  /** Checks of rows that are not among these, because no step writes them. */
  readonly left: ReadonlySet<Item>;
  readonly planned: RowsPlanned;
}

const lot = 100;

/** Writes live rows into the copy. They are already in the database, so CHECK constraints are not tested again. */
export function fillCopy(scratch: Scratch, copied: readonly CopiedRows[]): void {
  scratch.exec("PRAGMA ignore_check_constraints = ON");
  for (const { table, columns, rows } of copied) {
    const into = `INSERT OR IGNORE INTO ${quoteName(table)} (${nameList(columns)}) VALUES`;
    for (let at = 0; at < rows.length; at += lot) {
      const lines = rows.slice(at, at + lot).map((row) => `(${row.join(", ")})`);
      scratch.exec(`${into} ${lines.join(", ")}`);
    }
  }
  scratch.exec("PRAGMA ignore_check_constraints = OFF");
}

/** The row that made a row step fail: rows are tried one by one until the engine refuses one. */
export function refusedRow(
  scratch: Scratch,
  item: Item,
  trouble: string,
  schema: Schema,
  { planned }: RowsToProve,
): readonly Problem[] {
  const difference = planned.differences.find(({ rows }) => subject(rows.table) === item.subject);
  const table = difference && named(schema.tables, difference.rows.table);
  if (difference === undefined || table === undefined || item.kind !== "step") return [];
  const { rows } = difference;
  const ground = groundOf(rows, schema, table);
  const parked = parkedRows(ground, schema, difference);
  if (asideSteps(ground, parked).some(({ sql }) => sql === item.sql))
    return [noneBetween(table.name, trouble, item.sql)];
  const one =
    item.step === "insert-rows"
      ? difference.missing.map((row) => ({ row, steps: insertSteps(ground, [row]) }))
      : item.step === "update-rows"
        ? difference.changed.map((each) => ({
            row: each.row,
            steps: updateSteps(
              ground,
              [each],
              parked.filter(({ row }) => row === each.row),
            ),
          }))
        : [];
  const triggers = triggersOf(schema, rows);
  const fired = triggers.length > 0 ? [`fired: ${triggers.map(({ name }) => name).join(", ")}`] : [];
  for (const { row, steps } of one) {
    const why = steps.map(({ sql }) => refusal(() => scratch.exec(sql))).find((each) => each !== null);
    const at = rows.rows[row]?.at;
    if (why === undefined || why === null) continue;
    return [
      {
        code: "rows-refused",
        level: "error",
        subject: table.name,
        message: `SQLite would not accept this row of ${table.name}`,
        ...(at !== undefined && { at, label: why }),
        evidence: [`SQLite says: ${why}`, ...fired],
        help: ["change the row, or what conflicts with it in the database"],
      },
    ];
  }
  return [
    {
      code: "rows-refused",
      level: "error",
      subject: table.name,
      message: `SQLite would not accept the changed rows of ${table.name}`,
      evidence: [`SQLite says: ${trouble}`, ...fired],
      help: ["if two rows swap a unique value, first give one of them a different value in a plan of its own"],
    },
  ];
}

function noneBetween(table: string, trouble: string, sql: string): Problem {
  return {
    code: "rows-refused",
    level: "error",
    subject: table,
    message: `rows of ${table} take each other's values, and SQLite would not accept what they hold in between`,
    evidence: [`SQLite says: ${trouble}`, `to set them aside: ${sql.replace(/\s+/g, " ").slice(0, 400)}`],
    help: [
      "give one of them a third value that the table accepts in a plan of its own, and its final value in the next",
    ],
  };
}

/** Declared rows that refer to a row that does not exist afterwards. */
export function orphanedRows(scratch: Scratch, schema: Schema, { planned }: RowsToProve): readonly Problem[] {
  return planned.differences.flatMap(({ rows, missing, changed }) => {
    const table = named(schema.tables, rows.table);
    const written = [...missing, ...changed.map(({ row }) => row)];
    return (table?.foreignKeys ?? []).flatMap(({ columns, references, table: parent }) => {
      const places = columns.map((column) => rows.columns.findIndex((each) => sameName(each, column)));
      const values = written
        .map((row) => [String(row), ...places.map((place) => rows.rows[row]?.values[place] ?? "NULL")])
        .filter((each) => !each.includes("NULL"));
      if (places.includes(-1) || references.length === 0 || values.length === 0) return [];
      const own = sameName(parent, "declared") ? "declared rows" : "declared";
      const names = places.map((_, n) => `c${n}`);
      const match = references.map(
        (column, n) => `${qualified(parent, column)} = ${quoteName(own)}.${quoteName(names[n] ?? "")}`,
      );
      const exists = `EXISTS (SELECT 1 FROM ${quoteName(parent)} WHERE ${match.join(" AND ")})`;
      const lonely = scratch.all(
        `${valuesAs(own, ["n", ...names], values)} SELECT "n" FROM ${quoteName(own)} WHERE NOT ${exists} LIMIT 5`,
      );
      return lonely.map(([row]): Problem => {
        const at = rows.rows[Number(row)]?.at;
        const label = `${columns.join(", ")} refers to ${parent} (${references.join(", ")})`;
        return {
          code: "rows-refused",
          level: "error",
          subject: rows.table,
          message: `this row of ${rows.table} refers to a row of ${parent} that does not exist`,
          ...(at !== undefined && { at, label }),
          help: [`declare the row of ${parent} as well, or refer to an existing one`],
        };
      });
    });
  });
}

/** The problem if the rows are not as declared after all steps: something else has changed them. */
export function notAsDeclared(item: Item, seen: string, schema: Schema, { planned }: RowsToProve): Problem {
  const rows = planned.differences.find((each) => subject(each.rows.table) === item.subject)?.rows;
  const triggers = rows === undefined ? [] : triggersOf(schema, rows);
  return {
    code: "rows-unproven",
    level: "error",
    subject: item.subject,
    message: `after the plan the rows of ${item.subject} would not be as declared`,
    evidence: [
      `${item.note ?? "rows"}: ${seen}`,
      ...triggers.map(({ name }) => `the trigger ${name} fires when they are written`),
    ],
    help: [
      triggers.length > 0
        ? "declare the values as the trigger changes them, leave those columns out of the rows, or change the trigger"
        : "this is a bug in trueup, and nothing was written: please report it with both schemas",
    ],
  };
}

function triggersOf(schema: Schema, rows: DeclaredRows): readonly Trigger[] {
  const table = named(schema.tables, rows.table);
  return table === undefined ? [] : firing(schema, table, rows.columns, { INSERT: true, UPDATE: true, DELETE: true });
}
