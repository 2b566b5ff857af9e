import { fold } from "../../model/names.ts";
import type { Opaque } from "../../model/schema.ts";
import { type Problem, unreachable } from "../../problem/problem.ts";
import { isKeptBy, type Keeper, keeperIn } from "../../sql/kept-tables.ts";
import { mentions } from "../../sql/mentions.ts";
import { reasonWords } from "../../words/reason.ts";
import type { Dropped } from "../pair/changes.ts";
import type { Schemas } from "../situation.ts";
import type { PlannedChange, PlannedTable } from "../way/way.ts";

/** What is not understood is never touched. A plan that would have to touch it is refused. */
export function opaqueInTheWay(schemas: Schemas, changes: readonly PlannedChange[]): Problem[] {
  return changes.flatMap((change): Problem[] => {
    switch (change.kind) {
      case "create":
        return nameTaken(schemas, change.object.name);
      case "drop":
        return goesWithIt(schemas, change);
      case "change-table":
        return standsOnIt(schemas, change);
      case "replace-index":
      case "replace-view":
      case "replace-trigger":
      case "replace-virtual-table":
        return [];
      default:
        return unreachable(change);
    }
  });
}

function nameTaken({ live }: Schemas, name: string): Problem[] {
  const keeper = others(live).find(
    (each) => each.type === "virtual-table" && keeps(keeperIn(each.name, each.text), fold(name)),
  );
  if (keeper !== undefined)
    return [
      {
        code: "opaque-in-the-way",
        level: "error",
        subject: name,
        message: `${name} cannot be created: the virtual table ${keeper.name} keeps its own data in a table of that name`,
        help: ["remove it from the declarations: such a table comes and goes with the virtual table"],
      },
    ];
  return others(live)
    .filter((each) => fold(each.name) === fold(name))
    .slice(0, 1)
    .map((each) =>
      refuse(
        name,
        `${each.name} is in the database already, and it is ${each.why.kind === "ignored" ? "ignored by the configuration" : `not understood: ${reasonWords(each.why)}`}`,
      ),
    );
}

/** Objects on a table are dropped with it, but the approval does not cover unmanaged ones. */
function goesWithIt({ live, target }: Schemas, { object, live: name }: Dropped): Problem[] {
  const there = target.opaque.find((each) => each.type === object.kind && fold(each.name) === fold(object.name));
  if (there !== undefined)
    return [refuse(object.name, `it is in the target as well, where it is not understood: ${reasonWords(there.why)}`)];
  if (object.kind !== "table") return [];
  return others(live)
    .filter(({ type, table }) => (type === "index" || type === "trigger") && fold(table) === fold(name))
    .map((each) => refuse(name, `${each.type} ${each.name} depends on it, and ${reasonWords(each.why)}`));
}

function standsOnIt({ live, renamed }: Schemas, { name, live: table, leaving, way }: PlannedTable): Problem[] {
  const gone = leaving.map((column) => fold(column.name));
  const cut = renamed.ignored.filter(
    (each) =>
      each.type === "index" &&
      fold(each.table) === fold(name) &&
      [...mentions(each.text)].some((mentioned) => gone.includes(mentioned)),
  );
  if (cut.length > 0)
    return cut.map((each) =>
      refuse(name, `index ${each.name} needs a column that is dropped, and the index is ignored by the configuration`),
    );
  // If no rows are written, the proof shows whether the trigger stops an ALTER.
  if (way.how === "in-place" && !way.writesRows) return [];
  return live.opaque
    .filter((each) => fold(each.table) === fold(table.name) && each.type === "index")
    .map((each) => refuse(name, `${each.type} ${each.name} depends on it, and ${reasonWords(each.why)}`));
}

function keeps(keeper: Keeper | null, name: string): boolean {
  return keeper !== null && isKeptBy(keeper, name);
}

function others({ opaque, ignored }: Schemas["live"]): readonly Opaque[] {
  return [...opaque, ...ignored];
}

function refuse(subject: string, message: string): Problem {
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject,
    message: `${subject} cannot be changed: ${message}`,
    help: ["change what is in the way by hand first, or leave the object unchanged"],
  };
}
