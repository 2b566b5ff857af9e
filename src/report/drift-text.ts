import { changeLines } from "./plan/change-lines.ts";
import { type Drift, type DriftGroups, driftGroups } from "./drift.ts";
import { count, plural } from "../words/numbers.ts";
import { subjectNames } from "../words/subject.ts";
import { duration, short } from "./number.ts";
import type { TextOptions } from "./plan/plan-text.ts";
import { oneLine, wrap } from "./width.ts";

/** A summary that a script can rely on, then one block for each state that differs from the declared one. */
export function driftText(drift: Drift, options: TextOptions & { readonly command: string }): string {
  const groups = driftGroups(drift);
  const { style } = options;
  const head = `${plural(drift.databases.length, "database")} in ${duration(drift.milliseconds)}: ${driftSummary(drift.declared, groups)}`;
  const blocks: string[][] = [
    wrap(head, options.width).map((line) => (groups.drifted.length > 0 ? style.bold(line) : style.good(line))),
  ];
  for (const one of groups.waiting)
    blocks.push([`${style.renamed(">")} waiting for ${oneLine(one.plan)}: ${named(one.names, options)}`]);
  for (const one of groups.drifted) {
    const first = one.names[0] ?? "";
    blocks.push([
      `${style.changed("~")} ${style.bold(named(one.names, options))}  ${style.dim(short(one.fingerprint))}${differing(one)}`,
      ...changeLines(one.changes, options),
      style.dim(
        `  Keep it: ${options.command} pull ${first}${rowsOf(one.changes)}     Undo it: ${options.command} plan ${first}`,
      ),
    ]);
  }
  for (const one of groups.unreadable)
    blocks.push([
      `${style.error("!")} ${style.bold(oneLine(one.name))}: ${one.problems.map((problem) => oneLine(problem.message)).join("; ")}`,
    ]);
  return blocks.map((block) => `${block.join("\n")}\n`).join("\n");
}

/** `211 match schema/, 2 wait for a plan, 1 drifted.` */
export function driftSummary(declared: string, groups: DriftGroups): string {
  const waiting = groups.waiting.reduce((sum, one) => sum + one.names.length, 0);
  const drifted = groups.drifted.reduce((sum, one) => sum + one.names.length, 0);
  const matching = groups.matching.length;
  const parts = [
    `${count(matching)} ${matching === 1 ? "matches" : "match"} ${oneLine(declared)}`,
    ...(waiting > 0 ? [`${count(waiting)} ${waiting === 1 ? "waits" : "wait"} for a plan`] : []),
    `${count(drifted)} drifted`,
    ...(groups.unreadable.length > 0 ? [`${count(groups.unreadable.length)} could not be read`] : []),
  ];
  return `${parts.join(", ")}.`;
}

/** The tables whose rows differ, as `pull` takes them. */
function rowsOf(changes: DriftGroups["drifted"][number]["changes"]): string {
  const tables = changes.flatMap(({ object, subject }) =>
    object === "rows" ? [subjectNames(subject.replace(/^rows of /, ""))[0] ?? ""] : [],
  );
  return tables.length === 0 ? "" : ` --rows ${tables.join(",")}`;
}

/** If rows are declared as well, which of the two it is. */
function differing({ differs }: DriftGroups["drifted"][number]): string {
  if (differs === undefined) return "";
  return `  ${{ schema: "the schema differs", rows: "rows differ", both: "the schema and rows differ" }[differs]}`;
}

function named(names: readonly string[], options: TextOptions): string {
  const shown = options.all ? names : names.slice(0, 5);
  const more = names.length - shown.length;
  const rest = more > 0 ? ` and ${count(more)} more in the same state (-v names them)` : "";
  return `${shown.map(oneLine).join(", ")}${rest}`;
}
