import { foreignKey, integer, table, text, unique } from "trueup";

export const parent = table({
  id: integer().primaryKey(),
  a: text().nullable(),
  b: text().nullable(),
}, { constraints: (t) => [unique(t.a, t.b)] });

export const child = table({
  c1: integer().nullable().references(() => parent.id, { deferrable: "deferrable" }),
  c2: integer().nullable().references(() => parent.id, { deferrable: "deferrable initially deferred" }),
  c3: integer().nullable().references(() => parent.id, { deferrable: "deferrable initially immediate" }),
  c4: integer().nullable().references(() => parent.id, { deferrable: "not deferrable" }),
  c5: integer().nullable().references(() => parent.id, { deferrable: "not deferrable initially deferred" }),
  c6: integer().nullable().references(() => parent.id, { match: "FULL" }),
  c7: integer().nullable().references(() => parent.id, { onDelete: "cascade", match: "SIMPLE" }),
  c8: integer()
    .nullable()
    .references(() => parent.id, { onDelete: "cascade", match: "PARTIAL", deferrable: "deferrable initially deferred" }),
  x: text().nullable(),
  y: text().nullable(),
}, {
  constraints: (t) => [
    foreignKey(t.x, t.y).references(() => [parent.a, parent.b], { onDelete: "set null", match: "FULL", deferrable: "deferrable initially deferred" }),
  ],
});
