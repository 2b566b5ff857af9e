import { storage } from "../../model/affinity.ts";
import type { TableChange } from "../../diff/change.ts";
import type { Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Item } from "../../plan/plan.ts";
import { qualified, quoteName, quoteText } from "../../sql/quote.ts";
import { retarget } from "../../sql/retarget.ts";
import { check, none, step } from "./alter.ts";
import { rebuildName } from "./rebuild-name.ts";
import { asStored, lossy } from "../rows/ask.ts";
import { comparison, kept } from "./compare-rows.ts";
import { copySteps } from "./copy-rows.ts";
import { fillOf } from "../pair/fill.ts";
import { type Situation, findColumn } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

/**
 * SQLite's way to change what ALTER cannot: https://www.sqlite.org/lang_altertable.html#otheralter. New table, copy, compare,
 * drop the old one, rename the new one; never the other way round, which would turn what points at the table to the old
 * name. Indexes, triggers and views that stand on it are created again by the plan, after all tables.
 */
export function rebuildSteps(situation: Situation, change: TableChange, why: readonly string[]): Item[] {
  const { from, to } = change;
  const fresh = rebuildName(situation, to.name);
  const on = subject(to.name);
  return [
    ...conversions(situation, change),
    step("rebuild-create", on, retarget(to.text, to.name, fresh), why.join("; ")),
    ...copySteps(situation, change, on),
    check("rebuild-rows", on, none, comparison(situation, change), "no row is lost, no value that stays is changed"),
    ...sequence(fresh, from, to),
    step("rebuild-drop", on, `DROP TABLE ${quoteName(to.name)}`),
    step("rebuild-rename", on, `ALTER TABLE ${quoteName(fresh)} RENAME TO ${quoteName(to.name)}`),
  ];
}

function conversions(situation: Situation, { from, to }: TableChange): Item[] {
  return kept(from, to).flatMap(({ before, after }) => {
    const value = asStored(from, after.name, qualified(to.name, after.name));
    const where = lossy(value, storage(to, after));
    if (!converts(from, before, to, after) || where === "0" || fillOf(situation, from, to, after)?.rows === "all")
      return [];
    const sql = `SELECT count(*) FROM ${quoteName(to.name)} WHERE ${where}`;
    return [check("convert", subject(to.name, after.name), none, sql, "each value says the same in the new type")];
  });
}

/**
 * The copy sets the high-water mark to the largest key that is there; ids of rows deleted since would be handed out again.
 * https://www.sqlite.org/autoinc.html
 */
function sequence(aside: string, from: Table, to: Table): Item[] {
  if (!(from.primaryKey?.autoincrement && to.primaryKey?.autoincrement)) return [];
  const fresh = quoteText(aside);
  const on = subject(to.name);
  return [
    step(
      "rebuild-sequence",
      on,
      `DELETE FROM "sqlite_sequence" WHERE "name" = ${fresh}`,
      "ids that were used are never used again",
    ),
    step(
      "rebuild-sequence",
      on,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT ${fresh}, "seq" FROM "sqlite_sequence" WHERE "name" = ${quoteText(to.name)}`,
    ),
  ];
}

/** The columns of a rebuilt table whose values are new: what a full-text index over them has to be told. */
export function writesValues(situation: Situation, { from, to }: TableChange): boolean {
  return to.columns.some((column) => {
    const before = findColumn(from, column.name);
    if (before === undefined) return false;
    return converts(from, before, to, column) || fillOf(situation, from, to, column) !== null;
  });
}
