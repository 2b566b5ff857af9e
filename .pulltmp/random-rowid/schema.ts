import { any, integer, table, text } from "trueup";

export const session = table({
  token: text(),
  at: integer().nullable(),
}, { randomRowid: true });

export const shard = table({
  id: integer().primaryKey(),
  body: any().nullable(),
}, { strict: true, randomRowid: true });
