import type { Rule } from "./rule.ts";

export const notStrict: Rule = {
  code: "not-strict",
  level: "off",
  find: (schema) =>
    schema.tables
      .filter((table) => !table.strict)
      .map((table) => ({
        on: [table.name],
        places: [`table:${table.name}`],
        message: `\`${table.name}\` is not STRICT`,
        label: "takes values of any type",
        why: "a column of type INTEGER accepts the string 'many' and keeps it",
        help: ["add { strict: true }"],
        // Drizzle and Prisma cannot express it.
        helpIn: (language) => (language === "sql" ? ["write STRICT after the closing parenthesis"] : null),
      })),
};
