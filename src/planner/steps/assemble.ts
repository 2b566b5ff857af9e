import type { Change, TableChange } from "../../diff/change.ts";
import { byName, fold, named } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Before, Item } from "../../plan/plan.ts";
import { quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/retarget.ts";
import { alterSteps, check, step, writesRows } from "./alter.ts";
import type { Destruction } from "../loss/destructions.ts";
import { beforeOf } from "./before.ts";
import { dropped } from "../pair/dropped.ts";
import { dropGuards } from "./guards.ts";
import { indexMoves } from "./index-moves.ts";
import { againNote, inOrder, liftedFor, reborn } from "./set-aside.ts";
import type { Method } from "../way/in-place.ts";
import { rebuildSteps, writesValues } from "./rebuild.ts";
import { keepsRowids } from "../pair/rowids.ts";
import { renameSteps } from "./rename-steps.ts";
import type { Situation } from "../situation.ts";
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
  const again = reborn(situation, changes, lifted);
  const virtual = changes.flatMap((change) =>
    change.kind === "replace-virtual-table" ? replaceVirtual(situation, change.from, change.to) : [],
  );
  const createdVirtual = created.flatMap((object) => (object.kind === "virtual-table" ? createVirtual(object) : []));
  const stale = staleFullText(situation, changes, tables, methods);
  const readsView = overViews(situation);
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
    ...renameSteps(situation.renames, situation.live),
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
    ...virtual.filter((item) => !readsView(item)),
    // Tables go after the fills, which may still read them.
    ...outgoing("table")
      .filter((object) => !createdNames.has(fold(object.name)))
      .map(dropTable),
    ...createdVirtual.filter((item) => !readsView(item)),
    // After the rows: an index is built once, and a vector index costs a millisecond a row.
    ...indexes.create.map((index) => step("create-index", subject(index.name), index.text)),
    ...stale.filter((item) => !readsView(item)),
    // Views before triggers, which may stand on a view.
    ...inOrder(again.filter(({ type }) => type === "view")).map((each) =>
      step("create-view", subject(each.name), each.text),
    ),
    ...[...virtual, ...createdVirtual, ...stale].filter(readsView),
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

/** Whether an item fills a full-text index from a view, which then has to be there. */
function overViews({ target }: Situation): (item: Item) => boolean {
  const over = new Set(
    target.virtualTables.flatMap((table) => {
      const from = content(table);
      return from.kind === "table" && named(target.tables, from.name) === undefined ? [subject(table.name)] : [];
    }),
  );
  return (item) => item.kind === "step" && item.step === "fill-virtual-table" && over.has(item.subject);
}

/** A full-text index over another table's rows does not notice when those rows are filled, converted or numbered anew. */
function staleFullText(
  situation: Situation,
  changes: readonly Change[],
  tables: readonly TableChange[],
  methods: ReadonlyMap<TableChange, Method>,
): Item[] {
  if (situation.target.virtualTables.length === 0) return [];
  const fresh = new Set(
    changes.flatMap((change) => ("object" in change ? [fold(change.object.name)] : [fold(change.to.name)])),
  );
  const written = tables.filter((change) => {
    const method = methods.get(change) as Method;
    if (method.how === "in-place") return writesRows(situation, change, method.work);
    return writesValues(situation, change) || !keepsRowids(situation, change);
  });
  // A table that takes a name over brings other rows.
  const names = new Set(
    [...written.map(({ to }) => to.name), ...situation.renames.tables.map(({ to }) => to)].map(fold),
  );
  for (const change of changes) {
    if (change.kind === "replace-view") names.add(fold(change.to.name));
    if (change.kind === "create") names.add(fold(change.object.name));
  }
  // So does a view that reads one of them.
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const view of situation.target.views)
      if ([...mentions(view.text)].some((name) => names.has(name))) names.add(fold(view.name));
  }
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
