import { onColumn } from "../model/on-column.ts";
import type { KeyTerm, Table } from "../model/schema.ts";
import { quoteName } from "./quote.ts";
import { conflict, constraintName, joined, writeColumn, writeReferences } from "./write-column.ts";
import { closed } from "./fragment.ts";

/** A table as its CREATE TABLE statement. Constraints written on a column stay on the column. */
export function writeTable(table: Table): string {
  const columns = table.columns.map((column) => {
    const here = onColumn(table, column.name);
    return writeColumn(column, here);
  });
  const key = table.primaryKey;
  const lines = [
    ...columns,
    ...(key !== null && key.at === null
      ? [
          joined(
            constraintName(key.name),
            `PRIMARY KEY (${terms(key.terms, key.autoincrement)})`,
            conflict(key.conflict),
          ),
        ]
      : []),
    ...table.uniques
      .filter(({ at }) => at === null)
      .map((unique) =>
        joined(constraintName(unique.name), `UNIQUE (${terms(unique.terms, false)})`, conflict(unique.conflict)),
      ),
    ...table.checks
      .filter(({ at }) => at === null)
      .map((check) => joined(constraintName(check.name), `CHECK (${closed(check.expr.text)})`)),
    ...table.foreignKeys
      .filter(({ at }) => at === null)
      .map((key) =>
        joined(
          constraintName(key.name),
          `FOREIGN KEY (${key.columns.map(quoteName).join(", ")})`,
          writeReferences(key),
        ),
      ),
  ];
  const options = [
    ...(table.withoutRowid ? ["WITHOUT ROWID"] : []),
    ...(table.randomRowid ? ["RANDOM ROWID"] : []),
    ...(table.strict ? ["STRICT"] : []),
  ];
  return `CREATE TABLE ${quoteName(table.name)} (\n  ${lines.join(",\n  ")}\n)${options.length === 0 ? "" : ` ${options.join(", ")}`}`;
}

function terms(list: readonly KeyTerm[], autoincrement: boolean): string {
  const written = list.map(({ column, collate, descending }) =>
    joined(quoteName(column), collate === null ? "" : `COLLATE ${quoteName(collate)}`, descending ? "DESC" : ""),
  );
  return written.join(", ") + (autoincrement ? " AUTOINCREMENT" : "");
}
