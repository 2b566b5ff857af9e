import { byName, fold } from "../../model/names.ts";
import type { Column, ForeignKey, Index, Schema, Table, Trigger, View, VirtualTable } from "../../model/schema.ts";
import { mayBeNull } from "../../model/nullable.ts";
import { plural } from "../../words/numbers.ts";
import { viewReads } from "./reads.ts";

/** Doc comments by key: `table:tune`, `column:tune.title`, `view:practice_list`. */
export type Docs = ReadonlyMap<string, string>;

/** A schema as a data dictionary: values for `docs-markdown.ts` and `docs-html.ts`, which only lay them out. */
export interface Dictionary {
  readonly tables: readonly TableEntry[];
  readonly views: readonly ViewEntry[];
  readonly virtualTables: readonly VirtualEntry[];
}

export interface TableEntry {
  readonly table: Table;
  readonly doc: string;
  /** `STRICT`, `WITHOUT ROWID`. */
  readonly options: readonly string[];
  readonly columns: readonly ColumnEntry[];
  /** Keys and constraints that are not on one column, in words. */
  readonly rules: readonly { readonly what: string; readonly code: string }[];
  readonly indexes: readonly IndexEntry[];
  readonly triggers: readonly { readonly trigger: Trigger; readonly doc: string; readonly when: string }[];
  readonly referencedBy: readonly { readonly table: string; readonly columns: readonly string[] }[];
  readonly readBy: readonly string[];
}

export interface ColumnEntry {
  readonly column: Column;
  readonly doc: string;
  readonly type: string;
  readonly nullable: boolean;
  /** `primary key`, `unique`, `default 'open'`, `generated lower(title)`, `CHECK (…)`. */
  readonly facts: readonly { readonly what: string; readonly code: string | null }[];
  readonly references: readonly { readonly table: string; readonly column: string | null; readonly onDelete: string }[];
}

export interface IndexEntry {
  readonly index: Index;
  readonly doc: string;
  readonly terms: string;
}

export interface ViewEntry {
  readonly view: View;
  readonly doc: string;
  readonly reads: readonly string[];
}

export interface VirtualEntry {
  readonly table: VirtualTable;
  readonly doc: string;
}

export function dictionary(schema: Schema, docs: Docs): Dictionary {
  const reads = schema.views.map((view) => ({ view, reads: viewReads(view, schema) }));
  const doc = (kind: string, name: string, comment: string | null): string =>
    (docs.get(`${kind}:${name}`) ?? comment ?? "").trim();
  return {
    tables: schema.tables.toSorted(byName).map((table) => ({
      table,
      doc: doc("table", table.name, table.comment),
      options: options(table),
      columns: table.columns.map((column) => columnEntry(table, column, doc)),
      rules: [...rules(table), ...declaredRows(schema, table)],
      indexes: schema.indexes
        .filter((index) => fold(index.table) === fold(table.name))
        .toSorted(byName)
        .map((index) => ({ index, doc: doc("index", index.name, index.comment), terms: termsOf(index) })),
      triggers: schema.triggers
        .filter((trigger) => fold(trigger.table) === fold(table.name))
        .toSorted(byName)
        .map((trigger) => ({ trigger, doc: doc("trigger", trigger.name, trigger.comment), when: whenOf(trigger) })),
      referencedBy: schema.tables
        .toSorted(byName)
        .flatMap((other) =>
          other.foreignKeys
            .filter((key) => fold(key.table) === fold(table.name))
            .map((key) => ({ table: other.name, columns: key.columns })),
        ),
      readBy: reads.filter((one) => one.reads.includes(table.name)).map((one) => one.view.name),
    })),
    views: reads
      .toSorted((a, b) => byName(a.view, b.view))
      .map((one) => ({ ...one, doc: doc("view", one.view.name, one.view.comment) })),
    virtualTables: schema.virtualTables
      .toSorted(byName)
      .map((table) => ({ table, doc: doc("virtual-table", table.name, table.comment) })),
  };
}

type Doc = (kind: string, name: string, comment: string | null) => string;

