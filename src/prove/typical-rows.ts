import { EngineError, type Scratch, type Snapshot } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { fold, sameName } from "../model/names.ts";
import type { Facts, Fact, Question } from "../model/facts.ts";
import type { Schema, Table } from "../model/schema.ts";
import { mentions } from "../sql/mentions.ts";
import { sqliteSays } from "../sql/messages.ts";
import { nameList, quoteName } from "../sql/quote.ts";
import type { OfApplication } from "../sql/stand-ins.ts";

/**
 * A value of every kind that SQLite stores, and values that look like another kind. Whatever a column's type accepts, a
 * column on another machine may hold.
 */
export const valuesOfEveryKind = [
  "NULL",
  "1",
  "''",
  "'007'",
  "'7'",
  "' 7'",
  "'7.5'",
  "'1e3'",
  "'abc'",
  "'9223372036854775808'",
  "'+7'",
  "'7 '",
  "'-0'",
  "'0.1'",
  "'1.0'",
  "'Inf'",
  "CAST(x'610062' AS TEXT)",
  "0",
  "-1",
  "9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
  "1.5",
  "7.0",
  "1e300",
  // As text it would lose its last digits.
  "0.30000000000000004",
  "4.9e-324",
  "9e999",
  "x''",
  "x'37'",
  "x'00ff'",
];

/**
 * Rows with a value of every kind in every column, in tables that keep their types and NOT NULL but no other rule. A
 * table is created when a question first names it.
 */
export function typicalRows(
  { tables }: Schema,
  known: OfApplication,
): { readonly snapshot: Snapshot; readonly close: () => void } {
  const scratch = openScratch(known);
  const waiting = new Map(tables.map((table) => [fold(table.name), table]));
  const make = (name: string): void => {
    const table = waiting.get(name);
    if (table === undefined) return;
    waiting.delete(name);
    scratch.exec(withoutRules(table));
    const columns = table.columns.filter(({ generated }) => generated === null).map((column) => column.name);
    for (const apart of [0, 5]) for (const at of valuesOfEveryKind.keys()) insert(scratch, table, columns, at, apart);
  };
  const snapshot: Snapshot = {
    read: async (queries) =>
      queries.map(({ sql, args = [] }) => {
        for (const name of mentions(sql)) make(name);
        return scratch.all(sql, ...args);
      }),
  };
  return { snapshot, close: () => scratch.close() };
}

function insert(scratch: Scratch, table: Table, columns: readonly string[], at: number, apart: number): void {
  const row = columns.map((_, n) => valuesOfEveryKind[(at + n * apart) % valuesOfEveryKind.length] ?? "NULL");
  const into = `INSERT INTO ${quoteName(table.name)} (${nameList(columns)}) VALUES`;
  if (tried(scratch, `${into} (${row.join(", ")})`)) return;
  // One value that is refused must not keep the others out.
  for (const n of columns.keys()) {
    const only = columns.map((column, other) => (other === n ? row[n] : plainValue(table, column)));
    tried(scratch, `${into} (${only.join(", ")})`);
  }
}

/** A value that a column of any type accepts: NULL if possible, else the first of these that is accepted. */
function plainValue({ columns, strict, primaryKey }: Table, name: string): string {
  const column = columns.find((each) => each.name === name);
  if (primaryKey?.isRowid === true && sameName(primaryKey.terms[0]?.column ?? "", name)) return "NULL";
  if (column?.notNull == null) return "NULL";
  if (!strict) return "1";
  return { text: "'abc'", blob: "x'37'" }[fold(column.type)] ?? "1";
}

function tried(scratch: Scratch, sql: string): boolean {
  try {
    scratch.exec(sql);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

function withoutRules({ name, columns, primaryKey, strict }: Table): string {
  const rowid = primaryKey?.isRowid === true ? (primaryKey.terms[0]?.column ?? "") : null;
  const lines = columns.map((column) => {
    const clauses = [quoteName(column.name), column.type];
    if (column.collate !== null) clauses.push("COLLATE", quoteName(column.collate));
    if (rowid !== null && sameName(rowid, column.name)) clauses.push("PRIMARY KEY");
    else if (column.notNull !== null) clauses.push("NOT NULL");
    if (column.default !== null) clauses.push("DEFAULT", column.default.text);
    if (column.generated !== null) clauses.push(`GENERATED ALWAYS AS (${column.generated.expr.text}\n) VIRTUAL`);
    return clauses.filter((clause) => clause !== "").join(" ");
  });
  return `CREATE TABLE ${quoteName(name)} (${lines.join(", ")})${strict ? " STRICT" : ""}`;
}

/**
 * A question that no rows can answer. If an expression fails for some value, that is an answer: such a row may exist.
 */
function isMistaken(fact: Fact): boolean {
  return !fact.known && [sqliteSays.noSuchColumn, sqliteSays.noSuchTable].some((said) => said.test(fact.why));
}

/**
 * The answer of typical rows holds for all rows only if each value is judged by itself; otherwise anything is possible.
 */
export function forAllRows(questions: readonly Question[], answers: Facts): Facts {
  const any = Number.POSITIVE_INFINITY;
  const asked = new Map(questions.map((question) => [question.key, question]));
  const forAll = (key: string, fact: Fact): Fact => {
    const question = asked.get(key);
    if (question === undefined || isMistaken(fact)) return fact;
    const typical = question.typical === true && fact.known;
    if (typical && fact.count === 0) return fact;
    return { known: true, count: any, sample: fact.known ? (typical ? fact.sample : []) : [fact.why] };
  };
  return new Map([...answers].map(([key, fact]) => [key, forAll(key, fact)]));
}
