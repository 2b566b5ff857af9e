import { codeAmong } from "../introspect/compiles.ts";
import { fold } from "../model/names.ts";
import type { Opaque, Schema } from "../model/schema.ts";
import type { Item } from "../plan/plan.ts";
import { quoteName } from "../sql/quote.ts";
import { firstTokens, isWord } from "../sql/tokens.ts";
import type { Driver } from "./driver.ts";
import { answered, type Work } from "./work.ts";

/**
 * Views and triggers of the user's own that do not compile stop every ALTER, wherever they are. They hold no rows, so they are
 * taken out for the time of the work and put back as they were, which still does not compile.
 */
export function* withoutBroken(
  driver: Driver,
  live: Schema,
  items: readonly Item[],
  work: () => Work<void>,
): Work<void> {
  const rereads = items.some((item) => item.kind === "step" && isWord(firstTokens(item.sql, 1)[0], "ALTER"));
  const broken = rereads
    ? codeAmong(live.opaque).filter(({ why }) => why.kind === "broken" || why.kind === "stands-on")
    : [];
  const order = [...broken.filter(({ type }) => type === "trigger"), ...broken.filter(({ type }) => type === "view")];
  for (const { type, name } of order)
    yield* answered(driver.exec(`DROP ${type.toUpperCase()} IF EXISTS ${quoteName(name)}`));
  yield* work();
  for (const each of order.toReversed()) if (!isDroppedWith(each, items)) yield* answered(driver.exec(each.text));
}

/** A trigger goes with its table, and the plan was approved. */
function isDroppedWith({ type, table }: Opaque, items: readonly Item[]): boolean {
  if (type !== "trigger") return false;
  return items.some((item) => item.kind === "step" && item.step === "drop-table" && fold(item.subject) === fold(table));
}
