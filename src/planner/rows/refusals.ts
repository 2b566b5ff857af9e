import { findAll } from "../../problem/find-all.ts";
import { quotedWord } from "../../words/shell.ts";
import { keyOfForeignKey } from "../../model/declaration-keys.ts";
import type { Check, Column, ForeignKey, Table } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Problem } from "../../problem/problem.ts";
import { onOneLine } from "../../sql/fragment.ts";
import { plural } from "../../words/numbers.ts";
import type { ColumnPair } from "../pair/table-pair.ts";

type Facts = readonly [count: number, sample: readonly string[], find: string];

/**
 * The problem if the live rows forbid a change: how many there are, which ones, how to find them all, and what would
 * help.
 */
function refusal(fields: Omit<Problem, "level" | "evidence">, [, sample, find]: Facts): Problem {
  const shown = sample.length === 0 ? [] : [`first: ${sample.join(" · ")}`];
  return { ...fields, level: "error", evidence: [...shown, findAll(onOneLine(find))] };
}

export function missingFill(table: string, column: Column, count: number): Problem {
  const on = subject(table, column.name);
  const flags = ["--fill", `${on}=SQL`];
  return {
    code: "fill-needed",
    level: "error",
    subject: on,
    message: `${on} is new and NOT NULL without a default, and ${table} has ${plural(count, "row")}`,
    evidence: [`${plural(count, "row")} would have no value`],
    help: [
      `say what existing rows get: .fill(sql\`…\`) in the declaration, or ${flags[0]} '${flags[1]}'`,
      "or give the column a default, or make it .nullable()",
    ],
    decision: {
      code: "fill-needed",
      subject: on,
      evidence: [plural(count, "row")],
      answers: [{ means: "existing rows get this value", flags, declaration: ".fill(sql`…`)" }],
    },
  };
}

export function nullRows(table: string, column: ColumnPair, ...facts: Facts): Problem {
  const on = subject(table, column.name);
  const filled = column.fill?.rows === "all";
  const rows = plural(facts[0], "row");
  const flags = ["--fill", `${on}=SQL`];
  return refusal(
    {
      code: "null-rows",
      subject: on,
      message: filled
        ? `${on} is NOT NULL, and its fill gives NULL in ${rows}`
        : `${on} becomes NOT NULL, and ${rows} ${facts[0] === 1 ? "holds" : "hold"} NULL there`,
      help: [
        `say what those rows get: .fill(sql\`…\`) in the declaration, or --fill ${quotedWord(`${on}=SQL`)}`,
        "or change the rows first",
      ],
      decision: {
        code: "null-rows",
        subject: on,
        evidence: [`${facts[0]} rows`, ...facts[1]],
        answers: [{ means: "rows that hold NULL get this value", flags, declaration: ".fill(sql`…`)" }],
      },
    },
    facts,
  );
}

export function lossyValues(table: Table, column: ColumnPair, ...facts: Facts): Problem {
  const { to, fill } = column;
  const on = subject(table.name, to.name);
  const filled = fill !== null || column.from === null;
  return refusal(
    {
      code: "lossy-convert",
      subject: on,
      message: `${retyped(table, column)}, and ${plural(facts[0], "value")} ${filled ? `of its ${fill === null ? "default" : "fill"} ` : ""}cannot be converted without loss`,
      why: table.strict
        ? "a STRICT table refuses a value of another type, and silently changes one that can be read as its own"
        : "SQLite would silently change such a value",
      help: [
        fill === null
          ? `say how to convert the values: .fill(sql\`…\`) in the declaration, or --fill ${quotedWord(`${on}=SQL`)}`
          : "convert the values in the fill, for example with CAST(… AS INTEGER)",
        "or change those rows first",
      ],
      decision: {
        code: "lossy-convert",
        subject: on,
        evidence: [`${facts[0]} values`, ...facts[1]],
        answers: [{ means: "every row gets this value", flags: ["--fill", `${on}=SQL`], declaration: ".fill(sql`…`)" }],
      },
    },
    facts,
  );
}

