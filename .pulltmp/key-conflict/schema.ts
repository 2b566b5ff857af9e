import { integer, primaryKey, table, text, unique } from "trueup";

export const setting = table({
  id: integer().primaryKey({ onConflict: "replace" }),
  name: text().notNull({ onConflict: "abort" }).unique({ onConflict: "ignore" }),
  value: text().notNull({ onConflict: "fail" }),
  area: text().nullable(),
}, { constraints: (t) => [unique(t.area, t.value).onConflict("rollback")] });

export const pair = table({
  a: text().nullable(),
  b: text().nullable(),
}, { constraints: (t) => [primaryKey(t.a, t.b).onConflict("ignore")] });
