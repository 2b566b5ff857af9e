import type { Change } from "../../diff/change.ts";
import { equal } from "../../model/canonical.ts";
import { compareText, fold, named } from "../../model/names.ts";
import type { Index, SchemaObject } from "../../model/schema.ts";
import type { Before } from "../../plan/plan.ts";
import { turns } from "./set-aside.ts";
import { type Lifted, type Situation, liveTable } from "../situation.ts";

const kindOrder: readonly Before["type"][] = ["table", "virtual-table", "index", "view", "trigger"];

/** The live definitions of all that the plan touches, in an order in which they can be created. */
export function beforeOf(
  situation: Situation,
  changes: readonly Change[],
  lifted: readonly Lifted[],
  droppedIndexes: readonly Index[],
  rebuilt: ReadonlySet<string>,
): Before[] {
  const found = new Map<string, Before>();
  const put = (type: Before["type"], name: string, sql: string) =>
    found.set(`${type} ${fold(name)}`, { type, name, sql });
  const putTable = (name: string) => {
    const live = liveTable(situation, name);
    if (live !== null) put("table", live.name, live.text);
    return live;
  };
  // A rename rewrites everything that names what is renamed: a child's reference, an index. A reference that names no
  // column stands as it stood, and means another one.
  for (const table of situation.renamed.tables) {
    const live = liveTable(situation, table.name);
    if (live?.text !== table.text || !equal(live, table)) putTable(table.name);
  }
  for (const index of situation.renamed.indexes)
    if (liveText(situation, index) !== index.text) put("index", index.name, liveText(situation, index));
  const affected = new Set(rebuilt);
  for (const rename of [
    ...situation.renames.tables.map(({ to }) => to),
    ...situation.renames.columns.map(({ table }) => table),
  ])
    affected.add(fold(rename));
  for (const change of changes) {
    if (change.kind === "change-table") putTable(change.to.name);
    else if (change.kind === "drop" && change.object.kind === "table") {
      putTable(change.object.name);
      affected.add(fold(change.object.name));
    } else if (change.kind === "drop")
      put(change.object.kind as Before["type"], change.object.name, liveText(situation, change.object));
    else if (change.kind !== "create") put(change.from.kind, change.from.name, liveText(situation, change.from));
  }
  for (const index of situation.renamed.indexes)
    if (affected.has(fold(index.table))) put("index", index.name, liveText(situation, index));
  for (const index of situation.live.ignored)
    if (index.type === "index" && affected.has(fold(index.table))) put("index", index.name, index.text);
  for (const index of droppedIndexes) put("index", index.name, liveText(situation, index));
  for (const each of lifted) put(each.type, each.name, each.before);
  // A trigger on a table that is not managed can only be made again on that table.
  for (const each of [...situation.live.ignored, ...situation.live.opaque])
    if (each.type === "table" && lifted.some(({ table }) => fold(table) === fold(each.name)))
      put("table", each.name, each.text);
  const turn = turns(situation.live);
  return [...found.values()].sort(
    (a, b) =>
      kindOrder.indexOf(a.type) - kindOrder.indexOf(b.type) ||
      (a.type === "trigger" ? turn(a.name) - turn(b.name) : 0) ||
      compareText(fold(a.name), fold(b.name)),
  );
}

/** An index stands in the renamed schema with new names; the definition that was live is the one to quote. */
function liveText(situation: Situation, object: SchemaObject): string {
  if (object.kind !== "index") return object.text;
  return named(situation.live.indexes, object.name)?.text ?? object.text;
}
