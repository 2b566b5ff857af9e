import type { Renames } from "../../diff/renames.ts";
import { fold } from "../../model/names.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Before, Item } from "../../plan/plan.ts";
import { quoteName } from "../../sql/quote.ts";
import type { Destruction } from "../loss/destructions.ts";
import { dropped } from "../pair/changes.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import type { Demand } from "../rows/demand.ts";
import type { Schemas, SetAside, Situation } from "../situation.ts";
import { type PlannedChange, plannedTables } from "../way/way.ts";
import { alterSteps } from "./alter.ts";
import { beforeOf } from "./before.ts";
import type { Answered } from "./elsewhere.ts";
import { overViews, staleFullText, withoutRows } from "./full-text.ts";
import { dropGuards, rowGuards } from "./guards.ts";
import { indexMoves } from "./index-moves.ts";
import { check, step } from "./item.ts";
import { rebuildSteps } from "./rebuild.ts";
import { rebuildName } from "./rebuild-name.ts";
import { renameSteps } from "./rename-steps.ts";
import { requoteSteps } from "./requote.ts";
import { comesBack, inOrder, recreatedFor, setAsideFor } from "./set-aside.ts";
import { childrenFirst, inOrderOfChange } from "./reference-order.ts";
import { shielded } from "./shield.ts";
import { createVirtual, replaceVirtual } from "./virtual.ts";

export interface Assembled {
  readonly items: readonly Item[];
  readonly before: readonly Before[];
}

/** The changes as the steps of a plan. Each group says why it has its place in the order. */
export function assemble(
  situation: Schemas & Pick<Situation, "profile" | "elsewhere">,
  pairs: Pairs,
  changes: readonly PlannedChange[],
  demands: readonly Demand[],
  bounds: ReadonlyMap<Destruction, number>,
  inTheWay: readonly SetAside[],
  answered: Answered,
): Assembled {
  const { profile, elsewhere = [], ...schemas } = situation;
  const { live, target, renames } = schemas;
  const setAside = setAsideFor(live, changes, inTheWay);
  const gone = dropped(changes).map(({ object }) => object);
  const outgoing = (kind: SchemaObject["kind"]) => gone.filter((object) => object.kind === kind);
  const outgoingTables = profile.foreignKeysOff ? outgoing("table") : childrenFirst(outgoing("table"));
  const changed = plannedTables(changes);
  const indexes = indexMoves(schemas, changes);
  const created = changes.flatMap((change) => (change.kind === "create" ? [change.object] : []));
  const recreated = recreatedFor(schemas, changes, setAside);
  const virtual = changes.flatMap((change) =>
    change.kind === "replace-virtual-table"
      ? replaceVirtual(change.from, change.to, rebuildName(schemas, change.to.name))
      : [],
  );
  const isEmpty = withoutRows(live, created);
  const createdVirtual = created.flatMap((object) =>
    object.kind === "virtual-table" ? createVirtual(object, isEmpty(object)) : [],
  );
  const stale = staleFullText(schemas, changes);
  const readsView = overViews(target);
  const takeOff = (type: SetAside["type"]) =>
    setAside.filter((each) => each.type === type).map((each) => takenOff(each, comesBack(each, recreated)));
  const work: Item[] = [
    // What the rows must allow, and the approved bounds, before anything is touched.
    ...answered.refusals,
    ...dropGuards(bounds, elsewhere),
    ...rowGuards(demands, changes, bounds, elsewhere),
    // Views and triggers that read or write a changed table would break an ALTER, or fire.
    ...takeOff("trigger"),
    ...takeOff("view"),
    // An index would prevent its column from being dropped, and keep its own name taken.
    ...indexes.drop.map((index) =>
      step(
        "drop-index",
        subject(index.name),
        `DROP INDEX ${quoteName(index.name)}`,
        indexes.create.some((other) => fold(other.name) === fold(index.name)) ? createdAgain : null,
      ),
    ),
    ...outgoing("virtual-table").map((object) =>
      step("drop-virtual-table", subject(object.name), `DROP TABLE ${quoteName(object.name)}`),
    ),
    ...renameSteps(byAlter(renames, pairs), live),
    ...answered.repairs,
    // New tables come before rows are filled, because a fill may read them.
    ...created
      .filter((object) => object.kind === "table")
      .map((table) => step("create-table", subject(table.name), table.text)),
    ...inOrderOfChange(changed, profile.foreignKeysOff).flatMap((change) =>
      change.way.how === "rebuild"
        ? rebuildSteps(change, change.way.why, rebuildName(schemas, change.name), profile)
        : alterSteps(change, change.way),
    ),
    ...virtual.filter((item) => !readsView(item)),
    // Tables are dropped after the fills, which may still read them.
    ...outgoingTables.map(dropTable),
    ...createdVirtual.filter((item) => !readsView(item)),
    // After the rows, so that each index is built once. A vector index costs a millisecond per row.
    ...indexes.create.map((index) => step("create-index", subject(index.name), index.text)),
    ...stale.filter((item) => !readsView(item)),
    // Views before triggers, which may depend on a view.
    ...inOrder(recreated.filter(({ type }) => type === "view")).map((each) =>
      step("create-view", subject(each.name), each.text),
    ),
    ...[...virtual, ...createdVirtual, ...stale].filter(readsView),
    ...recreated
      .filter(({ type }) => type === "trigger")
      .map((each) => step("create-trigger", subject(each.name), each.text)),
  ];
  const items = [...requoteSteps(live, work), ...work];
  if (items.length > 0) items.push(check("foreign-keys", "all", { kind: "no-worse" }, "PRAGMA foreign_key_check"));
  return {
    items: profile.foreignKeysOff ? items : shielded(items, schemas),
    before: beforeOf(schemas, pairs, changes, setAside, indexes.drop, items.length > work.length + 1),
  };
}

/** The other renames are made by the rebuild of their table. */
function byAlter(renames: Renames, { renamedByRebuild }: Pairs): Renames {
  return { ...renames, columns: renames.columns.filter(({ table }) => !renamedByRebuild.has(fold(table))) };
}

const createdAgain = "created again below";

function takenOff({ type, name }: SetAside, comesBack: boolean): Item {
  const sql = `DROP ${type === "view" ? "VIEW" : "TRIGGER"} ${quoteName(name)}`;
  return step(`drop-${type}`, subject(name), sql, comesBack ? createdAgain : null);
}

function dropTable(object: SchemaObject): Item {
  return step("drop-table", subject(object.name), `DROP TABLE ${quoteName(object.name)}`);
}
