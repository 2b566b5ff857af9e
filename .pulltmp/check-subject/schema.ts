import { check, integer, sql, table } from "trueup";

export const span = table({
  low: integer().nullable().check(sql`low < high`),
  high: integer().nullable(),
  step: integer().nullable(),
}, { constraints: (t) => [check(sql`${t.step} > 0`), check("span_high", sql`${t.high} < 100`)] });
