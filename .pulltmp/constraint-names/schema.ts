import { check, column, integer, primaryKey, self, sql, table, text, unique } from "trueup";

export const team = table({
  id: integer().primaryKey({ name: "team_pk" }),
  name: text().notNull({ name: "team_name_given" }).unique({ name: "team_name_once" }),
  size: integer()
    .nullable()
    .check(sql`size > 0`, { name: "team_size" })
    .references(self("id"), { name: "team_self" }),
  lead: integer().nullable().references(self("id"), { name: "team_lead" }),
  code: text().nullable(),
  area: text().nullable(),
}, {
  constraints: (t) => [
    unique("team_code_once", t.code, t.area),
    check("team_code_short", sql`length(${t.code}) < 9`),
  ],
});

export const named_key = table({
  a: column("").nullable(),
  b: column("").nullable(),
}, { constraints: (t) => [primaryKey("the key", t.a, t.b)] });

export const named_rest = table({
  a: text().nullable().collate("NOCASE").default("x"),
  b: text().nullable().generated(sql`upper(a)`),
});
