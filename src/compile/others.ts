import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { plural } from "../words/numbers.ts";
import type { Declared } from "./declared.ts";

/**
 * What was read, with a warning that names the files of other languages in the same folder: they were not, because only
 * their author knows whether they belong to the schema. If what was read declares nothing, the wrong files were read.
 */
export function withOthers(checked: Checked<Declared>, others: readonly string[]): Checked<Declared> {
  const [first] = others;
  if (first === undefined) return checked;
  const warning = notRead(first, others);
  if (!checked.ok) return failed(...checked.problems, warning);
  if (!isEmpty(checked.value.schema)) return fine(checked.value, [...checked.warnings, warning]);
  return failed({
    ...warning,
    level: "error",
    message: `nothing is declared, and ${warning.message}`,
    help: ["name the files that are the schema instead of their folder"],
  });
}

function isEmpty({ tables, indexes, views, triggers, virtualTables }: Declared["schema"]): boolean {
  return [tables, indexes, views, triggers, virtualTables].every(({ length }) => length === 0);
}

function notRead(first: string, others: readonly string[]): Problem {
  const alone = others.length === 1;
  const shown = others.slice(0, 5);
  return {
    code: "language-passed-over",
    level: "warning",
    subject: alone ? first : "",
    message: `${alone ? first : plural(others.length, "file")} beside the declarations ${alone ? "is" : "are"} not read: a folder is read in one language`,
    evidence: alone ? [] : [...shown, ...(others.length > 5 ? [`and ${others.length - 5} more`] : [])],
    help: [
      `to read ${alone ? "it" : "them"} too, name ${alone ? "it" : "them"} as well: \`schema\` and --schema take several paths`,
      "to leave this line out, name the declarations instead of their folder",
    ],
  };
}
