import { table, text, unique } from "trueup";

export const u = table({
  a: text().nullable().unique(),
  b: text().nullable(),
  c: text().unique(),
}, { constraints: (t) => [unique(t.b, t.c), unique(t.c, t.b)] });

export const twice = table({
  a: text().nullable().unique(),
  b: text().nullable(),
}, { constraints: (t) => [unique(t.a, t.b)] });

export const keyed = table({
  a: text().nullable().primaryKey().unique(),
  b: text().nullable(),
});
