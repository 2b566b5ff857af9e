import type { Span } from "../../problem/problem.ts";
import { dataOf } from "../../vocabulary/declaration.ts";
import type { Module } from "./module.ts";
import { docAbove } from "./places.ts";
import type { ts } from "./typescript.ts";

/**
 * One call of a word, with its position and that of each argument. Positions are numbers here, because a schema has
 * thousands of calls, and the tree of a file is not kept for them.
 */
export class CallTrace {
  readonly word: string;
  readonly values: readonly unknown[];
  /** The value whose method was called, if it was a method. */
  readonly receiver: object | null;
  private readonly file: string;
  private readonly start: number;
  private readonly end: number;
  private readonly nameStart: number;
  private readonly nameEnd: number;
  /** Of each argument its start and its end. */
  private readonly places: readonly number[];

  constructor(module: Module, nodes: CallNodes, word: string, values: readonly unknown[], receiver: object | null) {
    const { call, name, args } = nodes;
    this.word = word;
    this.values = values;
    this.receiver = receiver;
    this.file = module.file;
    this.start = call.getStart(module.source);
    this.end = call.end;
    this.nameStart = name.getStart(module.source);
    this.nameEnd = name.end;
    this.places = args.length === 0 ? none : placesOf(module, args);
  }

  get span(): Span {
    return { file: this.file, start: this.start, end: this.end };
  }

  /** Just `.check(…)`: the call also covers everything before it. */
  get clause(): Span {
    return { file: this.file, start: this.nameStart, end: this.end };
  }

  get name(): Span {
    return { file: this.file, start: this.nameStart, end: this.nameEnd };
  }

  /** One for each value: those of a list that is spread are all in its place. */
  get args(): readonly Span[] {
    const { file, places } = this;
    return places.flatMap((start, n) => (n % 2 === 0 ? [{ file, start, end: places[n + 1] ?? start }] : []));
  }
}

const none: readonly number[] = [];

function placesOf({ source }: Module, nodes: readonly ts.Node[]): readonly number[] {
  const places: number[] = [];
  for (let n = 0; n < nodes.length; n++) places.push((nodes[n] as ts.Node).getStart(source), (nodes[n] as ts.Node).end);
  return places;
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
export interface LiteralTrace {
  readonly span: Span;
  readonly entries: ReadonlyMap<string, EntryTrace>;
}

export class EntryTrace {
  readonly doc: string | null;
  private readonly file: string;
  private readonly keyStart: number;
  private readonly keyEnd: number;
  private readonly valueStart: number;
  private readonly valueEnd: number;

  /** `property` is what a doc comment may be above; null if nothing can be. */
  constructor(module: Module, property: ts.Node | null, key: ts.Node, value: ts.Node) {
    this.doc = property === null ? null : docAbove(module, property);
    this.file = module.file;
    this.keyStart = key.getStart(module.source);
    this.keyEnd = key.end;
    this.valueStart = value.getStart(module.source);
    this.valueEnd = value.end;
  }

  get key(): Span {
    return { file: this.file, start: this.keyStart, end: this.keyEnd };
  }

  get value(): Span {
    return { file: this.file, start: this.valueStart, end: this.valueEnd };
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

/** The call that made a value. */
function callOf({ calls }: Traces, value: object): CallTrace | undefined {
  const clause = newestClause(value);
  return calls.get(value) ?? (clause === undefined ? undefined : calls.get(clause));
}

/** That of a column. */
export function newestClause(value: object): object | undefined {
  const data = dataOf(value);
  return data?.declare === "column" ? data.clauses.at(-1) : undefined;
}

/** The calls that made a value, first to last: `text().nullable().was("x")` gives text, nullable, was. */
export function callsOf(traces: Traces, value: object): readonly CallTrace[] {
  const calls: CallTrace[] = [];
  for (let at: object | null = origin(value); at !== null; ) {
    const call: CallTrace | undefined = callOf(traces, at);
    if (call === undefined) break;
    calls.unshift(call);
    at = call.receiver;
  }
  return calls;
}

/** Where a value was written, if known. */
export function placeOf(traces: Traces, value: object): Span | undefined {
  const from = origin(value);
  return (callOf(traces, from) ?? traces.templates.get(from) ?? traces.literals.get(from))?.span;
}
