import { unreachable, type Span } from "../problem/problem.ts";
import { type ColumnClause, declared, type KeyTerm, type TableData } from "../vocabulary/declaration.ts";
import { keyOfForeignKey, keyOfUnique } from "./create/keys.ts";
import { isObject } from "./read/describe.ts";
import type { NamedObject } from "./read/name-objects.ts";
import { clauseSpan } from "./create/place.ts";
import { callsOf, origin, type Traces } from "./read/trace.ts";
import { columnEntries } from "./create/write-objects.ts";

/** Where each object, column and constraint is declared, and the doc comments above them, by key. */
export function spansAndDocs(
  objects: readonly NamedObject[],
  traces: Traces,
): {
  readonly spans: Map<string, Span>;
  readonly docs: Map<string, string>;
} {
  const spans = new Map<string, Span>();
  const docs = new Map<string, string>();
  for (const object of objects) {
    const data = object.value[declared];
    const key = `${data.declare}:${object.name}`;
    spans.set(key, object.at);
    if (object.doc !== null) docs.set(key, object.doc);
    for (const { key, at, doc } of data.declare === "table" ? partsOf(object, data, traces) : []) {
      // What is said twice about a column is reported where it is said first.
      if (at !== undefined && !spans.has(key)) spans.set(key, at);
      if (doc !== null) docs.set(key, doc);
    }
  }
  return { spans, docs };
}

interface Declaration {
  readonly key: string;
  readonly at: Span | undefined;
  readonly doc: string | null;
}

/** The parts of a table besides its name: its columns with their clauses, its constraints, its options. */
function* partsOf({ name, value }: NamedObject, data: TableData, traces: Traces): Iterable<Declaration> {
  const entries = columnEntries(value, traces);
  for (const [index, { name: column, column: columnValue }] of data.columns.entries()) {
    const entry = entries?.[index];
    yield { key: `column:${name}.${column}`, at: entry?.key, doc: entry?.doc ?? null };
    for (const clause of columnValue[declared].clauses) {
      const call = traces.calls.get(origin(clause));
      yield { key: keyOfClause(clause, name, column), at: call && clauseSpan(call), doc: null };
    }
  }
  for (const constraint of data.constraints) {
    const at = callsOf(traces, constraint).at(-1)?.span;
    yield { key: keyOfConstraint(constraint, name), at, doc: null };
  }
  const call = traces.calls.get(value);
  const options: unknown = call?.values.at(-1);
  const was = isObject(options) ? traces.literals.get(options)?.entries.get("was")?.key : undefined;
  yield { key: `was:${name}`, at: was, doc: null };
  yield {
    key: `options:${name}`,
    at: call !== undefined && call.args.length > 1 ? call.args.at(-1) : undefined,
    doc: null,
  };
}

function keyOfConstraint(constraint: TableData["constraints"][number], table: string): string {
  const { [declared]: made } = constraint;
  switch (made.declare) {
    case "check":
      return `check:${table}`;
    case "foreign-key":
      return keyOfForeignKey(table, made.columns.map(columnOf));
    case "unique":
      return keyOfUnique(table, made.terms.map(columnOf));
    case "primary-key":
      return `primary-key:${table}`;
    default:
      return unreachable(made);
  }
}

function columnOf(term: KeyTerm): string {
  return term[declared].column;
}

function keyOfClause(clause: ColumnClause, table: string, column: string): string {
  switch (clause.clause) {
    case "primary-key":
      return `primary-key:${table}`;
    case "unique":
      return keyOfUnique(table, [column]);
    case "references":
      return keyOfForeignKey(table, [column]);
    case "one-of":
      return `check:${table}.${column}`;
    default:
      return `${clause.clause}:${table}.${column}`;
  }
}
