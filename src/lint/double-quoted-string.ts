import type { Column, Table } from "../model/schema.ts";
import { isNameAsText } from "../sql/read-column.ts";
import { isWord, significantIn, unquote } from "../sql/tokens.ts";
import type { ForeignLanguage, Rule } from "./rule.ts";

/**
 * The engine refuses a double-quoted string wherever it could name a column. Only a DEFAULT cannot name one, so there
 * such a string is accepted, and so is a bare word.
 */
export const doubleQuotedString: Rule = {
  code: "double-quoted-string",
  level: "warn",
  find: (schema) => schema.tables.flatMap((table) => table.columns.flatMap((column) => inDefault(table, column))),
};

function inDefault(table: Table, column: Column) {
  // As it is written: the model has the string that it means.
  const tokens = significantIn(column.text);
  const quoted = tokens.find((token, n) => n > 1 && isWord(tokens[n - 1], "DEFAULT") && isNameAsText(token));
  if (column.default === null || quoted === undefined) return [];
  const text = unquote(quoted.text);
  return [
    {
      on: [table.name, column.name] as const,
      places: [`default:${table.name}.${column.name}`, `column:${table.name}.${column.name}`],
      message: `the default of \`${column.name}\` is a string without its quotes: ${quoted.text}`,
      label: "looks like a name",
      why: "SQLite reads it as a string: a default cannot refer to a column",
      helpIn: (language: ForeignLanguage) => [
        `write ${language === "drizzle" ? `.default(${JSON.stringify(text)}), or ` : ""}'${text.replaceAll("'", "''")}'${language === "drizzle" ? " in SQL" : ""}`,
      ],
      help: [`write .default(${JSON.stringify(text)}), or '${text.replaceAll("'", "''")}' in SQL`],
    },
  ];
}
