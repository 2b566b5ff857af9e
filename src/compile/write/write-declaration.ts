import { unreachable } from "../../problem/problem.ts";
import {
  type ConstraintData,
  type Declared,
  declared,
  type IndexData,
  isSql,
  isTerm,
  type NamedData,
  type Names,
  type ObjectData,
  type SqlData,
  type TableData,
} from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { bareName } from "../../sql/bare-name.ts";
import { declaredName } from "./declared-names.ts";
import { type Pen, type Written, written } from "./pen.ts";
import { constraintWords, onConflict, writeColumnDeclaration } from "./write-column-declaration.ts";
import { writeReferences } from "./write-references.ts";
import { writeEnclosed, writeParenthesised, writeTemplate, writeTerm } from "./write-template.ts";

/**
 * A declaration as its CREATE statement, with the source value of each part. Throws Misuse if a value of the
 * declaration contradicts the others.
 */
export function writeDeclaration(object: Declared<ObjectData>, names: Names): Written {
  const name = declaredName(object, names);
  return written((pen) => pen.mark(object, () => writeObject(pen, object[declared], name, names, object)));
}

function writeObject(pen: Pen, data: ObjectData, name: string, names: Names, object: object): void {
  switch (data.declare) {
    case "table":
      writeTable(pen, data, name, names);
      break;
    case "index":
      writeIndex(pen, data, name, names, object);
      break;
    case "view":
      pen.put(`CREATE VIEW ${bareName(name)}`);
      if (data.columns !== null) pen.put(` (${data.columns.map(bareName).join(", ")})`);
      pen.put(" AS\n");
      writeTemplate(pen, data.query, names, "qualified");
      break;
    case "trigger":
      pen.put(`CREATE TRIGGER ${bareName(name)} `);
      writeTemplate(pen, data.body, names, "qualified");
      break;
    case "virtual-table":
      pen.put(`CREATE VIRTUAL TABLE ${bareName(name)} USING `);
      writeTemplate(pen, data.module, names, "bare");
      break;
    default:
      unreachable(data);
  }
}

function writeTable(pen: Pen, data: TableData, name: string, names: Names): void {
  const { columns, constraints, withoutRowid } = data;
  pen.put(`CREATE TABLE ${bareName(name)} (\n  `);
  pen.list(columns, ",\n  ", ({ name: column, column: value }) =>
    writeColumnDeclaration(pen, value, names, { table: name, column, withoutRowid }),
  );
  for (const constraint of constraints) {
    pen.put(",\n  ");
    pen.mark(constraint, () => writeConstraint(pen, constraint[declared], names, name, constraint));
  }
  const options = [
    ...(data.withoutRowid ? ["WITHOUT ROWID"] : []),
    ...(data.randomRowid ? ["RANDOM ROWID"] : []),
    ...(data.strict ? ["STRICT"] : []),
  ];
  pen.put(`\n)${options.length === 0 ? "" : ` ${options.join(", ")}`}`);
}

function writeConstraint(pen: Pen, data: ConstraintData, names: Names, table: string, node: object): void {
  pen.put(constraintWords(data.name));
  switch (data.declare) {
    case "check":
      pen.put("CHECK ");
      writeParenthesised(pen, data.expr, names);
      break;
    case "unique":
    case "primary-key":
      pen.put(`${data.declare === "unique" ? "UNIQUE" : "PRIMARY KEY"} (`);
      pen.list(data.terms, ", ", (term) => writeTerm(pen, term));
      pen.put(`)${onConflict(data.onConflict)}`);
      break;
    case "foreign-key":
      pen.put("FOREIGN KEY (");
      pen.list(data.columns, ", ", (term) => writeTerm(pen, term));
      pen.put(") ");
      writeReferences(pen, data.target, data, names, table, node);
      break;
    default:
      unreachable(data);
  }
}

function writeIndex(pen: Pen, data: IndexData, name: string, names: Names, object: object): void {
  const table = indexedTable(data, names, object);
  pen.put(`CREATE ${data.unique ? "UNIQUE " : ""}INDEX ${bareName(name)} ON ${bareName(table)} (`);
  pen.list(data.terms, ", ", (term) => {
    if (isSql(term)) writeEnclosed(pen, term, names, "bare");
    else writeTerm(pen, term);
  });
  pen.put(")");
  if (data.where === null) return;
  pen.put(" WHERE ");
  writeTemplate(pen, data.where, names, "bare");
}

/** The table of an index: as declared, or else the table of the columns in its terms. */
function indexedTable(data: IndexData, names: Names, object: object): string {
  const mentioned = [...new Set([...data.terms, ...(data.where === null ? [] : [data.where])].flatMap(tablesIn))];
  const [first, other] = data.on === null ? mentioned : [data.on, mentioned.find((table) => table !== data.on)];
  if (first === undefined) {
    throw new Misuse("this index does not name its table", "mention one of its columns, or add .on(tune)", object);
  }
  const name = declaredName(first, names, object);
  if (other !== undefined) {
    throw new Misuse(
      `this index mentions columns of two tables, ${name} and ${declaredName(other, names, object)}`,
      "an index has the columns of one table",
      object,
    );
  }
  return name;
}

/** The tables whose columns a term mentions. */
function tablesIn(value: unknown): Declared<NamedData>[] {
  if (isTerm(value)) return [value[declared].of];
  if (Array.isArray(value)) return value.flatMap(tablesIn);
  return isSql(value) ? (value[declared] satisfies SqlData).values.flatMap(tablesIn) : [];
}
