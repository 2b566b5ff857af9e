import { named } from "../../model/names.ts";
import type { ForeignKey, KeyTerm, Table } from "../../model/schema.ts";

/** The table with each constraint where a person would write it: on its column, if it is about only one. */
export function placed(table: Table): Table {
  const at = (terms: readonly KeyTerm[]) => soleColumn(terms, table);
  const key = table.primaryKey;
  return {
    ...table,
    primaryKey: key === null ? null : { ...key, at: key.at ?? at(key.terms) },
    uniques: table.uniques.map((unique) => ({ ...unique, at: unique.at ?? at(unique.terms) })),
    foreignKeys: table.foreignKeys.map((foreign) => ({ ...foreign, at: foreign.at ?? soleName(foreign, table) })),
  };
}

function soleColumn(terms: readonly KeyTerm[], table: Table): string | null {
  const [term] = terms;
  if (term === undefined || terms.length > 1 || term.descending) return null;
  const column = named(table.columns, term.column);
  return column !== undefined && column.collate === term.collate ? column.name : null;
}

function soleName(foreign: ForeignKey, table: Table): string | null {
  const [name] = foreign.columns;
  if (name === undefined || foreign.columns.length > 1) return null;
  return named(table.columns, name)?.name ?? null;
}
