import { index, integer, sql, table, text, view } from "trueup";

export const table_table = table("table", {
  select: integer().primaryKey(),
  from: text(),
  group: text().nullable(),
  order: integer().nullable().default(1),
  check: text().nullable().check(sql`"check" <> ''`),
  default: text().nullable(),
});

export const where = index(table_table.group, table_table.order.desc()).where(sql`${table_table.from} IS NOT NULL`);

export const index_table = table("index", {
  id: integer().primaryKey(),
  references: integer().nullable().references(() => table_table.select),
  unique: text().nullable().unique(),
  primary: text().nullable(),
  constraint: text().nullable(),
});

export const generated = table({
  always: text().nullable(),
  stored: text().nullable(),
  virtual: text().nullable(),
  without: text().nullable(),
  rowid_: text().nullable(),
  strict: text().nullable(),
  key: text().nullable(),
  action: text().nullable(),
});

export const view_view = view("view", sql`SELECT "select", "from" FROM ${table_table}`);
