import { fold } from "../model/names.ts";
import type { Opaque, Schema } from "../model/schema.ts";
import type { Item } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { renamedBy } from "./renamed-tables.ts";
import { subjectNames } from "../words/subject.ts";
import { isWord, significantIn } from "../sql/tokens.ts";

/**
 * A user's own views and triggers that do not compile stop every ALTER, wherever they are. They hold no rows, so they
 * are dropped for the time of the work and restored as they were; they still do not compile then. So are the triggers and
 * indexes that are not managed of a table that is rebuilt: they would go with the old one.
 */
export function setAside(live: Schema, items: readonly Item[]): SetAside {
  const rereads = items.some((item) => item.kind === "step" && isWord(significantIn(item.sql, 1)[0], "ALTER"));
  const stopsAlter = ({ type, why }: Opaque) =>
    rereads && (type === "view" || type === "trigger") && (why.kind === "broken" || why.kind === "stands-on");
  const rebuilt = new Set(
    items.flatMap((item) =>
      item.kind === "step" && item.step === "rebuild-drop" ? subjectNames(item.subject).slice(0, 1).map(fold) : [],
    ),
  );
  const nameAfter = renamedBy(items);
  const goesAlong = ({ type, table }: Opaque) =>
    (type === "trigger" || type === "index") && rebuilt.has(nameAfter(fold(table)));
  // Objects that the plan itself drops are left to the plan.
  const own = new Set(items.flatMap((item) => (takesOut(item) ? [fold(subjectNames(item.subject).at(-1) ?? "")] : [])));
  const all = [...live.opaque, ...live.ignored].filter(
    (each) => (stopsAlter(each) || goesAlong(each)) && !own.has(fold(each.name)),
  );
  const order = ["trigger", "view", "index"].flatMap((kind) => all.filter(({ type }) => type === kind));
  return {
    drop: order.map(({ type, name }) => `DROP ${type.toUpperCase()} IF EXISTS ${quoteName(name)}`),
    restore: order.toReversed().flatMap((each) => (isDroppedWith(each, items) ? [] : [each.text])),
  };
}

/** Statements to run before and after the work. */
export interface SetAside {
  readonly drop: readonly string[];
  readonly restore: readonly string[];
}

function takesOut(item: Item): boolean {
  return item.kind === "step" && (item.step === "drop-view" || item.step === "drop-trigger");
}

/** A trigger is dropped with its table, and the plan was approved. */
function isDroppedWith({ type, table }: Opaque, items: readonly Item[]): boolean {
  if (type !== "trigger") return false;
  return items.some((item) => item.kind === "step" && item.step === "drop-table" && fold(item.subject) === fold(table));
}
