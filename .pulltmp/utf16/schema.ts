import { integer, sql, table, text, view } from "trueup";

export const größe = table({
  id: integer().primaryKey(),
  wert: text().check(sql`wert <> 'ß'`).default("ä€😀"),
});

export const ansicht = view(sql`SELECT wert || '→' AS w FROM ${größe}`);
