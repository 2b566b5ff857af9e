import type { Rule } from "./rule.ts";

export const autoincrement: Rule = {
  code: "autoincrement",
  level: "warn",
  find: (schema) =>
    schema.tables.flatMap((table) => {
      const key = table.primaryKey;
      if (key?.autoincrement !== true) return [];
      return [
        {
          subject: table.name,
          places: [`primary-key:${table.name}`, `table:${table.name}`],
          message: `\`${table.name}\` counts its keys with AUTOINCREMENT`,
          label: "seldom needed",
          why: "without it a key is filled in just so; AUTOINCREMENT only keeps the numbers of deleted rows from being used again, at the price of a second table written with each insert",
          help: [
            "take autoincrement out, unless a number that was once given away must never come back",
            "if it must not: // trueup-ignore autoincrement: reason",
          ],
        },
      ];
    }),
};
