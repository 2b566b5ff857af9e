import { column, sql, table } from "trueup";

export const note = table({
  a: column("").nullable().primaryKey(),
  b: column(""),
  c: column("").nullable().default(1),
  d: column("").nullable().unique(),
  e: column("").nullable().check(sql`e > 0`),
  f: column("").nullable().collate("NOCASE"),
});
