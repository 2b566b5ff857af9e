import { equal } from "../../model/canonical.ts";
import { compareText, fold, named } from "../../model/names.ts";
import type { ForeignKey, Index, Table } from "../../model/schema.ts";
import type { Before } from "../../plan/plan.ts";
import { isBare, keyDiffers } from "../pair/bare-references.ts";
import { takenAway } from "../pair/changes.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import type { Schemas, SetAside } from "../situation.ts";
import type { PlannedChange } from "../way/way.ts";
import { rebuiltTables } from "./index-moves.ts";
import { turns } from "./set-aside.ts";

const kindOrder: readonly Before["type"][] = ["table", "virtual-table", "index", "view", "trigger"];

/** The live definitions of everything that the plan touches, in an order in which they can be created. */
export function beforeOf(
  { live, renamed, target, renames }: Schemas,
  pairs: Pairs,
  changes: readonly PlannedChange[],
  setAside: readonly SetAside[],
  droppedIndexes: readonly Index[],
  requotes: boolean,
): Before[] {
  const found = new Map<string, Before>();
  const put = (type: Before["type"], name: string, sql: string) =>
    found.set(`${type} ${fold(name)}`, { type, name, sql });
  const putTable = ({ name, text }: Table) => put("table", name, text);
  // In the renamed schema an index already uses the new names; the definition to quote is the live one.
  const putIndex = ({ name, text }: Index) => put("index", name, named(live.indexes, name)?.text ?? text);
  // A rename rewrites everything that names the renamed object, such as a child's reference or an index. A reference
  // without column names keeps its text, but now means another column.
  for (const table of renamed.tables) {
    const before = pairs.live.get(fold(table.name));
    if (before !== undefined && (before.text !== table.text || !equal(before, table))) putTable(before);
  }
  // A declared reference without column names means the old key in the old schema.
  for (const table of target.tables) {
    const means = (each: ForeignKey) => keyDiffers(each.table, renamed, target) && isBare(table, each);
    const before = table.foreignKeys.some(means) ? pairs.live.get(fold(table.name)) : undefined;
    if (before !== undefined) putTable(before);
  }
  for (const index of renamed.indexes) {
    const before = named(live.indexes, index.name);
    if (before !== undefined && before.text !== index.text) putIndex(index);
  }
  const affected = new Set([
    ...rebuiltTables(changes),
    ...renames.tables.map(({ to }) => fold(to)),
    ...renames.columns.map(({ table }) => fold(table)),
  ]);
  for (const change of changes) {
    if (change.kind === "change-table") putTable(change.live);
    const object = takenAway(change);
    if (object?.kind === "table") {
      putTable(pairs.live.get(fold(object.name)) ?? object);
      affected.add(fold(object.name));
    } else if (object?.kind === "index") putIndex(object);
    else if (object !== null) put(object.kind, object.name, object.text);
  }
  for (const index of renamed.indexes) if (affected.has(fold(index.table))) putIndex(index);
  for (const index of live.ignored)
    if (index.type === "index" && affected.has(fold(index.table))) put("index", index.name, index.text);
  for (const index of droppedIndexes) putIndex(index);
  if (requotes) for (const { type, name, text } of live.requoted) put(type, name, text);
  for (const each of setAside) put(each.type, each.name, each.before);
  // A trigger on an unmanaged table can only be created again on that table.
  for (const each of [...live.ignored, ...live.opaque])
    if (each.type === "table" && setAside.some(({ table }) => fold(table) === fold(each.name)))
      put("table", each.name, each.text);
  const turn = turns(live);
  return [...found.values()].sort(
    (a, b) =>
      kindOrder.indexOf(a.type) - kindOrder.indexOf(b.type) ||
      (a.type === "trigger" ? turn(a.name) - turn(b.name) : 0) ||
      compareText(fold(a.name), fold(b.name)),
  );
}
