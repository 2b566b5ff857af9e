import { integer, rows, table, text } from "trueup";

export const country = table({ code: text().primaryKey().collate("NOCASE"), name: text() });
export const town = table({ id: integer().primaryKey(), country: text().nullable().references(() => country.code) });
rows(country, [{ code: "ie", name: "Ireland" }, { code: "SE", name: "Sweden" }]);
