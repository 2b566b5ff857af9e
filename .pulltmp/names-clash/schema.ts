import { column, index, sql, table, trigger } from "trueup";

export const a_b_table = table("a b", {
  x: column("").nullable(),
});

export const a_b_trigger_2 = trigger("a b", sql`AFTER INSERT ON ${a_b_table} BEGIN SELECT 1; END`);

export const a_b = table({
  x: column("").nullable(),
});

export const a_b_index = index("a  b", a_b.x);

export const a_b_trigger = trigger("a_b", sql`AFTER INSERT ON ${a_b} BEGIN SELECT 1; END`);

export const a_b_table_2 = table("a-b", {
  x: column("").nullable(),
});

export const A_B2 = table({
  x: column("").nullable(),
});
