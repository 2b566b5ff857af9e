import { type ApplyOutcome, exitCodes } from "../../apply/events.ts";
import type { Compared } from "../../apply/compare-rows.ts";
import type { Rehearsal } from "../../target/rehearse.ts";
import { unreachable } from "../../problem/problem.ts";
import { count, plural } from "../../words/numbers.ts";
import { duration } from "../../report/number.ts";
import type { Style } from "../../report/style.ts";
import { hang, oneLine } from "../../report/width.ts";
import { unwrap } from "../../work/context.ts";
import { rehearse } from "../../work/change/rehearse.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { problemsJson } from "../json-out.ts";
import { changeListener } from "../listen-to-change.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [plan = "", target] = shell.args;
  const { signal } = shell;
  const result = unwrap(await rehearse(project, { plan, target, tell: changeListener(shell), signal }));
  switch (result.kind) {
    case "database":
      tell(shell, result.rehearsal);
      return exitCodes[result.rehearsal.outcome.kind];
    case "fleet": {
      const { tellFleet } = await import("../tell-fleet.ts");
      return tellFleet(shell, result.run);
    }
    case "nothing":
      return exits.done;
  }
}

function tell(shell: Shell, { outcome, copyMilliseconds, tables, integrity, tried }: Rehearsal): void {
  const estimates = Object.assign({}, ...tried.map((each) => each.estimates)) as Record<string, number>;
  const problems = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const result = {
      outcome: { ...outcome, problems: problemsJson(shell, problems) },
      copyMilliseconds,
      tables,
      integrity,
      estimates,
    };
    shell.out.print(JSON.stringify({ type: "result", exit: exitCodes[outcome.kind], ...result }));
    return;
  }
  const { style } = shell.out.data;
  shell.out.status(null);
  shell.out.problems(problems, shell.sources);
  tellTables(shell, tables);
  if (outcome.kind !== "applied") {
    shell.out.print(style.error(`The rehearsal did not finish: ${ended(outcome.kind)}.`));
    shell.out.print("The live database was only read.");
    return;
  }
  const longest = Object.entries(estimates).sort(([, a], [, b]) => b - a)[0];
  const slow = longest === undefined || longest[1] < 1 ? "" : `, ${duration(longest[1])} of it ${oneLine(longest[0])}`;
  const took = `Rehearsed in ${duration(outcome.milliseconds)}${slow}; a backup takes about ${duration(copyMilliseconds)}.`;
  shell.out.print(hang("", took, shell.out.data.width));
  if (integrity.after.some((line) => line !== "ok"))
    shell.out.print([style.error("integrity check:"), ...integrity.after].join("\n  "));
}

/** Above this many tables, those that kept every value are counted instead of listed. */
const manyTables = 20;

function tellTables(shell: Shell, tables: readonly Compared[]): void {
  const { style, width } = shell.out.data;
  const calm = (table: Compared): boolean => table.same && table.leftOut.length === 0;
  const folded = tables.length > manyTables && !shell.options.flag("verbose") ? tables.filter(calm) : [];
  const listed = tables.filter((table) => !folded.includes(table));
  const most = shell.options.flag("verbose") ? listed.length : 2 * manyTables;
  for (const table of listed.slice(0, most)) shell.out.print(hang(`${mark(table, style)} `, compared(table), width));
  const more = listed.length - Math.min(most, listed.length);
  if (more > 0) shell.out.print(`  and ${plural(more, "table")} more, which -v lists`);
  if (folded.length > 0)
    shell.out.print(
      `${style.good("✓")} ${plural(folded.length, "table")} with the same rows and values (-v lists them)`,
    );
}

function ended(kind: ApplyOutcome["kind"]): string {
  switch (kind) {
    case "applied":
    case "already":
      return "the database is already at the plan's target";
    case "stale":
      return "the plan was made for a different state of the database";
    case "no-lock":
      return "the database was locked the whole time";
    case "failed-check":
      return "a check failed";
    case "interrupted":
      return "it was interrupted";
    case "failed":
      return "a step failed";
    default:
      return unreachable(kind);
  }
}

function mark(table: Compared, style: Style): string {
  return table.same ? style.good("✓") : table.rowsAfter === null ? style.dropped("-") : style.error("✗");
}

function compared(table: Compared): string {
  const rows = table.rowsAfter === null ? "gone" : `${count(table.rowsAfter)} after`;
  const left = table.leftOut.length === 0 ? "" : `; changed by the plan: ${table.leftOut.map(oneLine).join(", ")}`;
  if (table.same && table.columns === 0 && table.leftOut.length > 0 && table.rowsAfter !== null)
    return `${oneLine(table.table)}: ${plural(table.rowsBefore, "row")} before, ${rows}${left}`;
  const same = table.same
    ? `${plural(table.columns, "column")} the same in every value`
    : `different values in ${table.different.map(oneLine).join(", ")}`;
  return `${oneLine(table.table)}: ${plural(table.rowsBefore, "row")} before, ${rows}; ${same}${left}`;
}
