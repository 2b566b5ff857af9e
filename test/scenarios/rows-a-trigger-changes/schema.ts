import { integer, rows, sql, table, text, trigger } from "trueup";

export const role = table({ id: integer().primaryKey(), name: text() });
export const role_upper = trigger(
  sql`AFTER INSERT ON role BEGIN UPDATE role SET name = upper(new.name) WHERE id = new.id; END`,
);
rows(role, [{ id: 1, name: "admin" }]);
