import { column, integer, table, text } from "trueup";

export const source = table({
  id: integer().primaryKey(),
  name: text().nullable(),
  price: column<number>("DECIMAL(8,2)").nullable(),
});

export const copy = table({
  id: column<number>("INT").nullable(),
  name: text().nullable(),
  price: column<number>("NUM").nullable(),
  "double price": column("").nullable(),
  "'x'": column("").nullable(),
});
