import { fold } from "../../model/names.ts";
import type { Schema, VirtualTable } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { unquote } from "../../sql/tokens.ts";
import { type PairedChange, changedTables } from "../pair/changes.ts";
import { content, isFullText } from "../way/virtual.ts";

/** A full-text index that finds the rows of another table by their rowids is damaged where that table has none. */
export function rowidsNeeded(target: Schema, changes: readonly PairedChange[]): Problem[] {
  return changedTables(changes)
    .filter(({ from, to }) => to.withoutRowid && !from.withoutRowid)
    .flatMap(({ name }) =>
      target.virtualTables
        .filter((each) => readsRowids(each, name))
        .map(
          (each): Problem => ({
            code: "rowids-needed",
            level: "error",
            subject: name,
            message: `${name} cannot become WITHOUT ROWID: ${each.name} finds its rows by their rowids`,
            help: [
              `take ${each.name} out of the declarations, or the WITHOUT ROWID`,
              ...(each.module === "fts5" ? ["or name a whole-number key of the table there: content_rowid='…'"] : []),
            ],
          }),
        ),
    );
}

function readsRowids(table: VirtualTable, of: string): boolean {
  const from = content(table);
  if (!isFullText(table) || from.kind !== "table" || fold(from.name) !== fold(of)) return false;
  const named = table.args.flatMap((arg) => /^content_rowid\s*=\s*([\s\S]*)$/i.exec(arg.trim())?.[1] ?? []);
  return named.every((name) => ["rowid", "oid", "_rowid_"].includes(fold(unquote(name.trim()))));
}
