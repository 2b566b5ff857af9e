import { named } from "../../model/names.ts";
import type { Check, ForeignKey, KeyTerm, PrimaryKey, Table, Unique } from "../../model/schema.ts";
import { unreachable } from "../../problem/problem.ts";
import { stringLiteral } from "./literal.ts";
import { columnOf, type Pen, spelled } from "./pen.ts";
import { sqlTemplate } from "./sql-layout.ts";
import { columnResolver } from "./sql-pieces.ts";
import { textOrNull } from "./write-column.ts";
import { referenceOptions, writeTarget } from "./write-reference.ts";

/** The name of the callback's parameter. */
export const parameter = "t";

export const constraintWords = ["primaryKey", "unique", "foreignKey", "check"] as const;
export type ConstraintWord = (typeof constraintWords)[number];

/** The table constraints, as elements of `constraints`. */
export function tableConstraints(table: Table, pen: Pen): string[] {
  return constraintWords.flatMap((word) => constraintsOfKind(word, table, pen));
}

export function constraintsOfKind(word: ConstraintWord, table: Table, pen: Pen): string[] {
  const key = table.primaryKey;
  switch (word) {
    case "primaryKey":
      return key !== null && key.at === null ? [keyConstraint("primaryKey", key, table, pen)] : [];
    case "unique":
      return table.uniques.filter(onTable).map((unique) => keyConstraint("unique", unique, table, pen));
    case "foreignKey":
      return table.foreignKeys.filter(onTable).map((foreign) => foreignKeyConstraint(foreign, table, pen));
    case "check":
      return table.checks.filter(onTable).map((check) => checkConstraint(check, table, pen));
    default:
      return unreachable(word);
  }
}

function onTable(constraint: { readonly at: string | null }): boolean {
  return constraint.at === null;
}

function keyConstraint(word: "primaryKey" | "unique", key: PrimaryKey | Unique, table: Table, pen: Pen): string {
  const args = [textOrNull(key.name), ...key.terms.map((term) => keyTerm(term, table))];
  const conflict = key.conflict === null ? "" : `.onConflict(${stringLiteral(key.conflict.toLowerCase())})`;
  return `${pen.word(word)}(${args.filter((arg) => arg !== null).join(", ")})${conflict}`;
}

function keyTerm(term: KeyTerm, table: Table): string {
  const column = named(table.columns, term.column);
  const collate =
    term.collate === (column?.collate ?? null) ? "" : `.collate(${stringLiteral(term.collate ?? "BINARY")})`;
  return `${columnOf(parameter, column?.name ?? term.column)}${collate}${term.descending ? ".desc()" : ""}`;
}

function foreignKeyConstraint(foreign: ForeignKey, table: Table, pen: Pen): string {
  const columns = foreign.columns.map((column) => columnOf(parameter, spelled(table, column) ?? column));
  const args = [textOrNull(foreign.name), ...columns].filter((arg) => arg !== null);
  const target = [writeTarget(table, foreign, pen), referenceOptions(foreign, false)].filter((arg) => arg !== null);
  return `${pen.word("foreignKey")}(${args.join(", ")}).references(${target.join(", ")})`;
}

function checkConstraint(check: Check, table: Table, pen: Pen): string {
  pen.word("sql");
  const resolver = columnResolver(
    table.columns.map((column) => column.name),
    (column) => columnOf(parameter, column),
  );
  const name = check.name === null ? "" : `${stringLiteral(check.name)}, `;
  return `${pen.word("check")}(${name}${sqlTemplate(check.expr.text, { resolver, indent: "    " })})`;
}
