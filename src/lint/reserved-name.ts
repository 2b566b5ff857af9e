import { isReserved } from "../sql/tokens.ts";
import { type Finding, type Rule, wasIn } from "./rule.ts";

export const reservedName: Rule = {
  code: "reserved-name",
  level: "warn",
  find: (schema) => {
    const named: readonly (readonly [string, string, string])[] = [
      ...schema.tables.flatMap((table) => [
        ["table", table.name, `table:${table.name}`] as const,
        ...table.columns.map((column) => ["column", column.name, `column:${table.name}.${column.name}`] as const),
      ]),
      ...schema.views.map((view) => ["view", view.name, `view:${view.name}`] as const),
      ...schema.virtualTables.map((table) => ["virtual table", table.name, `virtual-table:${table.name}`] as const),
    ];
    return named.filter(([, name]) => isReserved(name)).map(([kind, name, place]) => finding(kind, name, place));
  },
};

function finding(kind: string, name: string, place: string): Finding {
  return {
    subject: place.slice(place.indexOf(":") + 1),
    places: [place],
    message: `\`${name}\` is an SQL keyword`,
    label: `a ${kind} named like a keyword`,
    why: "every statement that names it has to quote it",
    help: ["choose another name; for an existing column, keep its rows with .was"],
    helpIn: (language) => [`choose another name; for an existing column, keep its rows with  ${wasIn[language]}`],
  };
}
