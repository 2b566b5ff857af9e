import type { Span } from "../../problem/problem.ts";
import { dataOf, isNamed, isSql, isTerm } from "../../vocabulary/declaration.ts";
import { describe, isObject } from "./describe.ts";
import type { Run } from "./module.ts";
import { didYouMean, meantBy } from "../../problem/nearest.ts";
import { type Kind, type Signature, signatureOf } from "./signatures.ts";
import type { CallTrace } from "./trace.ts";
import { collected, declarationError } from "./declaration-error.ts";

/**
 * Checks the arguments of a word before the builder is called. The user's compiler reports the same, but `check` does
 * not run it, and a builder does not know where an argument is in the source.
 */
export function checkArguments(trace: CallTrace, args: readonly unknown[], run: Run): void {
  const signature = signatureOf(trace);
  if (signature === null || (args.length === 0 && signature.needs === 0)) return;
  const named = signature.named === true && typeof args[0] === "string";
  const skip = named ? 1 : 0;
  const given = named ? args.slice(skip) : args;
  collected(given, (value, index) => checkOne(value, kindAt(signature, index), index + skip, trace, run));
  if (given.length >= signature.needs) return;
  const [name] = trace.args;
  const kind = kindAt(signature, 0);
  // A single string is read as a name, but was probably meant as the missing argument.
  if (named && args.length === 1 && name !== undefined && kind !== null) throw wrong(args[0], kind, name, trace.word);
  throw missing(trace, signature, given.length);
}

function kindAt(signature: Signature, index: number): Kind | null {
  return signature.takes[index] ?? signature.rest ?? null;
}

function checkOne(value: unknown, kind: Kind | null, argument: number, trace: CallTrace, run: Run): void {
  if (kind === null)
    throw declarationError(
      "wrong-argument",
      trace.args[argument] ?? trace.span,
      `\`${trace.word}\` takes no more arguments here`,
      ["leave it out"],
      {
        subject: trace.word,
        label: `one too many: ${describe(value)}`,
      },
    );
  if (!accepts(kind, value)) throw wrong(value, kind, trace.args[argument] ?? trace.span, trace.word);
  if (kind.each !== undefined && isObject(value)) checkEach(value, kind.each, trace, run);
  if (kind.fields !== undefined && isObject(value) && dataOf(value) === null)
    checkFields(value, kind.fields, trace, run);
}

function checkFields(options: object, fields: Readonly<Record<string, Kind>>, trace: CallTrace, run: Run): void {
  const entries = run.traces.literals.get(options)?.entries;
  collected(Object.entries(options), ([key, value]) => {
    const entry = entries?.get(key);
    const kind = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (kind === undefined)
      throw declarationError(
        "unknown-option",
        entry?.key ?? trace.span,
        `\`${trace.word}\` has no option \`${key}\``,
        [...didYouMean(key, Object.keys(fields)), `options: ${Object.keys(fields).join(", ")}`],
        { subject: key, label: "unknown option", ...meantBy(key, Object.keys(fields)) },
      );
    if (value !== undefined && !accepts(kind, value)) throw wrong(value, kind, entry?.value ?? trace.span, key);
  });
}

/** The values of an object with arbitrary keys: columns by name. */
function checkEach(object: object, kind: Kind, trace: CallTrace, run: Run): void {
  const entries = run.traces.literals.get(object)?.entries;
  collected(Object.keys(object), (key) => {
    const value: unknown = Reflect.get(object, key);
    if (!accepts(kind, value)) throw wrong(value, kind, entries?.get(key)?.value ?? trace.span, key);
  });
}

function wrong(value: unknown, kind: Kind, at: Span, word: string) {
  const near = typeof value === "string" && kind.words !== undefined ? didYouMean(value, kind.words) : [];
  return declarationError(
    "wrong-argument",
    at,
    `\`${word}\` takes ${kind.what}`,
    [...near, ...(kind.help === undefined ? [] : [kind.help])],
    {
      subject: word,
      label: `this is ${describe(value)}`,
    },
  );
}

function missing(trace: CallTrace, signature: Signature, given: number) {
  const kind = kindAt(signature, given);
  return declarationError(
    "wrong-argument",
    trace.name,
    `\`${trace.word}\` needs ${kind?.what ?? "an argument"}`,
    [...(kind?.help === undefined ? [] : [kind.help])],
    { subject: trace.word, label: given === 0 ? "given nothing" : "not enough here" },
  );
}

export function accepts(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case "text":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "count":
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
    case "words":
      return typeof value === "string" && (kind.words ?? []).includes(value);
    case "sql":
      return isSql(value);
    case "literal":
      return isLiteral(value);
    case "default":
      return isLiteral(value) || isSql(value);
    case "column":
      return dataOf(value)?.declare === "column";
    case "columns":
      return isPlain(value);
    case "term":
      return isTerm(value);
    case "index-term":
      return isTerm(value) || isSql(value);
    case "named":
      return isNamed(value);
    // The word itself reports what is not a column: a view may have rows of another table.
    case "table":
      return isNamed(value);
    case "rows":
      // The shape of a row is checked where the row is written.
      return (
        (Array.isArray(value) && (value.length === 0 || !isTexts(value))) || dataOf(value)?.declare === "rows-file"
      );
    case "target":
      return isTarget(value);
    case "targets":
      return isTarget(value) || isTexts(value);
    case "texts":
      return typeof value === "string" || isTexts(value);
    case "list":
      return isTexts(value);
    case "columns-or-names":
      return isPlain(value) || isTexts(value);
    case "function":
      return typeof value === "function";
    case "options":
      return isPlain(value) || value === undefined;
    case "name-like":
      return typeof value === "string" || isTerm(value) || isNamed(value);
  }
}

function isLiteral(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || ["string", "bigint", "boolean"].includes(typeof value) || value instanceof Uint8Array;
}

function isTarget(value: unknown): boolean {
  return typeof value === "function" || typeof value === "string" || dataOf(value)?.declare === "self";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return false;
  return !Array.isArray(value) && dataOf(value) === null;
}
