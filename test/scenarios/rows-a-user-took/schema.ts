import { integer, rows, table, text } from "trueup";

export const role = table({ id: integer().primaryKey(), name: text().unique() });
rows(role, [{ id: 1, name: "admin" }, { id: 2, name: "guest" }], { mode: "at least" });
