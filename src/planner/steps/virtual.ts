import { fold } from "../../model/names.ts";
import type { VirtualTable } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Item } from "../../plan/plan.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { renamedObject } from "../../sql/retarget.ts";
import { copiesRows, losesLanguage } from "../way/virtual.ts";
import { anyOf } from "../../sql/any-of.ts";
import { check, none, step } from "./item.ts";

/**
 * A virtual table cannot be altered, so it is created again. One that shows another table's rows reads them again; one
 * with its own rows is copied. https://www.sqlite.org/fts5.html#external_content_tables
 */
export function replaceVirtual(from: VirtualTable, to: VirtualTable, fresh: string): Item[] {
  const on = subject(to.name);
  const drop = step("drop-virtual-table", on, `DROP TABLE ${quoteName(from.name)}`);
  if (!copiesRows(from, to)) return [drop, ...createVirtual(to)];
  const [key, ...values] = copiedColumns(from, to) as [Copied, ...Copied[]];
  const [old, made] = [quoteName(from.name), quoteName(fresh)];
  const all = [key, ...values];
  const into = nameList(all.map((each) => each.to));
  const out = nameList(all.map((each) => each.from));
  const differ = values.map((each) => `"old".${quoteName(each.from)} IS NOT "new".${quoteName(each.to)}`);
  const wrong = anyOf([`"new".${quoteName(key.to)} IS NULL`, ...differ], "\n  OR ");
  const counts = `SELECT abs((SELECT count(*) FROM ${old}) - (SELECT count(*) FROM ${made}))`;
  const join = `${old} AS "old" LEFT JOIN ${made} AS "new" ON "new".${quoteName(key.to)} = "old".${quoteName(key.from)}`;
  return [
    step("rebuild-create", on, renamedObject(to.text, fresh), "its options change"),
    step("rebuild-copy", on, `INSERT INTO ${made} (${into}) SELECT ${out} FROM ${old}`),
    check(
      "rebuild-rows",
      on,
      none,
      `${counts}\n + (SELECT count(*) FROM ${join}\n  WHERE ${wrong})`,
      "no row is lost, no kept value changes",
    ),
    step("rebuild-drop", on, `DROP TABLE ${old}`),
    step("rebuild-rename", on, `ALTER TABLE ${made} RENAME TO ${quoteName(to.name)}`),
  ];
}

interface Copied {
  readonly from: string;
  readonly to: string;
}

/**
 * First the column that identifies a row, then its contents, including what a module keeps besides the declared
 * columns.
 */
function copiedColumns(from: VirtualTable, to: VirtualTable): Copied[] {
  const same = (name: string): Copied => ({ from: name, to: name });
  const [before, after] = [from.options.columns, to.options.columns];
  const shared = after.filter((name) => before.some((other) => fold(other) === fold(name)));
  if (from.module === "geopoly") return ["rowid", "_shape", ...shared].map(same);
  const language = losesLanguage(from, to) ? null : from.options.language;
  if (from.options.fullText) return ["rowid", ...(language === null ? [] : [language]), ...shared].map(same);
  // The first column of an R*Tree is its key, whatever its name.
  const [oldKey = "", newKey = ""] = [before[0], after[0]];
  return [
    { from: oldKey, to: newKey },
    ...shared.filter((name) => name !== newKey && fold(name) !== fold(oldKey)).map(same),
  ];
}

/** `empty`: what its words would stand in is new as well, and holds no row. */
export function createVirtual(table: VirtualTable, empty = false): Item[] {
  const create = step("create-virtual-table", subject(table.name), table.text);
  return [create, ...(empty ? [] : refill(table, "indexes the existing rows"))];
}

/** Makes a full-text index read its content table again. */
export function refill(table: VirtualTable, why: string): Item[] {
  if (!table.options.fullText || table.options.content.kind !== "table") return [];
  const name = quoteName(table.name);
  return [step("fill-virtual-table", subject(table.name), `INSERT INTO ${name} (${name}) VALUES ('rebuild')`, why)];
}
