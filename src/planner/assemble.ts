import type { Change, TableChange } from "../diff/change.ts";
import { byName, compareText, fold } from "../model/names.ts";
import type { Index, SchemaObject, Trigger, View } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Before, Item } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { mentions } from "../sql/retarget.ts";
import { alterSteps, check, step, writesRows } from "./alter.ts";
import type { Destruction } from "./approvals.ts";
import { dropGuards } from "./guards.ts";
import type { Method } from "./in-place.ts";
import { rebuildSteps, writesValues } from "./rebuild.ts";
import { renameSteps } from "./rename-steps.ts";
import { type Lifted, type Situation, liveTable } from "./situation.ts";
import { converts } from "./source.ts";
import { content, createVirtual, refill, replaceVirtual } from "./virtual.ts";

export interface Assembled {
  readonly items: readonly Item[];
  readonly before: readonly Before[];
}

/** Changes and how each table changes, as the steps of a plan. Each group says why it stands where it stands. */
export function assemble(
  situation: Situation,
  changes: readonly Change[],
  methods: ReadonlyMap<TableChange, Method>,
  bounds: ReadonlyMap<Destruction, number>,
): Assembled {
  const tables = changes.filter((change) => change.kind === "change-table");
  const how = (change: TableChange) => methods.get(change) as Method;
  const rebuilt = new Set(
    tables.filter((change) => how(change).how === "rebuild").map((change) => fold(change.to.name)),
  );
  const lifted = liftedFor(situation, changes, tables, methods);
  const gone = dropped(changes);
  const outgoing = (kind: SchemaObject["kind"]) => gone.filter((object) => object.kind === kind);
  const indexes = indexMoves(situation, changes, tables, methods, rebuilt);
  const created = changes.flatMap((change) => (change.kind === "create" ? [change.object] : []));
  const createdNames = new Set(created.map((object) => fold(object.name)));
  const again = reborn(changes, lifted);
  const items: Item[] = [
    // The bounds that somebody approved, before anything is touched.
    ...dropGuards(bounds),
    // What reads or writes a table that changes would break an ALTER, or fire.
    ...lifted
      .filter(({ type }) => type === "trigger")
      .map((each) =>
        step("drop-trigger", subject(each.name), `DROP TRIGGER ${quoteName(each.name)}`, againNote(each, again)),
      ),
    ...lifted
      .filter(({ type }) => type === "view")
      .map((each) =>
        step("drop-view", subject(each.name), `DROP VIEW ${quoteName(each.name)}`, againNote(each, again)),
      ),
    // An index would hold on to a column that goes, and to its name.
    ...indexes.drop.map((index) =>
      step(
        "drop-index",
        subject(index.name),
        `DROP INDEX ${quoteName(index.name)}`,
        indexes.create.some((other) => fold(other.name) === fold(index.name)) ? "created again below" : null,
      ),
    ),
    ...outgoing("virtual-table").map((object) =>
      step("drop-virtual-table", subject(object.name), `DROP TABLE ${quoteName(object.name)}`),
    ),
    ...renameSteps(situation.renames),
    // New tables come before rows are filled, for a fill may read them; but a name must be free.
    ...outgoing("table")
      .filter((object) => createdNames.has(fold(object.name)))
      .map(dropTable),
    ...created
      .filter((object) => object.kind === "table")
      .map((table) => step("create-table", subject(table.name), table.text)),
    ...tables.flatMap((change) => {
      const method = how(change);
      return method.how === "rebuild"
        ? rebuildSteps(situation, change, method.why)
        : alterSteps(situation, change, method.work);
    }),
    ...changes.flatMap((change) =>
      change.kind === "replace-virtual-table" ? replaceVirtual(change.from, change.to) : [],
    ),
    // Tables go after the fills, which may still read them.
    ...outgoing("table")
      .filter((object) => !createdNames.has(fold(object.name)))
      .map(dropTable),
    ...created.flatMap((object) => (object.kind === "virtual-table" ? createVirtual(object) : [])),
    // After the rows: an index is built once, and a vector index costs a millisecond a row.
    ...indexes.create.map((index) => step("create-index", subject(index.name), index.text)),
    ...staleFullText(situation, changes, tables, methods),
    // Views before triggers, which may stand on a view.
    ...inOrder(again.filter(({ type }) => type === "view")).map((each) =>
      step("create-view", subject(each.name), each.text),
    ),
    ...again
      .filter(({ type }) => type === "trigger")
      .map((each) => step("create-trigger", subject(each.name), each.text)),
  ];
  if (items.length > 0) items.push(check("foreign-keys", "all", { kind: "no-worse" }, "PRAGMA foreign_key_check"));
  return { items, before: beforeOf(situation, changes, lifted, indexes.drop, rebuilt) };
}

function dropTable(object: SchemaObject): Item {
  return step("drop-table", subject(object.name), `DROP TABLE ${quoteName(object.name)}`);
}

function dropped(changes: readonly Change[]): SchemaObject[] {
  return changes.flatMap((change) => (change.kind === "drop" ? [change.object] : []));
}

