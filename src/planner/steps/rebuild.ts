import type { EngineProfile } from "../../model/profile.ts";
import type { Table } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Item } from "../../plan/plan.ts";
import { quoteName, quoteText } from "../../sql/quote.ts";
import { retarget, retargetWhole } from "../../sql/retarget.ts";
import type { TablePair } from "../pair/table-pair.ts";
import { comparison } from "./compare-rows.ts";
import { copySteps } from "./copy-rows.ts";
import { check, none, step } from "./item.ts";

/**
 * SQLite's way to change what ALTER cannot: https://www.sqlite.org/lang_altertable.html#otheralter. Create the new
 * table, copy, compare, drop the old one, rename the new one. Never rename the old one first: references to the table
 * would follow it to its new name. The plan creates the table's indexes, triggers and views again after all tables.
 */
export function rebuildSteps(
  pair: TablePair,
  why: readonly string[],
  fresh: string,
  { foreignKeysOff }: Pick<EngineProfile, "foreignKeysOff">,
): Item[] {
  const { name, from, to } = pair;
  // With foreign keys on, a copy that refers to the old table would be one of its children.
  const create = foreignKeysOff ? retarget : retargetWhole;
  const on = subject(name);
  return [
    step("rebuild-create", on, create(to.text, name, fresh), why.join("; ")),
    ...copySteps(pair, fresh),
    check("rebuild-rows", on, none, comparison(pair, fresh), "no row is lost, no kept value changes"),
    ...sequence(fresh, from, to),
    step("rebuild-drop", on, `DROP TABLE ${quoteName(name)}`),
    step("rebuild-rename", on, `ALTER TABLE ${quoteName(fresh)} RENAME TO ${quoteName(name)}`),
  ];
}

/**
 * The copy sets the high-water mark to the largest existing key, and ids of rows that were deleted since would be used
 * again. https://www.sqlite.org/autoinc.html
 */
function sequence(aside: string, from: Table, to: Table): Item[] {
  if (!(from.primaryKey?.autoincrement && to.primaryKey?.autoincrement)) return [];
  const fresh = quoteText(aside);
  const on = subject(to.name);
  return [
    step("rebuild-sequence", on, `DELETE FROM "sqlite_sequence" WHERE "name" = ${fresh}`, "used ids are never reused"),
    step(
      "rebuild-sequence",
      on,
      `INSERT INTO "sqlite_sequence" ("name", "seq") SELECT ${fresh}, "seq" FROM "sqlite_sequence" WHERE "name" = ${quoteText(to.name)}`,
    ),
  ];
}
