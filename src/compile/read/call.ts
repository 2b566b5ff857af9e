import { type Problem, ProblemError } from "../../problem/problem.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { accessWord } from "./access.ts";
import { checkArguments } from "./arguments.ts";
import { describe, isObject } from "./describe.ts";
import { evaluate } from "./evaluate.ts";
import { looseMethod, objectMethod } from "./loose-methods.ts";
import type { Run, Scope } from "./module.ts";
import { excerpt, spanOf } from "./places.ts";
import { notDeclarative, runtimeCall, runtimeName } from "./refuse.ts";
import { CallTrace, newestClause, placeOf } from "./trace.ts";
import { collected, declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";
import { asUnread, isUnread, makingOf } from "./unread.ts";

export function call(node: ts.CallExpression, scope: Scope): unknown {
  const { run, module } = scope;
  const method = module.loose ? looseCall(node, scope) : null;
  if (method !== null) return method.value;
  const runtime = runtimeCall(node, scope);
  if (runtime !== null) throw runtime;
  const { callee, receiver, name } = calleeOf(node.expression, scope);
  if (isUnread(callee)) return callee;
  if (typeof callee !== "function")
    throw declarationError(
      "not-declarative",
      spanOf(module, node.expression),
      `\`${excerpt(module, node.expression)}\` cannot be called`,
      ["only words of the vocabulary and functions written in the declarations are called"],
      { label: `this is ${describe(callee)}` },
    );
  const { args, nodes } = argumentsOf(node.arguments, scope);
  if (run.written.has(callee)) return Reflect.apply(callee, undefined, args);
  const word = ts.isIdentifier(name) ? name.text : module.text.slice(name.getStart(module.source), name.end);
  const places = { call: node, name, args: nodes };
  const trace = new CallTrace(module, places, word, args, isObject(receiver) ? receiver : null);
  if (callee === run.words.sql)
    throw declarationError(
      "wrong-argument",
      trace.span,
      "`sql` is a template tag and cannot be called",
      ["write sql`…`"],
      {
        subject: "sql",
        label: "called like a function",
      },
    );
  if (!module.loose) checkArguments(trace, args, run);
  const made = module.loose
    ? looseWord(callee as Word, receiver, args, trace, run)
    : callWord(callee as Word, receiver, args, trace, run);
  remember(made, trace, scope);
  return made;
}

/** A method of a known list or string, or of `Object`; null for any other call. */
function looseCall(node: ts.CallExpression, scope: Scope): { readonly value: unknown } | null {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return null;
  const from = expression.expression;
  if (ts.isIdentifier(from) && from.text === "Object" && !scope.module.bindings.has("Object")) {
    const method = objectMethod(expression.name.text, scope);
    return method === null ? null : { value: method(...argumentsOf(node.arguments, scope).args) };
  }
  const receiver = evaluate(from, scope);
  if (isUnread(receiver)) return { value: receiver };
  if (receiver === undefined && expression.questionDotToken !== undefined) return { value: undefined };
  const method = looseMethod(receiver, expression.name.text, scope);
  return method === null ? null : { value: method(...argumentsOf(node.arguments, scope).args) };
}

export type Word = (...args: readonly unknown[]) => unknown;

/** If a word cannot make its object, the schema is incomplete: that is recorded in the resulting value. */
function looseWord(callee: Word, receiver: unknown, args: readonly unknown[], trace: CallTrace, run: Run): unknown {
  try {
    return callWord(callee, receiver, args, trace, run);
  } catch (error) {
    const making = makingOf(callee);
    if (!(error instanceof ProblemError) || making === null) throw error;
    return asUnread(new ProblemError(...error.problems.map((problem) => neededBy(problem, trace))), making);
  }
}

/** The place where reading stopped, and the word that needed the value. */
function neededBy(problem: Problem, trace: CallTrace): Problem {
  if (problem.at === undefined || (problem.at.file === trace.name.file && problem.at.start === trace.name.start))
    return problem;
  return { ...problem, also: [...(problem.also ?? []), { at: trace.name, label: "which is needed here" }] };
}

/**
 * Records where a value was made. A column's newest clause belongs to the call that added it, and a column of ours is found
 * by that alone: it is the only one with the clause.
 */
function remember(made: unknown, trace: CallTrace, { run, module }: Scope): void {
  const { calls } = run.traces;
  if (!isObject(made) || calls.has(made)) return;
  const clause = newestClause(made);
  const isNew = clause !== undefined && !calls.has(clause);
  if (isNew) calls.set(clause, trace);
  if (!isNew || module.loose) calls.set(made, trace);
}

function calleeOf(
  node: ts.Expression,
  scope: Scope,
): { callee: unknown; receiver: unknown; name: ts.Expression | ts.MemberName } {
  if (!ts.isPropertyAccessExpression(node)) return { callee: evaluate(node, scope), receiver: undefined, name: node };
  const { receiver, value } = accessWord(node, scope);
  return { callee: value, receiver, name: node.name };
}

interface Arguments {
  readonly args: readonly unknown[];
  /** For each of them the expression that it is from. */
  readonly nodes: readonly ts.Expression[];
}

const none: Arguments = { args: [], nodes: [] };

function argumentsOf(given: readonly ts.Expression[], scope: Scope): Arguments {
  if (given.length === 0) return none;
  if (!given.some(ts.isSpreadElement)) return { args: collected(given, (each) => evaluate(each, scope)), nodes: given };
  const args: unknown[] = [];
  const nodes: ts.Expression[] = [];
  collected(given, (each) => {
    const spread = ts.isSpreadElement(each);
    const value = evaluate(spread ? each.expression : each, scope);
    if (spread && !Array.isArray(value))
      throw declarationError(
        "wrong-argument",
        spanOf(scope.module, each),
        "only a list can be spread into arguments",
        ["write the values one by one"],
        { label: `this is ${describe(value)}` },
      );
    for (const one of spread && Array.isArray(value) ? value : [value]) {
      args.push(one);
      nodes.push(each);
    }
  });
  return { args, nodes };
}

/** Calls a builder. An error is reported at the argument it is about, or else at the call. */
export function callWord(word: Word, receiver: unknown, args: readonly unknown[], trace: CallTrace, run: Run): unknown {
  try {
    return Reflect.apply(word, receiver, args);
  } catch (error) {
    if (error instanceof ProblemError || !(error instanceof Error)) throw error;
    // A method without its object: `const f = text().nullable; f()`.
    if (error instanceof TypeError) throw misplaced(trace);
    if (!(error instanceof Misuse)) throw error;
    const only = trace.args.length === 1 ? trace.args[0] : undefined;
    const of = error.node === null ? undefined : placeOf(run.traces, error.node);
    const at = of ?? (error.argument === null ? undefined : trace.args[error.argument]) ?? only ?? trace.span;
    throw declarationError("wrong-argument", at, error.message, [error.help]);
  }
}

function misplaced(trace: CallTrace): ProblemError {
  return declarationError("wrong-argument", trace.span, `\`${trace.word}\` cannot be used in this way`, [
    "call a word of the vocabulary right where it belongs: text().nullable()",
  ]);
}

/** `new Date(0)` is always the same; `new Date()` is not. */
function constantDate(node: ts.NewExpression, scope: Scope): Date | null {
  if (!ts.isIdentifier(node.expression) || node.expression.text !== "Date" || node.arguments?.length !== 1) return null;
  const [given] = argumentsOf(node.arguments, scope).args;
  return typeof given === "number" || typeof given === "string" ? new Date(given) : null;
}

/** `new Uint8Array([1, 2])`, the one way to write bytes; nothing else is constructed. */
export function construct(node: ts.NewExpression, scope: Scope): unknown {
  const { module } = scope;
  const date = module.loose ? constantDate(node, scope) : null;
  if (date !== null) return date;
  if (!ts.isIdentifier(node.expression)) throw notDeclarative(module, node);
  const { text } = node.expression;
  if (text !== "Uint8Array")
    throw (module.loose ? runtimeName(text, spanOf(module, node), true) : null) ?? notDeclarative(module, node);
  const [list, ...more] = argumentsOf(node.arguments ?? [], scope).args;
  const bytes = Array.isArray(list) ? list : null;
  if (bytes === null || more.length > 0 || !bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255))
    throw declarationError(
      "wrong-argument",
      spanOf(module, node),
      "bytes are written as a list of numbers from 0 to 255",
      ["new Uint8Array([0x01, 0xff])"],
      { label: "not a list of bytes" },
    );
  return Uint8Array.from(bytes);
}
