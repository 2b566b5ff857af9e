import { integer, real, table, text } from "trueup";

export const ticket = table({
  id: integer().primaryKey({ autoincrement: true }),
  subject: text(),
});

export const receipt = table({
  id: integer().primaryKey({ onConflict: "replace", autoincrement: true }),
  total: real().nullable(),
});
