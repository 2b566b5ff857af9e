import { integer, rows, table, text } from "trueup";

export const role = table({ id: integer().primaryKey(), name: text(), rights: integer().default(0) });
rows(role, [{ id: 1, name: "admin" }, { id: 2, name: "guest" }], { mode: "at least" });
