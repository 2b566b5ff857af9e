import { index, sql, table, text, unique } from "trueup";

export const t = table({
  name: text().nullable(),
  columns: text().nullable(),
  kind: text().nullable(),
  table_: text().nullable(),
  where_: text().nullable(),
  nullable: text().nullable(),
  primaryKey: text().nullable(),
  references: text().nullable(),
  default: text().nullable(),
  was: text().nullable(),
  fill: text().nullable(),
  _: text().nullable(),
  $inferSelect: text().nullable(),
});

export const t_name = index(t.name, t.columns).where(sql`${t.kind} IS NOT NULL`);

export const u = table({
  a: text().nullable().references(() => t.name),
  b: text().nullable().references(() => t.was),
}, { constraints: (t) => [unique(t.a, t.b)] });
