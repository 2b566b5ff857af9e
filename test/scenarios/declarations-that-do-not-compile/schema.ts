import { index, integer, table, text } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text(),
});

export const tune_by_tempo = index(tune.tempo);
