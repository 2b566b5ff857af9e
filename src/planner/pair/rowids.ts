import type { Change, TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table, VirtualTable } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { unquote } from "../../sql/tokens.ts";
import { fillOf } from "./fill.ts";
import { type Situation, fillFor, findColumn } from "../situation.ts";
import { content, isFullText } from "../steps/virtual.ts";

/** What is said of rows that no column numbers: nobody finds them by those numbers any more. */
export function rowidFacts(situation: Situation, change: TableChange): string[] {
  const { from, to } = change;
  if (from.withoutRowid || from.primaryKey?.isRowid === true || keepsRowids(situation, change)) return [];
  return [to.withoutRowid ? "its rows have no rowid any more" : "its rows get other rowids: the values of the key"];
}

/** A full-text index that finds the rows of another table by their rowids is damaged where that table has none. */
export function rowidsNeeded({ target }: Situation, changes: readonly Change[]): Problem[] {
  return changes.flatMap((change) => {
    if (change.kind !== "change-table" || !change.to.withoutRowid || change.from.withoutRowid) return [];
    return target.virtualTables
      .filter((each) => readsRowids(each, change.to.name))
      .map(
        (each): Problem => ({
          code: "rowids-needed",
          level: "error",
          subject: change.to.name,
          message: `${change.to.name} cannot become WITHOUT ROWID: ${each.name} finds its rows by their rowids`,
          help: [
            `take ${each.name} out of the declarations, or the WITHOUT ROWID`,
            ...(each.module === "fts5" ? ["or name a whole-number key of the table there: content_rowid='…'"] : []),
          ],
        }),
      );
  });
}

function readsRowids(table: VirtualTable, of: string): boolean {
  const from = content(table);
  if (!isFullText(table) || from.kind !== "table" || fold(from.name) !== fold(of)) return false;
  const named = table.args.flatMap((arg) => /^content_rowid\s*=\s*([\s\S]*)$/i.exec(arg.trim())?.[1] ?? []);
  return named.every((name) => ["rowid", "oid", "_rowid_"].includes(fold(unquote(name.trim()))));
}

/** The name by which the rowid can be said; none is left where columns bear all three. */
export function rowidName(table: Table): string | null {
  if (table.withoutRowid) return null;
  return ["rowid", "_rowid_", "oid"].find((name) => findColumn(table, name) === undefined) ?? null;
}

/** Whether each row is known by the number it had: where a key says otherwise, SQLite takes the key for that number. */
export function keepsRowids(situation: Situation, { from, to }: Pick<TableChange, "from" | "to">): boolean {
  if (to.withoutRowid) return false;
  return to.primaryKey?.isRowid !== true || sameRowidKey(situation, from, to) || keyIsOldRowid(situation, from, to);
}

function sameRowidKey(situation: Situation, from: Table, to: Table): boolean {
  const [a, b] = [from.primaryKey, to.primaryKey];
  const name = b?.terms[0]?.column ?? "";
  return (
    a?.isRowid === true &&
    b?.isRowid === true &&
    fold(a.terms[0]?.column ?? "") === fold(name) &&
    fillOf(situation, from, to, findColumn(to, name) as Column) === null
  );
}

function keyIsOldRowid(situation: Situation, from: Table, to: Table): boolean {
  const key = findColumn(to, to.primaryKey?.terms[0]?.column ?? "");
  if (key === undefined || fillFor(situation, to.name, key.name) !== null) return false;
  return findColumn(from, key.name) === undefined && from.primaryKey?.isRowid !== true;
}
