import { fold } from "../../model/names.ts";
import { plural } from "../../words/numbers.ts";
import { mayBeNull } from "../../model/nullable.ts";
import type { ForeignKey, Schema, Table, VirtualTable } from "../../model/schema.ts";

/** What an entity diagram shows, whatever draws it. Relations refer to entities and fields by their index. */
export interface Diagram {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  /** True if two states are drawn in one, with marks. */
  readonly compares: boolean;
}

export type DiagramMark = "added" | "changed" | "renamed" | "dropped";

export interface Entity {
  readonly kind: "table" | "view" | "virtual-table";
  readonly name: string;
  readonly mark: DiagramMark | null;
  /** The older name, if it was renamed. */
  readonly was: string | null;
  /** What changed besides the fields: `constraints`, `definition`; of one state, how many rows belong to the schema. */
  readonly note: string | null;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly badges: readonly Badge[];
  readonly nullable: boolean;
  readonly mark: DiagramMark | null;
  /** The older name, or the older type. */
  readonly was: string | null;
}

export type Badge = "PK" | "FK" | "UK";

export interface Relation {
  /** The child: the table with the foreign key. */
  readonly child: number;
  readonly childField: number;
  readonly parent: number;
  /** -1 if the parent's key is not among its fields. */
  readonly parentField: number;
  /** All columns of the key, for a label: `user_id`. */
  readonly columns: readonly string[];
  /** At most one child for each parent. */
  readonly one: boolean;
  readonly optional: boolean;
  readonly mark: DiagramMark | null;
  readonly onDelete: string;
}

/** One state, in file order. A reference to a missing table has no line. */
export function diagramOf(schema: Schema): Diagram {
  const entities: Entity[] = [
    ...schema.tables.map((table) => ({ ...tableEntity(table), note: declaredRows(schema, table) })),
    ...schema.virtualTables.map(virtualEntity),
    ...schema.views.map((view) => plainEntity("view", view.name)),
  ];
  const relations = schema.tables.flatMap((table, child) =>
    table.foreignKeys.flatMap((key) => {
      const found = relate(schema, table, key, child);
      return found === null ? [] : [found];
    }),
  );
  return { entities, relations, compares: false };
}

/** How many rows of a table belong to the schema. */
function declaredRows({ rows = [] }: Schema, { name }: Table): string | null {
  const own = rows.find((each) => fold(each.table) === fold(name));
  return own === undefined ? null : plural(own.rows.length, "declared row");
}

function tableEntity(table: Table): Entity {
  const fields = table.columns.map((column): Field => {
    const badges: Badge[] = [];
    if (table.primaryKey?.terms.some((term) => fold(term.column) === fold(column.name))) badges.push("PK");
    if (table.foreignKeys.some((key) => key.columns.some((name) => fold(name) === fold(column.name))))
      badges.push("FK");
    if (isUnique(table, [column.name]) && !badges.includes("PK")) badges.push("UK");
    const nullable = mayBeNull(table, column);
    return { name: column.name, type: column.type, badges, nullable, mark: null, was: null };
  });
  return { ...plainEntity("table", table.name), fields };
}

function virtualEntity(table: VirtualTable): Entity {
  const fields = table.options.columns.map(
    (name): Field => ({ name, type: "", badges: [], nullable: false, mark: null, was: null }),
  );
  return { ...plainEntity("virtual-table", table.name), fields };
}

function plainEntity(kind: Entity["kind"], name: string): Entity {
  return { kind, name, mark: null, was: null, note: null, fields: [] };
}

function relate(schema: Schema, table: Table, key: ForeignKey, child: number): Relation | null {
  const parent = schema.tables.findIndex((other) => fold(other.name) === fold(key.table));
  const other = schema.tables[parent];
  if (other === undefined) return null;
  const target = key.references[0] ?? other.primaryKey?.terms[0]?.column ?? "";
  const columns = key.columns.map((name) => table.columns.findIndex((column) => fold(column.name) === fold(name)));
  return {
    child,
    childField: columns[0] ?? -1,
    parent,
    parentField: other.columns.findIndex((column) => fold(column.name) === fold(target)),
    columns: key.columns,
    one: isUnique(table, key.columns),
    optional: columns.some((at) => {
      const column = table.columns[at];
      return column !== undefined && mayBeNull(table, column);
    }),
    mark: null,
    onDelete: key.onDelete,
  };
}

function isUnique(table: Table, columns: readonly string[]): boolean {
  const wanted = columns.map(fold).sort().join("\0");
  const keys = [...table.uniques.map((unique) => unique.terms), table.primaryKey?.terms ?? []];
  return keys.some(
    (terms) =>
      terms
        .map((term) => fold(term.column))
        .sort()
        .join("\0") === wanted,
  );
}
