import type { Change, TableChange } from "../diff/change.ts";
import { fold } from "../model/names.ts";
import type { VirtualTable } from "../model/schema.ts";
import type { Problem } from "../problem/problem.ts";
import { unquote } from "../sql/tokens.ts";
import { keepsRowids } from "./rebuild.ts";
import type { Situation } from "./situation.ts";
import { content, isFullText } from "./virtual.ts";

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