function options(table: Table): readonly string[] {
  return [
    ...(table.strict ? ["STRICT"] : []),
    ...(table.withoutRowid ? ["WITHOUT ROWID"] : []),
    ...(table.randomRowid ? ["RANDOM ROWID"] : []),
  ];
}

function columnEntry(table: Table, column: Column, doc: Doc): ColumnEntry {
  const same = (name: string): boolean => fold(name) === fold(column.name);
  const inKey = table.primaryKey?.terms.some((term) => same(term.column)) === true;
  const alone = table.uniques.some((unique) => unique.terms.length === 1 && same(unique.terms[0]?.column ?? ""));
  const composite = inKey && (table.primaryKey?.terms.length ?? 0) > 1;
  const facts = [
    ...(inKey ? [{ what: composite ? "part of the primary key" : "primary key", code: null }] : []),
    ...(inKey && table.primaryKey?.autoincrement === true ? [{ what: "AUTOINCREMENT", code: null }] : []),
    ...(alone ? [{ what: "unique", code: null }] : []),
    ...(column.default === null ? [] : [{ what: "default", code: column.default.text }]),
    ...(column.collate === null ? [] : [{ what: "collation", code: column.collate }]),
    ...(column.generated === null
      ? []
      : [{ what: column.generated.stored ? "generated, stored" : "generated", code: column.generated.expr.text }]),
    ...table.checks
      .filter((check) => check.at !== null && same(check.at))
      .map((check) => ({ what: "must hold", code: check.expr.text })),
  ];
  const references = table.foreignKeys
    .filter((key) => key.columns.some(same))
    .map((key) => referenceOf(key, column.name));
  return {
    column,
    doc: doc("column", `${table.name}.${column.name}`, column.comment),
    type: column.type === "" ? "any" : column.type,
    nullable: mayBeNull(table, column),
    facts,
    references,
  };
}

function referenceOf(key: ForeignKey, column: string) {
  const at = key.columns.findIndex((name) => fold(name) === fold(column));
  return { table: key.table, column: key.references[at] ?? null, onDelete: key.onDelete };
}

function rules(table: Table): TableEntry["rules"] {
  const list = (terms: readonly { readonly column: string }[]): string => terms.map((term) => term.column).join(", ");
  const key = table.primaryKey;
  return [
    ...(key !== null && key.terms.length > 1 ? [{ what: "Primary key", code: list(key.terms) }] : []),
    ...table.uniques
      .filter((unique) => unique.terms.length > 1)
      .map((unique) => ({ what: "Unique together", code: list(unique.terms) })),
    ...table.foreignKeys
      .filter((foreign) => foreign.columns.length > 1)
      .map((foreign) => ({
        what: "Refers together",
        code: `${foreign.columns.join(", ")} → ${foreign.table} (${foreign.references.join(", ")})`,
      })),
    ...table.checks.filter((check) => check.at === null).map((check) => ({ what: "Must hold", code: check.expr.text })),
  ];
}

/** The rows that belong to the schema. */
function declaredRows({ rows = [] }: Schema, table: Table): TableEntry["rules"] {
  const says = { exactly: "these and no others", "at least": "others may be there", once: "inserted once" } as const;
  return rows
    .filter((each) => fold(each.table) === fold(table.name))
    .map(({ rows, mode, key }) => ({
      what: "Declared rows",
      code: `${plural(rows.length, "row")} by ${key.join(", ")}: ${says[mode]}`,
    }));
}

function termsOf(index: Index): string {
  const terms = index.terms.map((term) => {
    const collate = term.collate === null ? "" : ` COLLATE ${term.collate}`;
    return `${term.column ?? term.expr?.text ?? ""}${collate}${term.descending ? " DESC" : ""}`;
  });
  return `${index.unique ? "unique " : ""}(${terms.join(", ")})${index.where === null ? "" : ` where ${index.where.text}`}`;
}

/** `AFTER UPDATE OF title` */
function whenOf({ fires: { time, event, of } }: Trigger): string {
  return `${time} ${event}${of.length === 0 ? "" : ` OF ${of.join(", ")}`}`;
}