function retyped({ name, strict }: Table, { from, to }: ColumnPair): string {
  const on = subject(name, to.name);
  if (from === null) return `${on} is new, and ${to.type} in a STRICT table`;
  if (from.type === to.type)
    return strict ? `${on} is held to ${to.type} by STRICT` : `${on} is no longer held to ${to.type} by STRICT`;
  return `${on} changes from ${from.type || "no type"} to ${to.type || "no type"}`;
}

export function notWholeNumbers(table: string, column: Column, ...facts: Facts): Problem {
  const on = subject(table, column.name);
  return refusal(
    {
      code: "lossy-convert",
      subject: on,
      message: `${on} becomes the INTEGER PRIMARY KEY, and ${plural(facts[0], "value")} ${facts[0] === 1 ? "is not an integer" : "are not integers"}`,
      help: [`say what those rows get: --fill ${quotedWord(`${on}=SQL`)}`, "or change those rows first"],
    },
    facts,
  );
}

export function misfits(table: string, column: Column, ...facts: Facts): Problem {
  const on = subject(table, column.name);
  return refusal(
    {
      code: "lossy-convert",
      subject: on,
      message: `${on} computes ${plural(facts[0], "value")} that ${facts[0] === 1 ? "is" : "are"} not ${column.type}, and the table is STRICT`,
      why: "SQLite would compute such a value without an error, and report it in the next integrity check",
      help: ["convert in the expression, for example CAST(… AS INTEGER), or declare the type ANY"],
    },
    facts,
  );
}

/** The key of a CHECK says only where it is written. Of several in one place, none is shown. */
function placesOfCheck({ name, checks }: Table, { at }: Check): readonly string[] {
  if (checks.filter((each) => each.at === at).length > 1) return [];
  return [at === null ? `check:${name}` : `check:${name}.${at}`];
}

export function checkRows(table: Table, check: Check, ...facts: Facts): Problem {
  return refusal(
    {
      code: "check-rows",
      subject: subject(table.name),
      places: placesOfCheck(table, check),
      message: `${plural(facts[0], "row")} of ${table.name} ${facts[0] === 1 ? "does" : "do"} not pass the CHECK (${onOneLine(check.expr.text)})`,
      help: ["change those rows first, or change the CHECK"],
    },
    facts,
  );
}

export function duplicateRows(
  table: string,
  columns: readonly string[],
  places: readonly string[],
  ...facts: Facts
): Problem {
  const [count] = facts;
  return refusal(
    {
      code: "duplicate-rows",
      subject: subject(table),
      places,
      message: `${columns.join(", ")} must become unique in ${table}, but ${plural(count, "value")} ${count === 1 ? "occurs" : "occur"} more than once`,
      help: ["change or delete the duplicates first"],
    },
    facts,
  );
}

/** `gone` says what becomes of the parent. */
export function rowsOfMissing(
  table: string,
  foreign: ForeignKey,
  gone: "is dropped" | "does not exist",
  ...facts: Facts
): Problem {
  const [count] = facts;
  const parent = foreign.table;
  return refusal(
    {
      code: "orphan-rows",
      subject: subject(table),
      places: [keyOfForeignKey(table, foreign.columns)],
      message: `${plural(count, "row")} of ${table} ${count === 1 ? "refers" : "refer"} through ${foreign.columns.join(", ")} to ${parent}, which ${gone}`,
      help: [`${gone === "is dropped" ? "keep" : "create"} ${parent}, or remove the reference from ${table}`],
    },
    facts,
  );
}

export function orphanRows(table: string, foreign: ForeignKey, ...facts: Facts): Problem {
  const [count] = facts;
  return refusal(
    {
      code: "orphan-rows",
      subject: subject(table),
      places: [keyOfForeignKey(table, foreign.columns)],
      message: `${plural(count, "row")} of ${table} ${count === 1 ? "refers" : "refer"} to no row of ${foreign.table} through ${foreign.columns.join(", ")}`,
      help: [`add the missing rows to ${foreign.table}, or change those of ${table} first`],
    },
    facts,
  );
}
