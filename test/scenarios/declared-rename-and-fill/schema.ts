import { index, integer, sql, table, text } from "trueup";

export const tune = table(
  {
    id: integer().primaryKey(),
    title: text().was("name"),
    tempo: integer().was("speed").fill(sql`100`),
  },
  { was: "song" },
);

export const song_by_name = index(tune.title);
