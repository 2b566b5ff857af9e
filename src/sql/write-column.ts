import type { Check, Column, ForeignKey } from "../model/schema.ts";
import type { OnColumn } from "../model/on-column.ts";
import { closed } from "./fragment.ts";
import { nameList, quoteName } from "./quote.ts";

/** A column's definition, as ADD COLUMN and ALTER COLUMN take it. */
export function writeColumn(column: Column, on: OnColumn): string {
  const clauses = [quoteName(column.name), column.type];
  if (on.primaryKey !== null) {
    const [term] = on.primaryKey.terms;
    clauses.push(
      constraintName(on.primaryKey.name),
      "PRIMARY KEY",
      term?.descending ? "DESC" : "",
      conflict(on.primaryKey.conflict),
    );
    if (on.primaryKey.autoincrement) clauses.push("AUTOINCREMENT");
  }
  if (column.generated !== null) {
    clauses.push(
      `GENERATED ALWAYS AS (${closed(column.generated.expr.text)})`,
      column.generated.stored ? "STORED" : "VIRTUAL",
    );
  }
  if (column.notNull !== null)
    clauses.push(constraintName(column.notNull.name), "NOT NULL", conflict(column.notNull.conflict));
  if (column.default !== null) clauses.push("DEFAULT", column.default.text);
  if (column.collate !== null) clauses.push("COLLATE", quoteName(column.collate));
  for (const unique of on.uniques) clauses.push(constraintName(unique.name), "UNIQUE", conflict(unique.conflict));
  for (const check of on.checks) clauses.push(writeCheck(check));
  for (const foreign of on.foreignKeys) clauses.push(constraintName(foreign.name), writeReferences(foreign));
  return clauses.filter((clause) => clause !== "").join(" ");
}

function writeCheck(check: Check): string {
  return joined(constraintName(check.name), `CHECK (${closed(check.expr.text)})`);
}

export function writeReferences(foreign: ForeignKey): string {
  return joined(
    `REFERENCES ${quoteName(foreign.table)}`,
    foreign.references.length === 0 ? "" : `(${nameList(foreign.references)})`,
    foreign.onDelete === "NO ACTION" ? "" : `ON DELETE ${foreign.onDelete}`,
    foreign.onUpdate === "NO ACTION" ? "" : `ON UPDATE ${foreign.onUpdate}`,
    foreign.match === null ? "" : `MATCH ${foreign.match}`,
    foreign.deferrable ?? "",
  );
}

export function constraintName(name: string | null): string {
  return name === null ? "" : `CONSTRAINT ${quoteName(name)}`;
}

export function conflict(how: string | null): string {
  return how === null ? "" : `ON CONFLICT ${how}`;
}

/** The clauses that are not empty, with spaces between them. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
