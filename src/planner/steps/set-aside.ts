import { byName, fold } from "../../model/names.ts";
import type { Schema, Trigger, View } from "../../model/schema.ts";
import { mentions } from "../../sql/mentions.ts";
import { brought, dropped, takenAway } from "../pair/changes.ts";
import { type Pairs, liveName } from "../pair/pair-tables.ts";
import type { CodeQuestion, Schemas, SetAside } from "../situation.ts";
import { type PlannedChange, plannedTables } from "../way/way.ts";

/** Asks the engine which views and triggers are in the way of the plan; null if none can be. */
export function askInTheWay(
  { renames }: Schemas,
  pairs: Pairs,
  changes: readonly PlannedChange[],
): CodeQuestion | null {
  const touched = [
    ...renames.tables.map(({ from }) => from),
    ...renames.columns.map(({ table }) => liveName(pairs, table)),
  ];
  let alters = touched.length > 0;
  for (const { way, live } of plannedTables(changes)) {
    if (way.how === "rebuild" || way.dropped.length > 0) touched.push(live.name);
    if (way.how === "rebuild" || way.rereadsSchema) alters = true;
  }
  for (const change of changes) {
    if (change.kind !== "replace-virtual-table") continue;
    touched.push(change.from.name);
    alters = true;
  }
  const gone = own(changes).flatMap(({ type, name }) => (type === "view" ? [name] : []));
  if (!alters && touched.length + gone.length === 0) return null;
  return { key: JSON.stringify([touched, gone, alters]), touched, gone, alters };
}

/**
 * The views and triggers that are dropped first: those that are dropped or changed for good, those in the way, and
 * those that a fill would fire.
 */
export function setAsideFor(
  live: Schema,
  changes: readonly PlannedChange[],
  inTheWay: readonly SetAside[],
): SetAside[] {
  const written = plannedTables(changes).filter(({ way }) => way.how === "in-place" && way.writesRows);
  const onFired = triggersOn(
    live,
    written.map((change) => change.live.name),
  );
  const all = [...own(changes), ...onFired, ...inTheWay];
  const unique = new Map(all.map((each) => [keyOf(each), each]));
  for (const each of afterThem(live, changes, [...unique.values()])) unique.set(keyOf(each), each);
  return [...unique.values()].sort(byName);
}

/** What the changes themselves drop or replace. */
function own(changes: readonly PlannedChange[]): SetAside[] {
  return changes.flatMap((change): SetAside[] => {
    const object = takenAway(change);
    if (object?.kind !== "view" && object?.kind !== "trigger") return [];
    const { kind, name, text } = object;
    const [table, fires] = object.kind === "trigger" ? [object.table, object.fires] : [name, null];
    return [{ type: kind, name, table, fires, before: text, after: text }];
  });
}

/**
 * Triggers that are younger than one that will be created again. Of the triggers for one event, SQLite fires the
 * youngest first. They are created again after it, or the order in which they fire would change.
 */
function afterThem(live: Schema, changes: readonly PlannedChange[], setAside: readonly SetAside[]): SetAside[] {
  const gone = new Set(dropped(changes).map(({ object }) => keyOf({ type: object.kind, name: object.name })));
  const turn = turns(live);
  const first = new Map<string, number>();
  const event = ({ table, fires }: SetAside) => `${fold(table)} ${fires?.time} ${fires?.event}`;
  for (const each of setAside) {
    if (each.type !== "trigger" || gone.has(keyOf(each))) continue;
    first.set(event(each), Math.min(turn(each.name), first.get(event(each)) ?? Number.POSITIVE_INFINITY));
  }
  const there = new Set(setAside.map(keyOf));
  const tables = setAside.flatMap((each) => (each.type === "trigger" ? [each.table] : []));
  return triggersOn(live, tables).filter(
    (each) => !there.has(keyOf(each)) && turn(each.name) > (first.get(event(each)) ?? Number.POSITIVE_INFINITY),
  );
}

/** The position of each trigger in the order of creation; triggers that do not exist yet come last. */
export function turns({ triggerOrder }: Pick<Schema, "triggerOrder">): (name: string) => number {
  const places = new Map(triggerOrder.map((name, n) => [name, n]));
  return (name) => places.get(fold(name)) ?? triggerOrder.length;
}

function triggersOn(live: Schema, tables: readonly string[]): SetAside[] {
  const names = new Set(tables.map(fold));
  const all = [...live.triggers, ...[...live.ignored, ...live.opaque].filter(({ type }) => type === "trigger")];
  return all
    .filter((trigger) => names.has(fold(trigger.table)))
    .map(({ name, table, fires, text }) => ({ type: "trigger", name, table, fires, before: text, after: text }));
}

export interface Recreated {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly text: string;
}

/** The views and triggers that are created at the end: new ones, changed ones, and those that were only set aside. */
export function recreatedFor(
  { live, target }: Schemas,
  changes: readonly PlannedChange[],
  setAside: readonly SetAside[],
): Recreated[] {
  const declared = changes.flatMap((change): (View | Trigger)[] => {
    const object = brought(change);
    return object?.kind === "view" || object?.kind === "trigger" ? [object] : [];
  });
  const gone = dropped(changes);
  const settled = new Set(
    [...declared, ...gone.map(({ object }) => object)].map(({ kind, name }) => keyOf({ type: kind, name })),
  );
  const goneTables = new Set(
    gone.filter(({ object }) => object.kind === "table" || object.kind === "view").map(({ live: name }) => fold(name)),
  );
  const back = setAside
    .filter((each) => !settled.has(keyOf(each)) && !(each.type === "trigger" && goneTables.has(fold(each.table))))
    .map((each) => ({ type: each.type, name: each.name, text: each.after }));
  const [before, after] = [turns(live), turns(target)];
  return [...declared.map(({ kind, name, text }) => ({ type: kind, name, text })), ...back]
    .sort(byName)
    .sort((a, b) => before(a.name) - before(b.name) || after(a.name) - after(b.name));
}

/** Whether something that is set aside exists again at the end, in whatever form. */
export function comesBack(each: SetAside, recreated: readonly Recreated[]): boolean {
  return recreated.some((other) => keyOf(other) === keyOf(each));
}

/** A trigger may have the same name as a view, or as its table. */
function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type} ${fold(name)}`;
}

/** Each view after the views it names, so that the file reads from the bottom up. */
export function inOrder(views: readonly Recreated[]): Recreated[] {
  const waiting = [...views];
  const done: Recreated[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex((view) => {
      const named = mentions(view.text);
      return !waiting.some((other) => other !== view && named.has(fold(other.name)));
    });
    done.push(...waiting.splice(Math.max(ready, 0), 1));
  }
  return done;
}
