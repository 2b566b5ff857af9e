import { foreignKey, integer, primaryKey, self, table, text } from "trueup";

export const country = table({
  code: text().nullable().primaryKey(),
});

export const city = table({
  country: text().nullable().references(() => country.code),
  name: text().nullable(),
}, { constraints: (t) => [primaryKey(t.country, t.name)] });

export const person = table({
  id: integer().primaryKey(),
  boss: integer().nullable().references(self("id"), { onDelete: "set null" }),
  born_in: text().nullable().references(() => country.code, { onDelete: "cascade", onUpdate: "set default" }),
  home_country: text().nullable().default("NO"),
  home_city: text().nullable(),
  passport: text().nullable().references(() => country.code, { onUpdate: "restrict" }),
}, {
  constraints: (t) => [
    foreignKey(t.home_country, t.home_city).references(() => [city.country, city.name], { onDelete: "restrict", onUpdate: "cascade" }),
  ],
});
