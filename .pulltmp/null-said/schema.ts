import { integer, self, sql, table, text } from "trueup";

export const said = table({
  a: text().nullable(),
  b: integer().nullable().default(1),
  c: text().collate("NOCASE").check(sql`c <> 'x'`).default("").references(self("a")),
});
