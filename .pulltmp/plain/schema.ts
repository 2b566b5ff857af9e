import { blob, integer, numeric, real, table, text } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text(),
  tempo: real().nullable(),
  cover: blob().nullable(),
  rating: numeric(),
});
