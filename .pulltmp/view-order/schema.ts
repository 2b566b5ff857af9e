import { column, sql, table, view } from "trueup";

export const z = table({
  a: column("").nullable(),
});

export const b = view(sql`SELECT a FROM ${z}`);

export const a = view(sql`SELECT a FROM ${b}`);
