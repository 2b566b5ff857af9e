import { unreachable, type Span } from "../problem/problem.ts";
import { type ColumnClause, declared, type KeyTerm, type TableData } from "../vocabulary/declaration.ts";
import { keyOfForeignKey, keyOfUnique } from "../model/declaration-keys.ts";
import { addPlace, noPlaces, type PlacesByKey } from "./places.ts";
import { isObject } from "./read/describe.ts";
import type { NamedObject } from "./read/name-objects.ts";
import { callsOf, origin, type Traces } from "./read/trace.ts";
import { columnEntries } from "./create/write-objects.ts";

export interface PlacesAndDocs {
  readonly places: PlacesByKey;
  readonly docs: Map<string, string>;
}

/** Where each object, column and constraint is declared, and the doc comments above them, for each file that exports some. */
export function placesByFile(objects: readonly NamedObject[], traces: Traces): ReadonlyMap<string, PlacesAndDocs> {
  const byFile = new Map<string, NamedObject[]>();
  for (const object of objects) {
    const { file } = object.at;
    const own = byFile.get(file);
    if (own === undefined) byFile.set(file, [object]);
    else own.push(object);
  }
  return new Map([...byFile].map(([file, own]) => [file, placesAndDocs(file, own, traces)]));
}

function placesAndDocs(file: string, objects: readonly NamedObject[], traces: Traces): PlacesAndDocs {
  const places = noPlaces();
  const docs = new Map<string, string>();
  const add: Add = (key, at) => {
    if (at !== undefined) addPlace(places, file, key, at);
  };
  for (const object of objects) {
    const data = object.value[declared];
    const key = `${data.declare}:${object.name}`;
    add(key, object.at);
    if (object.doc !== null) docs.set(key, object.doc);
    if (data.declare === "table") addParts(object, data, traces, add, docs);
  }
  return { places, docs };
}

type Add = (key: string, at: Span | undefined) => void;

/** The parts of a table besides its name: its columns with their clauses, its constraints, its options. */
function addParts(
  { name, value }: NamedObject,
  data: TableData,
  traces: Traces,
  add: Add,
  docs: Map<string, string>,
): void {
  const entries = columnEntries(value, traces);
  data.columns.forEach(({ name: column, column: columnValue }, index) => {
    const entry = entries?.[index];
    const key = `column:${name}.${column}`;
    add(key, entry?.key);
    const doc = entry?.doc ?? null;
    if (doc !== null) docs.set(key, doc);
    for (const clause of columnValue[declared].clauses) {
      const call = traces.calls.get(origin(clause));
      if (call !== undefined) add(keyOfClause(clause, name, column), call.clause);
    }
  });
  for (const constraint of data.constraints)
    add(keyOfConstraint(constraint, name), callsOf(traces, constraint).at(-1)?.span);
  const call = traces.calls.get(value);
  const options: unknown = call?.values.at(-1);
  if (!isObject(options)) return;
  add(`was:${name}`, traces.literals.get(options)?.entries.get("was")?.key);
  if (call !== undefined && call.values.length > 1) add(`options:${name}`, call.args.at(-1));
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
