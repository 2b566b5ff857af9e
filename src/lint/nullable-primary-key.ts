import { named } from "../model/names.ts";
import type { Rule } from "./rule.ts";

export const nullablePrimaryKey: Rule = {
  code: "nullable-primary-key",
  level: "warn",
  find: (schema) =>
    schema.tables.flatMap((table) => {
      const key = table.primaryKey;
      // In these SQLite itself keeps NULL out: https://www.sqlite.org/lang_createtable.html#the_primary_key
      if (key === null || key.isRowid || table.withoutRowid || table.strict) return [];
      return key.terms.flatMap((term) => {
        const column = named(table.columns, term.column);
        if (column === undefined || column.notNull !== null) return [];
        return [
          {
            on: [table.name, column.name],
            places: [
              `nullable:${table.name}.${column.name}`,
              `column:${table.name}.${column.name}`,
              `table:${table.name}`,
            ],
            message: `the primary key \`${column.name}\` of \`${table.name}\` admits NULL`,
            label: "may be NULL",
            why: "because of an old bug in SQLite, any number of rows may have the key NULL",
            help: ["remove .nullable(), or make the table STRICT or WITHOUT ROWID"],
            helpIn: (language, key) => [
              language === "sql"
                ? "add NOT NULL, or make the table STRICT or WITHOUT ROWID"
                : `this version of Drizzle writes no NOT NULL on a key: add check("${table.name}_${column.name}", sql\`\${t.${key(column.name)}} IS NOT NULL\`)`,
            ],
          },
        ];
      });
    }),
};
