import { isReserved } from "../sql/tokens.ts";
import { type Finding, type Rule, wasIn } from "./rule.ts";

export const reservedName: Rule = {
  code: "reserved-name",
  level: "warn",
  find: (schema) => {
    const named: readonly (readonly [string, Finding["on"], string])[] = [
      ...schema.tables.flatMap((table) => [
        ["table", [table.name], `table:${table.name}`] as const,
        ...table.columns.map(
          (column) => ["column", [table.name, column.name], `column:${table.name}.${column.name}`] as const,
        ),
      ]),
      ...schema.views.map((view) => ["view", [view.name], `view:${view.name}`] as const),
      ...schema.virtualTables.map((table) => ["virtual table", [table.name], `virtual-table:${table.name}`] as const),
    ];
    return named.flatMap(([kind, on, place]) => {
      const name = on.at(-1) ?? "";
      return isReserved(name) ? [finding(kind, name, on, place)] : [];
    });
  },
};

function finding(kind: string, name: string, on: Finding["on"], place: string): Finding {
  return {
    on,
    places: [place],
    message: `\`${name}\` is an SQL keyword`,
    label: `a ${kind} named like a keyword`,
    why: "every statement that names it has to quote it",
    help: ["choose another name; for an existing column, keep its rows with .was"],
    helpIn: (language) => [`choose another name; for an existing column, keep its rows with  ${wasIn[language]}`],
  };
}
