import type { Span } from "../../problem/problem.ts";

/** One call of a word, with its position and that of each argument. */
export interface CallTrace {
  readonly word: string;
  readonly span: Span;
  readonly name: Span;
  readonly args: readonly Span[];
  readonly values: readonly unknown[];
  /** The value whose method was called, if it was a method. */
  readonly receiver: object | null;
}

/** A tagged template: the positions of its own text, and between them those of what was interpolated. */
export interface TemplateTrace {
  readonly span: Span;
  readonly texts: readonly Span[];
  readonly values: readonly Span[];
}

/** An object or array literal: the positions of its entries, and the doc comments above them. */
export interface LiteralTrace {
  readonly span: Span;
  readonly entries: Map<string, EntryTrace>;
}

export interface EntryTrace {
  readonly key: Span;
  readonly value: Span;
  readonly doc: string | null;
}

/**
 * Where values come from. Words make new values, and each literal is a value of its own, so identity distinguishes
 * them.
 */
export interface Traces {
  readonly calls: Map<object, CallTrace>;
  readonly templates: Map<object, TemplateTrace>;
  readonly literals: Map<object, LiteralTrace>;
}

export function newTraces(): Traces {
  return { calls: new Map(), templates: new Map(), literals: new Map() };
}

const origins = new WeakMap<object, object>();
const columnsGiven = new WeakMap<object, object>();

/** Records that a value was made from another one and has the same position. */
export function copyOf<T extends object>(made: T, from: object): T {
  origins.set(made, origin(from));
  return made;
}

/** What the author of the file made a value from. */
export function origin(value: object): object {
  return origins.get(value) ?? value;
}

/** Records which literal has the columns of a table, if it is not one of the arguments. */
export function columnsFrom(table: object, literal: object): void {
  columnsGiven.set(table, literal);
}

/** The literal with the columns of a table. */
export function columnsOf(traces: Traces, table: object): object | undefined {
  const found =
    columnsGiven.get(table) ??
    traces.calls.get(table)?.values.find((value) => typeof value === "object" && value !== null);
  return typeof found === "object" && found !== null ? found : undefined;
}

/** The calls that made a value, first to last: `text().nullable().was("x")` gives text, nullable, was. */
export function callsOf(traces: Traces, value: object): readonly CallTrace[] {
  const calls: CallTrace[] = [];
  for (let at: object | null = origin(value); at !== null; ) {
    const call: CallTrace | undefined = traces.calls.get(at);
    if (call === undefined) break;
    calls.unshift(call);
    at = call.receiver;
  }
  return calls;
}

/** Where a value was written, if known. */
export function placeOf(traces: Traces, value: object): Span | undefined {
  const from = origin(value);
  return (traces.calls.get(from) ?? traces.templates.get(from) ?? traces.literals.get(from))?.span;
}
