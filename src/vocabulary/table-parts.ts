import {
  type ColumnData,
  type ConstraintData,
  type Declared,
  dataOf,
  declared,
  type KeyTerm,
  type TableData,
} from "./declaration.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";

/** The columns of a table, in the order of their keys. */
export function columnEntries(columns: unknown): TableData["columns"] {
  if (columns === null || typeof columns !== "object") {
    throw new Misuse(
      `table() takes its columns as an object, not ${describe(columns)}`,
      "write table({ id: integer().primaryKey() })",
    );
  }
  const entries = Object.keys(columns).map((name) => {
    const column: unknown = Reflect.get(columns, name);
    if (isColumn(column)) return { name, column };
    throw new Misuse(
      `the column ${JSON.stringify(name)} is ${describe(column)}`,
      `write ${name}: text() or another type`,
    );
  });
  if (entries.length === 0) throw new Misuse("a table needs a column", "write table({ id: integer().primaryKey() })");
  return entries;
}

function isColumn(value: unknown): value is Declared<ColumnData> {
  return dataOf(value)?.declare === "column";
}

/** A constraint on columns of the table that contains it. */
export function needConstraint(value: unknown, table: object): Declared<ConstraintData> {
  const data = dataOf(value);
  switch (data?.declare) {
    case "check":
      break;
    case "unique":
    case "primary-key":
      needOwn(data.terms, table);
      break;
    case "foreign-key":
      needOwn(data.columns, table);
      break;
    default:
      throw new Misuse(
        `constraints holds ${describe(value)}`,
        "it takes unique(…), check(…), primaryKey(…) and foreignKey(…).references(…)",
      );
  }
  return value as Declared<ConstraintData>;
}

/** A column of another table would be mistaken for the one with the same name here. */
function needOwn(terms: readonly KeyTerm[], table: object): void {
  const other = terms.find((term) => term[declared].of !== table);
  if (other === undefined) return;
  const { column } = other[declared];
  throw new Misuse(
    `a constraint names the column ${JSON.stringify(column)} of another table`,
    `use the columns that constraints is given: (t) => [unique(t.${column})]`,
    other,
  );
}

/** The columns in their final order: that of their keys, unless an order is given. */
export function inOrder(entries: TableData["columns"], order: readonly string[] | undefined): TableData["columns"] {
  if (order === undefined) return entries;
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const sorted = order.flatMap((name) => byName.get(name) ?? []);
  if (new Set(sorted).size === entries.length && order.length === entries.length) return sorted;
  throw new Misuse("`order` does not name each column once", "name every column of the table, in its order");
}
