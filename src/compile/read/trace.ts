import type { Span } from "../../problem/problem.ts";
import type { Module } from "./module.ts";
import { docAbove, spanOf } from "./places.ts";
import type { ts } from "./typescript.ts";

/**
 * One call of a word, with its position and that of each argument: found on demand, because a schema has thousands
 * of calls and an error needs one.
 */
export class CallTrace {
  readonly #module: Module;
  readonly #node: ts.Node;
  readonly #name: ts.Node;
  readonly #args: readonly ts.Node[];
  readonly word: string;
  readonly values: readonly unknown[];
  /** The value whose method was called, if it was a method. */
  readonly receiver: object | null;

  constructor(module: Module, nodes: CallNodes, word: string, values: readonly unknown[], receiver: object | null) {
    this.#module = module;
    this.#node = nodes.call;
    this.#name = nodes.name;
    this.#args = nodes.args;
    this.word = word;
    this.values = values;
    this.receiver = receiver;
  }

  get span(): Span {
    return spanOf(this.#module, this.#node);
  }

  get name(): Span {
    return spanOf(this.#module, this.#name);
  }

  /** One for each value: those of a list that is spread are all in its place. */
  get args(): readonly Span[] {
    return this.#args.map((node) => spanOf(this.#module, node));
  }
}

interface CallNodes {
  readonly call: ts.Node;
  readonly name: ts.Node;
  readonly args: readonly ts.Node[];
}

/** A tagged template: the positions of its own text, and between them those of what was interpolated. */
export interface TemplateTrace {
  readonly span: Span;
  readonly texts: readonly Span[];
  readonly values: readonly Span[];
}

/** An object or array literal: the positions of its entries, and the doc comments above them. */
export class LiteralTrace {
  readonly #module: Module;
  readonly #node: ts.Node;
  readonly entries: ReadonlyMap<string, EntryTrace>;

  constructor(module: Module, node: ts.Node, entries: ReadonlyMap<string, EntryTrace>) {
    this.#module = module;
    this.#node = node;
    this.entries = entries;
  }

  get span(): Span {
    return spanOf(this.#module, this.#node);
  }
}

export class EntryTrace {
  readonly #module: Module;
  readonly #property: ts.Node | null;
  readonly #key: ts.Node;
  readonly #value: ts.Node;

  /** `property` is what a doc comment may be above; null if nothing can be. */
  constructor(module: Module, property: ts.Node | null, key: ts.Node, value: ts.Node) {
    this.#module = module;
    this.#property = property;
    this.#key = key;
    this.#value = value;
  }

  get key(): Span {
    return spanOf(this.#module, this.#key);
  }

  get value(): Span {
    return spanOf(this.#module, this.#value);
  }

  get doc(): string | null {
    return this.#property === null ? null : docAbove(this.#module, this.#property);
  }
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
export function columnsLiteral(traces: Traces, table: object): object | undefined {
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
