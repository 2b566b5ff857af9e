import { isAccount } from "../../diff/partial/lay-over.ts";
import type { Schema, View } from "../../model/schema.ts";
import { significantIn } from "../../sql/tokens.ts";
import { type CodeNames, codeNames } from "./names.ts";
import { drizzleTable } from "./write-table.ts";
import { behindFirst, template } from "./write-column.ts";

export interface DrizzleFiles {
  readonly schema: string;
  /** What Drizzle cannot express, but a trueup file can. */
  readonly rest: Schema;
  /** What neither can express, in words: it is in this database and would not be in a new one. */
  readonly unsaid: readonly string[];
}

/** A schema as Drizzle declares it, and what is left over. */
export function writeDrizzle(schema: Schema): DrizzleFiles {
  const names = codeNames(schema);
  const said = schema.views.flatMap((view) => viewStatement(view, names) ?? []);
  const tables = schema.tables.filter(({ name }) => !isAccount(name));
  const body = [...tables.map((table) => drizzleTable(table, schema, names)), ...said].join("\n");
  const typed = body.includes("typed(")
    ? "/** A type that Drizzle cannot express, as it is in the database. */\nconst typed = (type: string) => customType<{ data: unknown }>({ dataType: () => type });\n\n"
    : "";
  const unsayable = schema.views.filter(({ body }) => queryOf(body.text) === null);
  return {
    schema: `${imports(`${typed}${body}`)}\n${typed}${body}`,
    rest: { ...schema, tables: [], indexes: [], views: unsayable },
    unsaid: tables.flatMap((table) => [
      ...(table.strict ? [`${table.name} is STRICT`] : []),
      ...(table.withoutRowid ? [`${table.name} is WITHOUT ROWID`] : []),
      ...table.columns.flatMap(({ name, collate }) =>
        collate === null ? [] : [`${table.name}.${name} is COLLATE ${collate}`],
      ),
      ...table.foreignKeys.flatMap(({ columns, deferrable }) =>
        deferrable === null ? [] : [`the key ${table.name} (${columns.join(", ")}) is ${deferrable}`],
      ),
    ]),
  };
}

/** A view as Drizzle declares it; null if it cannot. */
export function viewStatement({ name, body }: View, names: CodeNames): string | null {
  const query = queryOf(body.text);
  if (query === null) return null;
  return `export const ${names.table(name)}View = sqliteView(${JSON.stringify(name)}, {}).as(${template(query)});\n`;
}

/** The SELECT of a view; null if it names its columns, which Drizzle cannot express. */
export function queryOf(body: string): string | null {
  const [first] = significantIn(body);
  return first?.text.toUpperCase() === "AS" ? behindFirst(body) : null;
}

const words = [
  "blob",
  "check",
  "customType",
  "foreignKey",
  "index",
  "integer",
  "numeric",
  "primaryKey",
  "real",
  "sqliteTable",
  "sqliteView",
  "text",
  "unique",
  "uniqueIndex",
];

/** The words of `drizzle-orm/sqlite-core` in a text. */
export function wordsIn(body: string): readonly string[] {
  return words.filter((word) => new RegExp(`(?<![.\\w"'\`])${word}[(<]`).test(body));
}

function imports(body: string): string {
  const used = wordsIn(body);
  const types = body.includes("AnySQLiteColumn") ? ["type AnySQLiteColumn"] : [];
  const sql = /(?<![\w.])sql`/.test(body) ? 'import { sql } from "drizzle-orm";\n' : "";
  return `${sql}import { ${[...used, ...types].join(", ")} } from "drizzle-orm/sqlite-core";\n`;
}
