import type { Disagreement, Expected, Missing, Reason } from "../model/reason.ts";
import { unreachable } from "../problem/problem.ts";

/** Why an object is not managed, as the rest of a sentence about it: `it does not compile: no such function: now`. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case "ignored":
      return "it is ignored by the configuration";
    case "unread":
      return reason.found === null
        ? `the statement ends ${where(reason.expected)}`
        : `\`${reason.found}\` ${where(reason.expected)}`;
    case "disagrees":
      return disagreement(reason);
    case "missing":
      return missingWords(reason);
    case "string-in-name-quotes":
      return `"${reason.name}" is not a column: SQLite reads it as a string. Write '${reason.name}' in single quotes instead`;
    case "stands-on":
      return `it depends on ${reason.name}, which ${reason.which === "broken" ? "does not compile" : "is not understood"}`;
    case "broken":
      return `it does not compile: ${reason.said}`;
    case "no-column": {
      const missing = reason.missing.join(" or ");
      return reason.fires
        ? `it names ${missing} after UPDATE OF, which ${reason.table} does not have`
        : `it never fires: ${reason.table} has no column ${missing}`;
    }
    case "unopened":
      return `it cannot be opened: ${reason.said}`;
    case "needs":
      if (reason.name === null) return "it needs a view that is not declared";
      return `it needs ${reason.name}, which is ${reason.which === "ignored" ? "ignored" : "not understood"}`;
    default:
      return unreachable(reason);
  }
}

function missingWords({ what, name }: Missing): string {
  return `the ${what} ${name} is not in this engine`;
}

function where(expected: Expected): string {
  switch (expected.what) {
    case "keyword":
      return `where ${expected.word} was expected`;
    case "column-constraint":
      return `in the definition of column ${expected.column}`;
    case "name":
      return "where a name was expected";
    case "columns":
      return "after the table name";
    case "table-constraint":
      return "where a table constraint was expected";
    case "table-option":
      return "after the columns";
    case "default":
      return "after DEFAULT";
    case "conflict":
      return "after ON CONFLICT";
    case "action":
      return "as the action of a foreign key";
    case "event":
      return "where INSERT, UPDATE or DELETE was expected";
    case "body":
      return "where BEGIN was expected";
    case "more":
      return "too early";
    case "end":
      return "after the statement";
    default:
      return unreachable(expected);
  }
}

function disagreement(found: Disagreement): string {
  switch (found.about) {
    case "columns":
      return `SQLite reads ${found.engine} columns, trueup reads ${found.text}`;
    case "name":
      return `SQLite reads the name of column ${found.column} as ${found.engine}, trueup as ${found.text}`;
    case "generated":
      return `SQLite and trueup disagree on the kind of column ${found.column}`;
    case "key":
      return `SQLite and trueup disagree on the primary key at ${found.column}`;
    default:
      return unreachable(found);
  }
}
