import { column, sql, table, text } from "trueup";

export const legacy = table({
  a: column<string>("VARCHAR(20)").nullable(),
  b: column<number>("DECIMAL(10,2)"),
  c: column<number>("UNSIGNED BIG INT").nullable(),
  d: column<number>("DOUBLE PRECISION").nullable(),
  e: column<string>("DATETIME").nullable().default(sql`CURRENT_TIMESTAMP`),
  f: column<number>("BOOLEAN").default(0),
  g: column<string>("NATIVE CHARACTER(70)").nullable(),
  h: column<string>("varchar(255)").nullable(),
  i: column<number>("int").nullable(),
  j: text().nullable(),
  k: column<number>("FLOATING POINT").nullable(),
  l: column<string>("STRING").nullable(),
  m: column<string>("JSON").nullable(),
  n: column<number>('"quoted type"(3)').nullable(),
  o: column<number>("[bracket type]").nullable(),
  p: column<number>("DECIMAL(+5,-2)").nullable(),
  q: column<number>("TINYINT(1)"),
  r: column<string>("NVARCHAR(100)").nullable().collate("NOCASE"),
});
