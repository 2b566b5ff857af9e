import { affinity } from "../model/affinity.ts";
import type { Column, Table } from "../model/schema.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import type { Finding, Rule } from "./rule.ts";

const times = /^CURRENT_(TIMESTAMP|DATE|TIME)$/i;

/** A default that was meant to be the time: its name as a text, or a text in a column of numbers. */
export const defaultTime: Rule = {
  code: "default-time",
  level: "warn",
  find: (schema) => schema.tables.flatMap((table) => table.columns.flatMap((column) => inDefault(table, column))),
};

function inDefault(table: Table, column: Column): readonly Finding[] {
  const [only, ...others] = significantIn(column.default?.text ?? "").filter(
    ({ text }) => text !== "(" && text !== ")",
  );
  if (only === undefined || others.length > 0) return [];
  const place = `${table.name}.${column.name}`;
  const about = { on: [table.name, column.name] as const, places: [`default:${place}`, `column:${place}`] };
  if (only.kind === "string" && times.test(unquote(only.text))) {
    const name = unquote(only.text).toUpperCase();
    return [
      {
        ...about,
        message: `the default of \`${column.name}\` is the text ${only.text}, and not the time`,
        label: "a text",
        why: "each row gets the name of the function",
        help: [`write .default(sql\`${name}\`)`],
        helpIn: (language) => [
          language === "sql"
            ? `write DEFAULT ${name}`
            : language === "prisma"
              ? "write @default(now())"
              : `write .default(sql\`${name}\`)`,
        ],
      },
    ];
  }
  const kind = affinity(column.type);
  if (only.kind !== "word" || !times.test(only.text) || (kind !== "INTEGER" && kind !== "REAL")) return [];
  return [
    {
      ...about,
      message: `the default of \`${column.name}\` is a text, and the column is ${column.type.toUpperCase()}`,
      label: "a text such as '2026-01-31 12:00:00'",
      why: "it is not a number: it sorts behind all of them, and code that reads a number gets a text",
      help: ["write .default(sql`(unixepoch())`) for seconds, or declare the column as text"],
      helpIn: (language) => [
        language === "sql"
          ? "write DEFAULT (unixepoch()) for seconds, or declare the column as TEXT"
          : language === "prisma"
            ? "declare the field as DateTime"
            : "write .default(sql`(unixepoch())`) for seconds, or declare the column as text",
      ],
    },
  ];
}
