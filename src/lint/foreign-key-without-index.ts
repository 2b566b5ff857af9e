import { fold } from "../model/names.ts";
import { pathsOf } from "./keys-of-table.ts";
import { quoteName } from "../sql/quote.ts";
import { isReserved } from "../sql/tokens.ts";
import type { ForeignLanguage, InCode, Rule } from "./rule.ts";

export const foreignKeyWithoutIndex: Rule = {
  code: "foreign-key-without-index",
  level: "warn",
  find: (schema) =>
    schema.tables.flatMap((table) => {
      const paths = pathsOf(table, schema).filter((path) => path.where === null);
      return table.foreignKeys.flatMap((key) => {
        const wanted = new Set(key.columns.map(fold));
        const rowid = table.primaryKey?.isRowid === true && wanted.has(fold(table.primaryKey.terms[0]?.column ?? ""));
        const covered = paths.some(
          (path) =>
            path.terms.slice(0, wanted.size).every(({ column }) => column !== null && wanted.has(column)) &&
            path.terms.length >= wanted.size,
        );
        if (covered || (rowid && wanted.size === 1)) return [];
        return [
          {
            on: [table.name, ...key.columns],
            places: [`foreign-key:${table.name}.${key.columns.join(",")}`, `table:${table.name}`],
            message: `no index begins with ${key.columns.map((column) => `\`${column}\``).join(" and ")}, which ${key.columns.length === 1 ? "refers" : "refer"} to \`${key.table}\``,
            label: "not indexed",
            why: `each delete in ${key.table}, and each change of its key, reads all of ${table.name}`,
            help: (code) => [indexInCode(code, table.name, key.columns)],
            helpIn: (language, keyOf) => [indexIn(language, table.name, key.columns, keyOf)],
          },
        ];
      });
    }),
};

function indexInCode(code: InCode, table: string, columns: readonly string[]): string {
  const name = [code.table(table), "by", ...columns].join("_").replace(/\W/g, "_");
  return `export const ${name} = index(${columns.map((column) => code.column(table, column)).join(", ")});`;
}

function indexIn(
  language: ForeignLanguage,
  table: string,
  columns: readonly string[],
  keyOf: (column: string) => string,
): string {
  const name = `${table}_by_${columns.join("_")}`;
  switch (language) {
    case "sql":
      return `CREATE INDEX ${inSql(name)} ON ${inSql(table)} (${columns.map(inSql).join(", ")});`;
    case "drizzle":
      return `index(${JSON.stringify(name)}).on(${columns.map((column) => `t.${keyOf(column)}`).join(", ")})`;
    case "prisma":
      return `@@index([${columns.map(keyOf).join(", ")}])`;
  }
}

function inSql(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !isReserved(name) ? name : quoteName(name);
}
