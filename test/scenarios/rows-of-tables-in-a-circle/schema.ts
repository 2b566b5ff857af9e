import { integer, rows, self, table } from "trueup";

export const team = table({
  id: integer().primaryKey(),
  head: integer().nullable().references("person.id"),
  part_of: integer().nullable().references(self("id"), { onDelete: "cascade" }),
});
export const person = table({
  id: integer().primaryKey(),
  team: integer().references(() => team.id, { onDelete: "cascade" }),
});
rows(team, [{ id: 1, head: 10, part_of: null }, { id: 2, head: 10, part_of: 1 }]);
rows(person, [{ id: 10, team: 1 }], { mode: "at least" });
