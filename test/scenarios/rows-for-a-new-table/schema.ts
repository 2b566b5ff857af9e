import { integer, rows, table, text } from "trueup";

export const role = table({ id: integer().primaryKey(), name: text(), rights: integer().default(0) });
export const role_right = table({ role: integer().references(() => role.id), what: text().primaryKey() });
const admin = { id: 1, name: "admin" };
rows(role, [{ ...admin, rights: 7 }, { id: 2, name: "guest" }]);
rows(role_right, [{ role: admin.id, what: "delete" }]);
