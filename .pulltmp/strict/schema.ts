import { any, blob, column, integer, real, table, text } from "trueup";

export const reading = table({
  id: integer().primaryKey(),
  taken: column<number>("INT"),
  value: real().nullable(),
  unit: text().default("celsius"),
  raw: blob().nullable(),
  extra: any().nullable(),
}, { strict: true });

export const setting = table({
  key: text().primaryKey(),
  value: any().nullable(),
}, { strict: true, withoutRowid: true });
