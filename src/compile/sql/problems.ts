import type { Statement } from "../create/write-objects.ts";
import type { Missing } from "../../model/reason.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Token } from "../../sql/tokens.ts";
import { plural } from "../../words/numbers.ts";

export function refused(file: string, start: number, end: number, why: string): Problem {
  return {
    code: "sql-refused",
    level: "error",
    subject: file,
    message: `${why}, and a schema is only read`,
    at: { file, start, end },
    label: "refused",
    help: ["remove it: a schema file contains CREATE, ALTER and DROP"],
  };
}

export interface PassedOver {
  readonly file: string;
  readonly what: "rows" | "temporary objects";
}

/** One line for all statements that do not affect the schema; settings and transactions are not mentioned. */
export function passedOver(found: readonly PassedOver[]): readonly Problem[] {
  return [...reasons].flatMap(([what, why]): Problem[] => {
    const these = found.filter((each) => each.what === what);
    const [first] = these;
    if (first === undefined) return [];
    const files = new Set(these.map(({ file }) => file));
    const many = plural(these.length, "statement");
    const where = files.size === 1 ? "" : ` in ${plural(files.size, "file")}`;
    return [
      {
        code: "sql-passed-over",
        level: "warning",
        subject: files.size === 1 ? first.file : "",
        message: `${many} about ${what}${where} ${these.length === 1 ? "is" : "are"} ignored: ${why}`,
        help: [],
      },
    ];
  });
}

/** Of the live database such a table is kept as it is as well. */
export function ofExtension({ name, object }: Statement, missing: Missing): Problem {
  return {
    code: "sql-passed-over",
    level: "warning",
    subject: name,
    message: `\`${name}\` is left to the application: the ${missing.what} ${missing.name} is an extension that is not loaded here`,
    at: object.at,
    label: `of ${missing.name}`,
    help: ["no plan creates, changes or drops it, nor what reads it"],
  };
}

const reasons: ReadonlyMap<PassedOver["what"], string> = new Map([
  ["rows", "rows are not part of a schema"],
  ["temporary objects", "they end with their connection"],
]);

export function notKnown(file: string, start: number, end: number, said: string): Problem {
  return {
    code: "invalid-sql",
    level: "error",
    subject: file,
    message: `SQLite does not accept this statement: ${said}`,
    at: { file, start, end },
    label: "begins here",
    help: ["a schema file contains CREATE, ALTER and DROP"],
  };
}

export function notEnded(file: string, first: Token, other: Token): Problem {
  return {
    code: "invalid-sql",
    level: "error",
    subject: file,
    message: `the statement before this ${other.text.toUpperCase()} is not ended`,
    at: { file, start: other.start, end: other.end },
    label: "it would be passed over with the statement before it",
    also: [{ at: { file, start: first.start, end: first.end }, label: "begins here" }],
    help: ["put a ; between the two"],
  };
}

export function isAPlan(file: string): Problem {
  return {
    code: "no-declarations",
    level: "error",
    subject: file,
    message: `${file} is a plan, not a schema`,
    help: ["name the schema, or one end of the plan: PLAN.plan.sql:base or PLAN.plan.sql:target"],
  };
}
