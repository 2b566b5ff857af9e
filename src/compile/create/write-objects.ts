import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import type { Written } from "../write/pen.ts";
import { isOneStatement } from "../../sql/statement.ts";
import { writeDeclaration } from "../write/write-declaration.ts";
import { declared, type ObjectData } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import type { NamedObject } from "../read/name-objects.ts";
import type { InFile, Places } from "./place.ts";
import { callsOf, columnsLiteral, type Traces } from "../read/trace.ts";

/** An object of the schema as the statement that creates it. */
export interface Statement {
  readonly object: Pick<NamedObject, "name" | "at">;
  readonly kind: ObjectData["declare"];
  readonly name: string;
  readonly written: Written;
  readonly places: Places | InFile;
}

export function writeObjects(
  objects: readonly NamedObject[],
  names: ReadonlyMap<object, string>,
  traces: Traces,
  textOf: (file: string) => string,
): { statements: readonly Statement[]; problems: readonly Problem[] } {
  const statements: Statement[] = [];
  const problems: Problem[] = [];
  for (const object of objects) {
    const kind = object.value[declared].declare;
    const places: Places = { traces, textOf, columns: () => columnPlaces(object, traces) };
    try {
      const written = writeDeclaration(object.value, names);
      if (isOneStatement(written.sql)) statements.push({ object, kind, name: object.name, written, places });
      else problems.push(notOne(object, kind));
    } catch (error) {
      if (error instanceof ProblemError) problems.push(...error.problems);
      else if (error instanceof Misuse) problems.push(misused(error, object, places));
      else throw error;
    }
  }
  return { statements, problems };
}

/** The keys of a table's columns. A column from a spread is located at the spread. */
function columnPlaces({ value }: NamedObject, traces: Traces): ReadonlyMap<object, Span> {
  const data = value[declared];
  const places = new Map<object, Span>();
  if (data.declare !== "table") return places;
  const entries = columnEntries(value, traces);
  data.columns.forEach(({ column }, index) => {
    const at = entries?.[index]?.key;
    if (at !== undefined) places.set(column, at);
  });
  return places;
}

/** The entries of the object with a table's columns, in order. */
export function columnEntries(table: object, traces: Traces) {
  const literal = columnsLiteral(traces, table);
  const entries = literal === undefined ? undefined : traces.literals.get(literal)?.entries;
  return entries === undefined || literal === undefined
    ? undefined
    : Object.keys(literal).map((key) => entries.get(key));
}

function misused(error: Misuse, object: NamedObject, places: Places): Problem {
  return {
    code: "wrong-argument",
    level: "error",
    subject: object.name,
    message: error.message,
    at: placeOfNode(error.node, places) ?? object.at,
    help: [error.help],
  };
}

function placeOfNode(node: object | null, places: Places): Span | undefined {
  if (node === null) return undefined;
  const call = callsOf(places.traces, node).at(-1);
  const template = places.traces.templates.get(node);
  return places.columns().get(node) ?? (call === undefined ? template?.span : call.clause);
}

function notOne(object: NamedObject, kind: string): Problem {
  return {
    code: "invalid-sql",
    level: "error",
    subject: object.name,
    message: `\`${object.name}\` is not exactly one statement`,
    at: object.at,
    label: `this ${kind.replace("-", " ")}`,
    help: ["a declaration is one statement: remove what follows a semicolon, and close every quote"],
  };
}
