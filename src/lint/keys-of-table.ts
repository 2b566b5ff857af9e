import { fold } from "../model/names.ts";
import type { Index, Schema, Table } from "../model/schema.ts";
import { indexesOn } from "./rule.ts";

/** A sorted access path of a table: an index of its own, or the one behind a constraint. */
export interface Path {
  readonly what: string;
  readonly name: string | null;
  readonly unique: boolean;
  /** Null for an expression, which equals nothing but itself. */
  readonly terms: readonly Term[];
  readonly where: string | null;
}

export interface Term {
  readonly column: string | null;
  readonly expr: string | null;
  readonly collate: string | null;
  readonly descending: boolean;
}

/** All that SQLite keeps sorted for a table; the rowid's own key needs no index and is left out. */
export function pathsOf(table: Table, schema: Schema): readonly Path[] {
  const key = table.primaryKey;
  return [
    ...(key === null || key.isRowid
      ? []
      : [{ what: "the primary key", name: null, unique: true, terms: key.terms.map(plain), where: null }]),
    ...table.uniques.map((unique) => ({
      what: `UNIQUE (${unique.terms.map((term) => term.column).join(", ")})`,
      name: null,
      unique: true,
      terms: unique.terms.map(plain),
      where: null,
    })),
    ...indexesOn(schema, table.name).map(pathOf),
  ];
}

export function pathOf(index: Index): Path {
  const terms = index.terms.map((term) => ({
    column: term.column === null ? null : fold(term.column),
    expr: term.expr?.canon ?? null,
    collate: term.collate,
    descending: term.descending,
  }));
  return {
    what: `the index ${index.name}`,
    name: index.name,
    unique: index.unique,
    terms,
    where: index.where?.canon ?? null,
  };
}

function plain(term: { column: string; collate: string | null; descending: boolean }): Term {
  return { column: fold(term.column), expr: null, collate: term.collate, descending: term.descending };
}

export function sameTerm(a: Term, b: Term): boolean {
  return a.column === b.column && a.expr === b.expr && a.collate === b.collate && a.descending === b.descending;
}
