import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { mentions } from "../sql/mentions.ts";
import type { Finding, Rule } from "./rule.ts";

/** For applications that use Turso's own engine, a rewrite of SQLite: what it lacked in version 0.7. */
export const tursoCannotOpen: Rule = {
  code: "turso-cannot-open",
  level: "off",
  find: (schema) => [...unopened(schema), ...unusable(schema)],
};

/** With one of these in it, the whole file is refused. */
function unopened({ tables, indexes }: Schema): Finding[] {
  const why = "Turso's engine then refuses the whole file";
  const help = ["declare it in another way, or open the file with SQLite or libSQL alone"];
  const random = tables.filter(({ randomRowid }) => randomRowid);
  const generated = tables.flatMap((table) =>
    table.columns.flatMap((column) => (column.generated === null ? [] : [{ table, column }])),
  );
  const vectors = indexes.filter(({ terms }) =>
    terms.some(({ expr }) => mentions(expr?.text ?? "", { strings: false }).has(fold("libsql_vector_idx"))),
  );
  return [
    ...generated.map(({ table: { name }, column }) => ({
      on: [name, column.name] as const,
      places: [`column:${name}.${column.name}`, `table:${name}`],
      message: `\`${name}.${column.name}\` is a generated column`,
      why: column.generated?.stored === true ? why : `${why}, unless its feature generated_columns is turned on`,
      help,
    })),
    ...random.map(({ name }) => ({
      on: [name] as const,
      places: [`table:${name}`],
      message: `\`${name}\` is a table with RANDOM ROWID`,
      why,
      help,
    })),
    ...vectors.map(({ name }) => ({
      on: [name] as const,
      places: [`index:${name}`],
      message: `\`${name}\` is a vector index`,
      why,
      help,
    })),
  ];
}

/** The file is opened, and these are as if they were not there. */
function unusable({ virtualTables, triggers }: Schema): Finding[] {
  const why = "Turso's engine opens the file, and does not know it";
  const help = ["use it over SQLite or libSQL alone"];
  const instead = triggers.filter(({ fires }) => fires.time === "INSTEAD OF");
  return [
    ...virtualTables.map(({ name }) => ({
      on: [name] as const,
      places: [`virtual-table:${name}`],
      message: `\`${name}\` is a virtual table`,
      why,
      help,
    })),
    ...instead.map(({ name }) => ({
      on: [name] as const,
      places: [`trigger:${name}`],
      message: `\`${name}\` is a trigger INSTEAD OF`,
      why,
      help,
    })),
  ];
}
