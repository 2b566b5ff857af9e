import { integer, sql, table, text, trigger, view } from "trueup";

export const tune = table({ id: integer().primaryKey(), title: text().nullable(), changed: text().nullable() });
export const sorted = view(sql`SELECT tilte_sort(${tune.title}) AS s FROM ${tune}`);
export const collated = view(sql`SELECT title FROM ${tune} ORDER BY title COLLATE unicas`);
export const changed = trigger(sql`AFTER INSERT ON ${tune} BEGIN SELECT now(1); END`);
export const wrong = view(sql`SELECT now() AS n, tilte FROM ${tune}`);
