import type { Column, Table } from "../model/schema.ts";
import { significant, tokenize, unquote } from "../sql/tokens.ts";
import type { Rule } from "./rule.ts";

/**
 * The engine refuses a double-quoted text wherever it could name a column. Only a DEFAULT cannot name one, and there
 * such a text goes through.
 */
export const doubleQuotedString: Rule = {
  code: "double-quoted-string",
  level: "warn",
  find: (schema) => schema.tables.flatMap((table) => table.columns.flatMap((column) => inDefault(table, column))),
};

function inDefault(table: Table, column: Column) {
  const quoted = significant(tokenize(column.default?.text ?? "")).find((token) => token.kind === "name");
  if (quoted === undefined) return [];
  const text = unquote(quoted.text);
  return [
    {
      subject: `${table.name}.${column.name}`,
      places: [`default:${table.name}.${column.name}`, `column:${table.name}.${column.name}`],
      message: `the default of \`${column.name}\` is a text in the wrong quotes: ${quoted.text}`,
      label: "double quotes are for names",
      why: "SQLite takes it for a text today, and refuses it where double-quoted texts are off",
      help: [`write .default(${JSON.stringify(text)}), or '${text.replaceAll("'", "''")}' in SQL`],
    },
  ];
}
