import { integer, rows, sql, table, text } from "trueup";

export const genre = table(
  {
    id: text().primaryKey().was("code"),
    name: text().was("label"),
    rank: integer().fill(sql`CAST(rank AS INTEGER)`),
    family: text().fill(sql`'folk'`),
  },
  { strict: true, was: "kind" },
);
rows(genre, [
  { id: "a", name: "A", rank: 1, family: "folk" },
  { id: "b", name: "B", rank: 2, family: "court" },
  { id: "c", name: "C", rank: 3, family: "folk" },
]);
