import { unreachable } from "../../problem/problem.ts";
import {
  type ColumnClause,
  type ColumnData,
  type Conflict,
  type Declared,
  declared,
  isSql,
  type Names,
} from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { bareName } from "../../sql/bare-name.ts";
import { declaredType } from "./declared-type.ts";
import { makePen, type Pen } from "./pen.ts";
import { significant, type Token, tokenize } from "../../sql/tokens.ts";
import { writeLiteral } from "./write-literal.ts";
import { writeReferences } from "./write-references.ts";
import { writeParenthesised, writeTemplate } from "./write-template.ts";

/** The table and column that are being written. */
export interface ColumnContext {
  readonly table: string;
  readonly column: string;
  readonly withoutRowid: boolean;
}

/** Clauses are written in this order, whatever the order in the declaration; NOT NULL comes before them. */
const order: readonly ColumnClause["clause"][] = [
  "collate",
  "primary-key",
  "unique",
  "default",
  "one-of",
  "check",
  "references",
  "generated",
];

function inOrder(clauses: readonly ColumnClause[]): readonly ColumnClause[] {
  if (clauses.length < 2) return clauses;
  return [...clauses].sort((a, b) => order.indexOf(a.clause) - order.indexOf(b.clause));
}

export function writeColumnDeclaration(pen: Pen, column: Declared<ColumnData>, names: Names, at: ColumnContext): void {
  const { type, clauses } = column[declared];
  pen.mark(column, () => {
    pen.put(bareName(at.column));
    if (type !== "") pen.put(` ${declaredType(type, column)}`);
    writeNotNull(pen, column[declared], at);
    const written = inOrder(clauses);
    for (let n = 0; n < written.length; n++) {
      const clause = written[n] as ColumnClause;
      if (!order.includes(clause.clause)) continue;
      pen.put(" ");
      pen.mark(clause, () => writeClause(pen, clause, names, at));
    }
  });
}

/** Written unless the column is declared nullable, or is the rowid, which never is NULL. */
function writeNotNull(pen: Pen, { type, clauses }: ColumnData, at: ColumnContext): void {
  let nullable: ColumnClause | undefined;
  let key: Extract<ColumnClause, { clause: "primary-key" }> | undefined;
  let said = false;
  for (let n = 0; n < clauses.length; n++) {
    const clause = clauses[n] as ColumnClause;
    if (clause.clause === "nullable") nullable ??= clause;
    else if (clause.clause === "primary-key") key ??= clause;
    else if (clause.clause === "not-null") said = true;
  }
  if (nullable !== undefined && said) {
    throw new Misuse("this column says both .nullable() and .notNull()", "keep one of them", nullable);
  }
  if (said) writeSaidNotNull(pen, clauses);
  if (said || nullable !== undefined) return;
  const isRowid = type.toUpperCase() === "INTEGER" && key !== undefined && key.order !== "desc" && !at.withoutRowid;
  if (!isRowid) pen.put(" NOT NULL");
}

function writeSaidNotNull(pen: Pen, clauses: readonly ColumnClause[]): void {
  for (const clause of clauses) {
    if (clause.clause !== "not-null") continue;
    pen.put(" ");
    pen.mark(clause, () => pen.put(`${constraintWords(clause.name)}NOT NULL${onConflict(clause.onConflict)}`));
  }
}

function writeClause(pen: Pen, clause: ColumnClause, names: Names, at: ColumnContext): void {
  switch (clause.clause) {
    case "collate":
      pen.put(`COLLATE ${bareName(clause.collation)}`);
      break;
    case "primary-key": {
      const sorted = clause.order === null ? "" : ` ${clause.order.toUpperCase()}`;
      const counted = clause.autoincrement ? " AUTOINCREMENT" : "";
      pen.put(`${constraintWords(clause.name)}PRIMARY KEY${sorted}${onConflict(clause.onConflict)}${counted}`);
      break;
    }
    case "unique":
      pen.put(`${constraintWords(clause.name)}UNIQUE${onConflict(clause.onConflict)}`);
      break;
    case "default":
      pen.put("DEFAULT ");
      writeDefault(pen, clause.value, names);
      break;
    case "one-of":
      pen.put(`CHECK (${bareName(at.column)} IN (${clause.values.map(writeLiteral).join(", ")}))`);
      break;
    case "check":
      pen.put(`${constraintWords(clause.name)}CHECK `);
      writeParenthesised(pen, clause.expr, names);
      break;
    case "references":
      pen.put(constraintWords(clause.name));
      writeReferences(pen, clause.target, clause, names, at.table, clause);
      break;
    case "generated":
      pen.put("GENERATED ALWAYS AS ");
      writeParenthesised(pen, clause.expr, names);
      pen.put(clause.stored ? " STORED" : " VIRTUAL");
      break;
    case "nullable":
    case "not-null":
    case "was":
    case "fill":
      break;
    default:
      unreachable(clause);
  }
}

/**
 * An expression is written in parentheses, its own if it has them; a single word, literal or signed number needs none.
 */
function writeDefault(pen: Pen, value: Extract<ColumnClause, { clause: "default" }>["value"], names: Names): void {
  if (!isSql(value)) {
    pen.put(writeLiteral(value));
    return;
  }
  const trial = makePen();
  writeTemplate(trial, value, names, "bare");
  if (standsAlone(tokenize(trial.text()))) writeTemplate(pen, value, names, "bare");
  else writeParenthesised(pen, value, names);
}

function standsAlone(tokens: readonly Token[]): boolean {
  if (tokens.some((token) => token.kind === "comment")) return false;
  const [first, ...rest] = significant(tokens);
  if (first === undefined) return false;
  if (rest.length === 0) return first.kind !== "operator" && first.kind !== "bad" && first.kind !== "variable";
  if (rest.length === 1) return (first.text === "-" || first.text === "+") && rest[0]?.kind === "number";
  let depth = 0;
  const closes = [first, ...rest].findIndex(({ text }) => {
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    return depth === 0;
  });
  return closes === rest.length;
}

export function constraintWords(name: string | null): string {
  return name === null ? "" : `CONSTRAINT ${bareName(name)} `;
}

export function onConflict(resolution: Conflict | null): string {
  return resolution === null ? "" : ` ON CONFLICT ${resolution.toUpperCase()}`;
}
