import { terminated } from "../../sql/statement.ts";
import { engines } from "../../plan/engines.ts";
import type { Item, Plan, PlanCheck } from "../../plan/plan.ts";
import { unreachable } from "../../problem/problem.ts";
import { quoteText } from "../../sql/quote.ts";
import { itemName } from "../../plan/item-name.ts";
import { expectSaid } from "./plan-report.ts";
import type { PlanReport } from "./plan-report.ts";
import { summaryLine } from "./plan-summary.ts";
import { readPragma } from "../../sql/pragma.ts";

/**
 * A plan for a database administrator who runs it by other means. A check stops the run where SQL can express that.
 * There is no backup, and the outcome is not verified; the text says so.
 */
export function planSql(report: PlanReport): string {
  const { plan, seal, name, explanation } = report;
  const head = [
    comment(`${name}: the statements of a plan`),
    comment(`base   ${plan.base}`),
    comment(`target ${plan.target}`),
    comment(`seal   ${seal}`),
    comment(summaryLine(explanation.counts)),
    ...plan.summary.map(comment),
    "--",
    comment("Run the whole file on one connection that stops at the first error:"),
    ...runs(plan).map(comment),
    comment("Take a backup first. Unlike `trueup apply`, this makes none, does not check that the database is"),
    comment("the one the plan was made for, and does not compare the result with the target."),
  ];
  const written = (items: readonly Item[]) =>
    items.map((item) => `${comment(heading(item))}\n${item.kind === "step" ? terminated(item.sql) : check(item)}`);
  const body = written(plan.items.filter((item) => !asksForKeys(item)));
  const keys = written(plan.items.filter(asksForKeys));
  return `${[head.join("\n"), session[engines[plan.engine].foreignKeys], ...body, "COMMIT;", ...keys].join("\n\n")}\n`;
}

/**
 * Nothing stops at what this check returns, so it may as well follow the COMMIT. There it does not undo the change of a
 * database in which a reference names no key: for that, SQLite has an error instead of a result.
 */
function asksForKeys(item: Item): boolean {
  return item.kind === "check" && item.check === "foreign-keys";
}

const session = {
  off: "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;",
  on: "PRAGMA foreign_keys = ON;\nBEGIN IMMEDIATE;",
};

/** How to run the file: libSQL's ALTER COLUMN is an error in SQLite's own shell. */
function runs({ engine, items }: Plan): readonly string[] {
  if (engines[engine].foreignKeys === "on")
    return [
      "  sqlite3 -bail app.db < this-file.sql",
      "On D1 itself a transaction is not a statement: trueup apply, or trueup show --wrangler.",
    ];
  if (!items.some((item) => item.kind === "step" && item.step === "alter-column"))
    return ["  sqlite3 -bail app.db < this-file.sql"];
  return [
    "  a shell of libSQL, for its ALTER TABLE … ALTER COLUMN, which the shell of SQLite refuses. For sqlite3,",
    "  make the plan again:  trueup plan TARGET --portable --out FILE",
  ];
}

function comment(text: string): string {
  return `-- ${text.replace(/[\r\n\u2028\u2029]+/g, " ")}`.trimEnd();
}

function heading(item: Item): string {
  const note = item.note === null ? "" : ` (${item.note})`;
  if (item.kind === "step") return `${itemName(item)}${note}`;
  return `check ${itemName(item)}${note}: ${expectSaid(item.expect)}`;
}

/** abs() of the smallest integer is the only error that a plain SELECT can raise in every SQLite. */
const stop = "abs(-9223372036854775807 - 1)";

function check(item: PlanCheck): string {
  const holds = quoteText(`${itemName(item)}: holds`);
  if (asksForKeys(item))
    return [
      comment("this does not stop by itself: compare with the result before the change"),
      comment(
        "`foreign key mismatch` is a reference to no key, which hides the others; the change is made all the same",
      ),
      terminated(item.sql),
    ].join("\n");
  // A PRAGMA cannot be a subquery: its result is printed for a person to read.
  if (readPragma(item.sql) !== null)
    return `${comment("this does not stop by itself: read the result")}\n${terminated(item.sql)}`;
  switch (item.expect.kind) {
    case "equal":
      return `SELECT CASE WHEN (${item.sql}\n) = ${item.expect.value} THEN ${holds} ELSE ${stop} END;`;
    case "most":
      return `SELECT CASE WHEN (${item.sql}\n) <= ${item.expect.value} THEN ${holds} ELSE ${stop} END;`;
    case "empty":
      return `SELECT CASE WHEN NOT EXISTS (${item.sql}\n) THEN ${holds} ELSE ${stop} END;`;
    case "no-worse":
      return `${comment("this does not stop by itself: compare with the result before the first step")}\n${terminated(item.sql)}`;
    default:
      return unreachable(item.expect);
  }
}
