import { sql, table, text, trigger, view } from "trueup";

export const t = table({
  a: text().nullable(),
});

export const g = trigger(sql`AFTER INSERT ON ${t} BEGIN SELECT my_function(new.a); END`);

export const v = view(sql`SELECT my_function(a) AS b FROM ${t}`);
