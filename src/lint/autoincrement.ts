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
          on: [table.name],
          places: [`primary-key:${table.name}`, `table:${table.name}`],
          message: `\`${table.name}\` counts its keys with AUTOINCREMENT`,
          label: "seldom needed",
          why: "keys are filled in without it; AUTOINCREMENT only keeps the numbers of deleted rows from being reused, and writes a second table with each insert",
          help: [
            "remove autoincrement, unless a number must never be used twice",
            "if so: // trueup-ignore autoincrement: reason",
          ],
          // Prisma's engine writes AUTOINCREMENT on every Int @id, whatever the schema says.
          helpIn: (language) =>
            language === "prisma"
              ? null
              : [
                  `remove ${language === "sql" ? "AUTOINCREMENT" : "{ autoIncrement: true }"}, unless a number must never be used twice`,
                  language === "sql"
                    ? 'if so: lint: { autoincrement: "off" } in trueup.config.ts'
                    : "if so: // trueup-ignore autoincrement: reason",
                ],
        },
      ];
    }),
};
