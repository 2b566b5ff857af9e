import { integer, primaryKey, table, text, unique } from "trueup";

export const event = table({
  at: text(),
  seq: integer(),
  note: text().nullable(),
}, { constraints: (t) => [primaryKey(t.at.desc(), t.seq)] });

export const alias = table({
  name: text(),
  lang: text(),
}, { withoutRowid: true, constraints: (t) => [primaryKey(t.name.collate("NOCASE"), t.lang.desc())] });

export const code = table({
  a: text().nullable(),
  b: text().nullable(),
}, { constraints: (t) => [unique(t.a.collate("RTRIM").desc(), t.b)] });

export const single = table({
  name: text().nullable().primaryKey({ order: "desc" }),
});
