import type { Change } from "../../diff/change.ts";
import { fold, sameName } from "../../model/names.ts";
import type { Opaque } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Problem } from "../../problem/problem.ts";
import { mentions } from "../../sql/retarget.ts";
import { dropped } from "../pair/dropped.ts";
import { type Situation, liveColumn, liveTable } from "../situation.ts";

/** A name that is no more after the plan; without a column, that of a table or view. */
interface Gone {
  readonly table: string;
  readonly column: string | null;
}

/**
 * What compiles only in the program that made it, because it uses a function, a collation or a module of that program,
 * works there.
 * No engine of ours can follow a rename into it, or see that it reads what is dropped: it would fail there, unseen from here.
 */
export function blindCode(situation: Situation, changes: readonly Change[]): Problem[] {
  const elsewhere = situation.live.opaque.filter(isOfAnApplication);
  if (elsewhere.length === 0) return [];
  const gone = namesGone(situation, changes);
  return elsewhere.flatMap((each) => {
    const names = mentions(each.text);
    const lost = gone.find(
      ({ table, column }) =>
        names.has(fold(table)) &&
        (column === null ? !(each.type === "trigger" && sameName(each.table, table)) : names.has(fold(column))),
    );
    return lost === undefined
      ? []
      : [inTheWay(each, subject(lost.table, ...(lost.column === null ? [] : [lost.column])))];
  });
}

function isOfAnApplication({ type, why }: Opaque): boolean {
  if (type === "virtual-table") return true;
  const code = type === "view" || type === "trigger";
  return code && /: (?:no such (?:function|collation|module)|wrong number of arg)/.test(why);
}

function namesGone(situation: Situation, changes: readonly Change[]): Gone[] {
  const { tables, columns } = situation.renames;
  return [
    ...tables.filter(({ from, to }) => !sameName(from, to)).map(({ from }) => ({ table: from, column: null })),
    ...columns
      .filter(({ from, to }) => !sameName(from, to))
      .map(({ table, from }) => ({ table: liveTable(situation, table)?.name ?? table, column: from })),
    ...dropped(changes)
      .filter(({ kind }) => kind === "table" || kind === "view" || kind === "virtual-table")
      .map(({ name }) => ({ table: liveTable(situation, name)?.name ?? name, column: null })),
    ...changes.flatMap((change) => {
      if (change.kind !== "change-table") return [];
      const table = liveTable(situation, change.to.name)?.name ?? change.to.name;
      return change.edits.flatMap((edit) =>
        edit.kind === "drop-column" ? [{ table, column: liveColumn(situation, change.to.name, edit.column.name) }] : [],
      );
    }),
  ];
}

function inTheWay(each: Opaque, lost: string): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject: each.name,
    message: `${each.type.replace("-", " ")} ${each.name} names ${lost}, which would be called otherwise or be gone, and it would fail`,
    evidence: [each.why, ...each.text.split("\n").slice(0, 4)],
    why: "it works in the program that made it; here it cannot be compiled, so nobody can follow the change into it",
    help: ["drop it with that program, plan and apply, and create it again with the names as they are then"],
  };
}
