import type { Change, TableChange } from "../../diff/change.ts";
import { byName, fold } from "../../model/names.ts";
import type { Schema, Trigger, View } from "../../model/schema.ts";
import { turnOf } from "../../sql/probes.ts";
import { mentions } from "../../sql/retarget.ts";
import { rereadsSchema, writesRows } from "./alter.ts";
import { dropped } from "../pair/dropped.ts";
import type { Method } from "../way/in-place.ts";
import { type Lifted, type Situation, liveTable } from "../situation.ts";

/** The views and triggers that come off: those that go or change, and those in the way. */
export function liftedFor(
  situation: Situation,
  changes: readonly Change[],
  tables: readonly TableChange[],
  methods: ReadonlyMap<TableChange, Method>,
): Lifted[] {
  const touched: string[] = [];
  const fires: string[] = [];
  let alters = situation.renames.tables.length + situation.renames.columns.length > 0;
  for (const rename of situation.renames.tables) touched.push(rename.from);
  for (const rename of situation.renames.columns)
    touched.push(liveTable(situation, rename.table)?.name ?? rename.table);
  for (const change of tables) {
    const method = methods.get(change) as Method;
    const live = liveTable(situation, change.to.name)?.name ?? change.to.name;
    if (method.how === "rebuild" || method.work.dropped.length > 0) touched.push(live);
    if (method.how === "rebuild" || rereadsSchema(situation, change, method.work)) alters = true;
    if (method.how === "in-place" && writesRows(situation, change, method.work)) fires.push(live);
  }
  const gone: string[] = [];
  const own: Lifted[] = [];
  for (const change of changes) {
    if (change.kind === "replace-virtual-table") {
      touched.push(change.from.name);
      alters = true;
    }
    const object =
      change.kind === "drop"
        ? change.object
        : change.kind === "replace-view" || change.kind === "replace-trigger"
          ? change.from
          : null;
    if (object?.kind !== "view" && object?.kind !== "trigger") continue;
    own.push({
      type: object.kind,
      name: object.name,
      table: object.kind === "trigger" ? object.table : object.name,
      before: object.text,
      again: object.text,
    });
    if (object.kind === "view") gone.push(object.name);
  }
  const onFired = triggersOn(situation, fires);
  const all = [...own, ...onFired, ...situation.lift(touched, gone, alters)];
  const unique = new Map(all.map((each) => [keyOf(each), each]));
  for (const each of afterThem(situation, changes, [...unique.values()])) unique.set(keyOf(each), each);
  return [...unique.values()].sort(byName);
}

/**
 * Triggers that are younger than one that will be created again. Of those that wait for the same event SQLite fires the
 * youngest first, so they are created again behind it: else the order in which they fire would change.
 */
function afterThem(situation: Situation, changes: readonly Change[], lifted: readonly Lifted[]): Lifted[] {
  const gone = new Set(dropped(changes).map(({ kind, name }) => keyOf({ type: kind, name })));
  const turn = turns(situation.live);
  const first = new Map<string, number>();
  const event = ({ table, before }: Lifted) => `${fold(table)} ${turnOf(before)}`;
  for (const each of lifted) {
    if (each.type !== "trigger" || gone.has(keyOf(each))) continue;
    first.set(event(each), Math.min(turn(each.name), first.get(event(each)) ?? Number.POSITIVE_INFINITY));
  }
  const there = new Set(lifted.map(keyOf));
  const tables = lifted.flatMap((each) => (each.type === "trigger" ? [each.table] : []));
  return triggersOn(situation, tables).filter(
    (each) => !there.has(keyOf(each)) && turn(each.name) > (first.get(event(each)) ?? Number.POSITIVE_INFINITY),
  );
}

/** The place of each trigger in the order of creation; what is not there yet comes last. */
export function turns({ triggerOrder }: Pick<Schema, "triggerOrder">): (name: string) => number {
  const places = new Map(triggerOrder.map((name, n) => [name, n]));
  return (name) => places.get(fold(name)) ?? triggerOrder.length;
}

function triggersOn(situation: Situation, tables: readonly string[]): Lifted[] {
  const names = new Set(tables.map(fold));
  const all = [
    ...situation.live.triggers,
    ...[...situation.live.ignored, ...situation.live.opaque].filter(({ type }) => type === "trigger"),
  ];
  return all
    .filter((trigger) => names.has(fold(trigger.table)))
    .map(({ name, table, text }) => ({ type: "trigger", name, table, before: text, again: text }));
}

export interface Reborn {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly text: string;
}

/** The views and triggers that are created at the end: new ones, changed ones, and those that only stood aside. */
export function reborn(situation: Situation, changes: readonly Change[], lifted: readonly Lifted[]): Reborn[] {
  const declared = changes.flatMap((change): (View | Trigger)[] => {
    if (change.kind === "replace-view" || change.kind === "replace-trigger") return [change.to];
    if (change.kind === "create" && (change.object.kind === "view" || change.object.kind === "trigger"))
      return [change.object];
    return [];
  });
  const settled = new Set([...declared, ...dropped(changes)].map(({ kind, name }) => keyOf({ type: kind, name })));
  const goneTables = new Set(
    dropped(changes)
      .filter(({ kind }) => kind === "table" || kind === "view")
      .map(({ kind, name }) => fold(kind === "table" ? (liveTable(situation, name)?.name ?? name) : name)),
  );
  const back = lifted
    .filter((each) => !settled.has(keyOf(each)) && !(each.type === "trigger" && goneTables.has(fold(each.table))))
    .map((each) => ({ type: each.type, name: each.name, text: each.again }));
  const [live, target] = [turns(situation.live), turns(situation.target)];
  return [...declared.map(({ kind, name, text }) => ({ type: kind, name, text })), ...back]
    .sort(byName)
    .sort((a, b) => live(a.name) - live(b.name) || target(a.name) - target(b.name));
}

export function againNote(each: Lifted, again: readonly Reborn[]): string | null {
  return again.some((other) => keyOf(other) === keyOf(each)) ? "created again below" : null;
}

/** A trigger may bear the name of a view, or of its table. */
function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type} ${fold(name)}`;
}

/** A view after the views it names, so that the file reads from the ground up. */
export function inOrder(views: readonly Reborn[]): Reborn[] {
  const waiting = [...views];
  const done: Reborn[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex((view) => {
      const named = mentions(view.text);
      return !waiting.some((other) => other !== view && named.has(fold(other.name)));
    });
    done.push(...waiting.splice(Math.max(ready, 0), 1));
  }
  return done;
}
