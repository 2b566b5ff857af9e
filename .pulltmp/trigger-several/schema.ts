import { integer, sql, table, trigger } from "trueup";

export const t = table({
  a: integer().nullable(),
});

export const z_first = trigger(sql`AFTER INSERT ON ${t} BEGIN UPDATE ${t} SET a = a + 1; END`);

export const a_second = trigger(sql`AFTER INSERT ON ${t} BEGIN UPDATE ${t} SET a = a * 2; END`);