/** The views and triggers that come off: those that go or change, and those in the way. */
function liftedFor(
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
    if (method.how === "rebuild" || method.work.dropped.length + method.work.altered.length > 0) alters = true;
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
  const unique = new Map(all.map((each) => [fold(each.name), each]));
  return [...unique.values()].sort(byName);
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

interface Reborn {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly text: string;
}

/** The views and triggers that are created at the end: new ones, changed ones, and those that only stood aside. */
function reborn(changes: readonly Change[], lifted: readonly Lifted[]): Reborn[] {
  const declared = changes.flatMap((change): (View | Trigger)[] => {
    if (change.kind === "replace-view" || change.kind === "replace-trigger") return [change.to];
    if (change.kind === "create" && (change.object.kind === "view" || change.object.kind === "trigger"))
      return [change.object];
    return [];
  });
  const settled = new Set([...declared, ...dropped(changes)].map((object) => fold(object.name)));
  const goneTables = new Set(
    dropped(changes)
      .filter(({ kind }) => kind === "table" || kind === "view")
      .map((object) => fold(object.name)),
  );
  const back = lifted
    .filter((each) => !settled.has(fold(each.name)) && !(each.type === "trigger" && goneTables.has(fold(each.table))))
    .map((each) => ({ type: each.type, name: each.name, text: each.again }));
  return [...declared.map(({ kind, name, text }) => ({ type: kind, name, text })), ...back].sort(byName);
}

function againNote(each: Lifted, again: readonly Reborn[]): string | null {
  return again.some((other) => fold(other.name) === fold(each.name)) ? "created again below" : null;
}

/** A view after the views it names, so that the file reads from the ground up. */
function inOrder(views: readonly Reborn[]): Reborn[] {
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

/** Indexes that go, change, stand on values that are stored in another way afterwards, or fell with a rebuilt table. */
function indexMoves(
  situation: Situation,
  changes: readonly Change[],
  tables: readonly TableChange[],
  methods: ReadonlyMap<TableChange, Method>,
  rebuilt: ReadonlySet<string>,
) {
  const drop = new Map<string, Index>();
  const create = new Map<string, { readonly name: string; readonly text: string }>();
  const goneTables = new Set(
    dropped(changes)
      .filter(({ kind }) => kind === "table")
      .map((object) => fold(object.name)),
  );
  const falls = (index: Index) => rebuilt.has(fold(index.table)) || goneTables.has(fold(index.table));
  for (const change of changes) {
    if (change.kind === "drop" && change.object.kind === "index" && !falls(change.object))
      drop.set(fold(change.object.name), change.object);
    if (change.kind === "create" && change.object.kind === "index") create.set(fold(change.object.name), change.object);
    if (change.kind !== "replace-index") continue;
    if (!falls(change.from)) drop.set(fold(change.from.name), change.from);
    create.set(fold(change.to.name), change.to);
  }
  for (const index of situation.target.indexes) if (rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  for (const index of situation.renamed.ignored) {
    if (index.type === "index" && rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  }
  for (const change of tables) {
    const method = methods.get(change) as Method;
    if (method.how === "rebuild") continue;
    const rewritten = change.edits.flatMap((edit) =>
      edit.kind === "change-column" &&
      (edit.fields.some((field) => field === "generated" || field === "collate") ||
        converts(change.from, edit.from, change.to, edit.to))
        ? [edit]
        : [],
    );
    if (rewritten.length === 0) continue;
    const generated = change.from.columns.some((column) => column.generated !== null);
    for (const index of situation.renamed.indexes.filter((each) => fold(each.table) === fold(change.from.name))) {
      const named = mentions(index.text);
      if (create.has(fold(index.name)) || drop.has(fold(index.name))) continue;
      if (!generated && !rewritten.some((edit) => named.has(fold(edit.to.name)))) continue;
      drop.set(fold(index.name), index);
      create.set(
        fold(index.name),
        situation.target.indexes.find((each) => fold(each.name) === fold(index.name)) ?? index,
      );
    }
  }
  return { drop: [...drop.values()].sort(byName), create: [...create.values()].sort(byName) };
}

/** A full-text index over another table's rows does not notice when those rows are filled or converted. */
function staleFullText(
  situation: Situation,
  changes: readonly Change[],
  tables: readonly TableChange[],
  methods: ReadonlyMap<TableChange, Method>,
): Item[] {
  const fresh = new Set(
    changes.flatMap((change) => ("object" in change ? [fold(change.object.name)] : [fold(change.to.name)])),
  );
  const written = tables.filter((change) => {
    const method = methods.get(change) as Method;
    return method.how === "rebuild" ? writesValues(situation, change) : writesRows(situation, change, method.work);
  });
  const names = new Set(written.map((change) => fold(change.to.name)));
  return [...situation.target.virtualTables]
    .sort(byName)
    .filter((table) => !fresh.has(fold(table.name)))
    .flatMap((table) => {
      const from = content(table);
      return from.kind === "table" && names.has(fold(from.name))
        ? refill(table, `the rows of ${from.name} have changed`)
        : [];
    });
}

const kindOrder: readonly Before["type"][] = ["table", "virtual-table", "index", "view", "trigger"];

/** The live definitions of all that the plan touches, in an order in which they can be created. */
function beforeOf(
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
  // A rename rewrites everything that names what is renamed: a child's reference, an index.
  for (const table of situation.renamed.tables)
    if (liveTable(situation, table.name)?.text !== table.text) putTable(table.name);
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
  return [...found.values()].sort(
    (a, b) => kindOrder.indexOf(a.type) - kindOrder.indexOf(b.type) || compareText(fold(a.name), fold(b.name)),
  );
}

/** An index stands in the renamed schema with new names; the definition that was live is the one to quote. */
function liveText(situation: Situation, object: SchemaObject): string {
  if (object.kind !== "index") return object.text;
  return situation.live.indexes.find((index) => fold(index.name) === fold(object.name))?.text ?? object.text;
}
