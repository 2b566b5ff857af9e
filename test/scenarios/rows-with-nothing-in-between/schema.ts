import { integer, rows, sql, table, text } from "trueup";

export const side = table({
  id: integer().primaryKey(),
  name: text().unique().check(sql`name IN ('left', 'right')`),
});
rows(side, [{ id: 1, name: "right" }, { id: 2, name: "left" }]);
