import type { Change, TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import type { Problem } from "../../problem/problem.ts";
import { mentions } from "../../sql/retarget.ts";
import { writesRows } from "../steps/alter.ts";
import type { Method } from "../way/in-place.ts";
import { type Situation, liveTable } from "../situation.ts";

/** What is not understood is never touched: a plan that would have to is refused. */
export function opaqueInTheWay(
  situation: Situation,
  changes: readonly Change[],
  methods: ReadonlyMap<TableChange, Method>,
): Problem[] {
  const opaque = [...situation.live.opaque, ...situation.live.ignored];
  return changes.flatMap((change): Problem[] => {
    if (change.kind === "create") {
      const same = opaque.find((each) => fold(each.name) === fold(change.object.name));
      return same === undefined
        ? []
        : [
            refuse(
              change.object.name,
              `${same.name} is in the database already, and it is ${same.why === "ignored" ? "ignored by the configuration" : `not understood: ${same.why}`}`,
            ),
          ];
    }
    if (change.kind === "drop") {
      const { kind, name } = change.object;
      const there = situation.target.opaque.find((each) => each.type === kind && fold(each.name) === fold(name));
      if (there !== undefined)
        return [refuse(name, `the goal has it too, and there it is not understood: ${there.why}`)];
      return kind === "table" ? standingOn(situation, name) : [];
    }
    if (change.kind !== "change-table") return [];
    const method = methods.get(change);
    const live = liveTable(situation, change.to.name);
    const standing = situation.live.opaque.filter(
      (each) => live !== null && fold(each.table) === fold(live.name) && each.type === "index",
    );
    // Where neither is needed, the proof shows whether an ALTER stops at it.
    const touches =
      method?.how === "rebuild" || (method?.how === "in-place" && writesRows(situation, change, method.work));
    const dropped = change.edits.flatMap((edit) => (edit.kind === "drop-column" ? [fold(edit.column.name)] : []));
    const cut = situation.renamed.ignored.filter(
      (each) =>
        each.type === "index" &&
        fold(each.table) === fold(change.to.name) &&
        [...mentions(each.text)].some((name) => dropped.includes(name)),
    );
    if (cut.length > 0)
      return cut.map((each) =>
        refuse(
          change.to.name,
          `index ${each.name} stands on a column that goes, and it is ignored by the configuration`,
        ),
      );
    return touches
      ? standing.map((each) => refuse(change.to.name, `${each.type} ${each.name} stands on it, and ${each.why}`))
      : [];
  });
}

/** What stands on a table goes with it, and nobody approved that of what is not managed. */
function standingOn(situation: Situation, dropped: string): Problem[] {
  const name = liveTable(situation, dropped)?.name ?? dropped;
  return [...situation.live.opaque, ...situation.live.ignored]
    .filter(({ type, table }) => (type === "index" || type === "trigger") && fold(table) === fold(name))
    .map((each) =>
      refuse(
        name,
        `${each.type} ${each.name} stands on it, and ${each.why === "ignored" ? "it is ignored by the configuration" : each.why}`,
      ),
    );
}

function refuse(subject: string, message: string): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject,
    message: `${subject} cannot be changed: ${message}`,
    help: ["change what is in the way by hand first, or leave the object as it is"],
  };
}
