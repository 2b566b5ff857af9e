import { integer, table } from "trueup";

export const a = table({
  id: integer().primaryKey(),
});

export const b = table({
  id: integer().primaryKey(),
});

export const both = table({
  x: integer().nullable().references(() => a.id).references(() => b.id, { onDelete: "cascade" }),
  y: integer().nullable().references(() => a.id),
});
