import type { Span } from "../problem/problem.ts";
import { type ColumnClause, declared, type TableData } from "../vocabulary/declaration.ts";
import { keyOfForeignKey, keyOfUnique } from "./create/keys.ts";
import type { NamedObject } from "./read/name-objects.ts";
import { clauseSpan } from "./create/place.ts";
import { type CallTrace, callsOf, type Traces } from "./read/trace.ts";
import { columnEntries } from "./create/write-objects.ts";

/** Where each object, column and constraint is declared, and the doc comments above them, by key. */
export function spansAndDocs(
  objects: readonly NamedObject[],
  traces: Traces,
): {
  readonly spans: ReadonlyMap<string, Span>;
  readonly docs: ReadonlyMap<string, string>;
} {
  const spans = new Map<string, Span>();
  const docs = new Map<string, string>();
  for (const object of objects) {
    const data = object.value[declared];
    const key = `${data.declare}:${object.name}`;
    spans.set(key, object.at);
    if (object.doc !== null) docs.set(key, object.doc);
    if (data.declare === "table") addTable(object, data);
  }
  return { spans, docs };

  function add(key: string, at: Span | undefined): void {
    if (at !== undefined && !spans.has(key)) spans.set(key, at);
  }

  function addTable({ name, value }: NamedObject, data: TableData): void {
    const entries = columnEntries(value, traces);
    data.columns.forEach(({ name: column, column: columnValue }, index) => {
      const entry = entries?.[index];
      add(`column:${name}.${column}`, entry?.key);
      if (entry !== undefined && entry.doc !== null) docs.set(`column:${name}.${column}`, entry.doc);
      for (const clause of columnValue[declared].clauses) {
        const call = traces.calls.get(clause);
        if (call !== undefined) add(keyOfClause(clause, name, column), clauseSpan(call));
      }
    });
    for (const constraint of data.constraints) {
      const calls = callsOf(traces, constraint);
      const at = wholeSpan(calls);
      const { [declared]: made } = constraint;
      if (made.declare === "check") add(`check:${name}`, at);
      else if (made.declare === "foreign-key")
        add(
          keyOfForeignKey(
            name,
            made.columns.map((term) => term[declared].column),
          ),
          at,
        );
      else if (made.declare === "unique")
        add(
          keyOfUnique(
            name,
            made.terms.map((term) => term[declared].column),
          ),
          at,
        );
      else add(`primary-key:${name}`, at);
    }
    add(`was:${name}`, optionSpan(value, "was"));
    add(`options:${name}`, optionsSpan(value));
  }

  function optionsOf(table: object): object | undefined {
    const found = traces.calls.get(table)?.values.at(-1);
    return typeof found === "object" && found !== null ? found : undefined;
  }

  function optionSpan(table: object, option: string): Span | undefined {
    const options = optionsOf(table);
    return options === undefined ? undefined : traces.literals.get(options)?.entries.get(option)?.key;
  }

  function optionsSpan(table: object): Span | undefined {
    const call = traces.calls.get(table);
    return call !== undefined && call.args.length > 1 ? call.args.at(-1) : undefined;
  }
}

function wholeSpan(calls: readonly CallTrace[]): Span | undefined {
  return calls.at(-1)?.span;
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
