import { column, sql, table } from "trueup";

export const n = table({
  a: column("").nullable().default(sql`007`),
  b: column("").nullable().default(sql`1.0`),
  c: column("").nullable().default(sql`1.10`),
  d: column("").nullable().default(sql`1e400`),
  e: column("").nullable().default(sql`-1E-7`),
  f: column("").nullable().default(sql`12345678901234567890`),
  g: column("").nullable().default(sql`0x7fffffffffffffff`),
  h: column("").nullable().default(-5),
  i: column("").nullable().default(-5),
  j: column("").nullable().default(sql`((1))`),
  k: column("").nullable().default(sql`5.`),
  l: column("").nullable().default(sql`(1) + (2)`),
});
