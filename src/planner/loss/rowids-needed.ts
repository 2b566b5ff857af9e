import { fold } from "../../model/names.ts";
import type { Schema, VirtualTable } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { type PairedChange, changedTables } from "../pair/changes.ts";

/** A full-text index that finds the rows of another table by rowid breaks if that table has none. */
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
              `remove ${each.name} from the declarations, or remove WITHOUT ROWID`,
              ...(each.module === "fts5" ? ["or name an integer key of the table: content_rowid='…'"] : []),
            ],
          }),
        ),
    );
}

function readsRowids(table: VirtualTable, of: string): boolean {
  const { content, contentRowid } = table.options;
  if (content.kind !== "table" || fold(content.name) !== fold(of)) return false;
  return contentRowid === null || ["rowid", "oid", "_rowid_"].includes(fold(contentRowid));
}
