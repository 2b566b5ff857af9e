import { foreignKey, integer, primaryKey, table, text } from "trueup";

export const orphan = table({
  id: integer().primaryKey(),
  parent: integer().nullable().references("gone.id"),
  other: text().nullable().references("gone"),
});

export const base = table({
  a: text().nullable(),
  b: text().nullable(),
});

export const loose = table({
  a: text().nullable().references(() => base.b),
});

export const wide = table({
  a: text().nullable(),
  b: text().nullable(),
}, { constraints: (t) => [primaryKey(t.a, t.b)] });

export const narrow = table({
  x: text().nullable(),
  y: text().nullable(),
}, { constraints: (t) => [foreignKey(t.x, t.y).references(() => [wide.a, wide.b])] });
