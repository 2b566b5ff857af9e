import { terminated } from "../../sql/statement.ts";
import type { Item, PlanCheck } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { quoteText } from "../../sql/quote.ts";
import { itemName } from "../../plan/item-name.ts";
import { expectSaid } from "./plan-report.ts";
import type { PlanReport } from "./plan-report.ts";
import { summaryLine } from "./plan-summary.ts";
import { readPragma } from "../../sql/pragma.ts";

/**
 * A plan for a database administrator who runs it by other means. A check is written so that SQL itself stops the
 * run where that can be said in SQL; there is no backup and no look at the outcome, and the text says so.
 */
export function planSql(report: PlanReport): string {
  const { plan, seal, name, explanation } = report;
  const needsLibsql = plan.items.some((item) => item.kind === "step" && item.step === "alter-column");
  const head = [
    comment(`${name}: the statements of a plan`),
    comment(`base   ${plan.base}`),
    comment(`target ${plan.target}`),
    comment(`seal   ${seal}`),
    comment(summaryLine(explanation.counts)),
    ...plan.summary.map(comment),
    "--",
    comment("Run all of it at once, on one connection that stops at the first error:"),
    comment("  sqlite3 -bail app.db < this-file.sql"),
    comment("Take a backup first: unlike `trueup apply`, this makes none, does not look whether the database is"),
    comment("the one the plan was made for, and does not compare what came out with the target."),
    ...(needsLibsql
      ? [comment("It holds ALTER TABLE … ALTER COLUMN, which libSQL knows and plain SQLite does not.")]
      : []),
  ];
  const body = plan.items.map(
    (item) => `${comment(heading(item))}\n${item.kind === "step" ? terminated(item.sql) : check(item)}`,
  );
  return `${[head.join("\n"), "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;", ...body, "COMMIT;"].join("\n\n")}\n`;
}

function comment(text: string): string {
  return `-- ${text.replace(/[\r\n\u2028\u2029]+/g, " ")}`.trimEnd();
}

function heading(item: Item): string {
  const note = item.note === null ? "" : ` (${item.note})`;
  if (item.kind === "step") return `${itemName(item)}${note}`;
  return `check ${itemName(item)}${note}: ${expectSaid(item.expect)}`;
}

/** abs() of the least integer is the one error that a plain SELECT can raise in every SQLite. */
const stop = "abs(-9223372036854775807 - 1)";

function check(item: PlanCheck): string {
  const holds = quoteText(`${itemName(item)}: holds`);
  // A PRAGMA is no subquery: its answer is shown, and a person reads it.
  if (readPragma(item.sql) !== null)
    return `${comment("nothing stops here by itself: read the answer")}\n${terminated(item.sql)}`;
  switch (item.expect.kind) {
    case "equal":
      return `SELECT CASE WHEN (${item.sql}\n) = ${item.expect.value} THEN ${holds} ELSE ${stop} END;`;
    case "most":
      return `SELECT CASE WHEN (${item.sql}\n) <= ${item.expect.value} THEN ${holds} ELSE ${stop} END;`;
    case "empty":
      return `SELECT CASE WHEN NOT EXISTS (${item.sql}\n) THEN ${holds} ELSE ${stop} END;`;
    case "no-worse":
      return `${comment("nothing stops here by itself: compare with the answer before the first step")}\n${terminated(item.sql)}`;
    default:
      return unreachable(item.expect);
  }
}
