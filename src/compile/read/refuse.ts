import type { Span, ProblemError } from "../../problem/problem.ts";
import type { Module, Scope } from "./module.ts";
import { excerpt, spanOf } from "./places.ts";
import { declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";

/** What is wrong with code that only has a meaning when it runs, and what to write instead. */
interface Refusal {
  readonly message: string;
  readonly help: string;
  /** Marks only this many characters: the keyword of a long block. */
  readonly first?: number;
}

const literalOnly = "write the value itself: declarations are read, not run, so they cannot compute one";

const refusals: ReadonlyMap<ts.SyntaxKind, Refusal> = new Map<ts.SyntaxKind, Refusal>([
  [
    ts.SyntaxKind.IfStatement,
    statement("if", "declare each object once; what differs between databases belongs in the configuration"),
  ],
  [
    ts.SyntaxKind.ForStatement,
    statement("for", "write out each declaration, or share what repeats as a const and spread it"),
  ],
  [
    ts.SyntaxKind.ForOfStatement,
    statement("for", "write out each declaration, or share what repeats as a const and spread it"),
  ],
  [
    ts.SyntaxKind.ForInStatement,
    statement("for", "write out each declaration, or share what repeats as a const and spread it"),
  ],
  [ts.SyntaxKind.WhileStatement, statement("while", "write out each declaration")],
  [ts.SyntaxKind.DoStatement, statement("do", "write out each declaration")],
  [ts.SyntaxKind.SwitchStatement, statement("switch", "declare each object once")],
  [ts.SyntaxKind.TryStatement, statement("try", "nothing in a declaration can throw: it is read, not run")],
  [ts.SyntaxKind.ThrowStatement, statement("throw", "take it out: nothing here is run")],
  [ts.SyntaxKind.ReturnStatement, statement("return", "write `export const name = …`")],
  [ts.SyntaxKind.ClassDeclaration, statement("class", "declare tables with table({ … })")],
  [
    ts.SyntaxKind.EnumDeclaration,
    statement("enum", 'name the values where they are used: text().oneOf("reel", "jig")'),
  ],
  [
    ts.SyntaxKind.ModuleDeclaration,
    { message: "a namespace has no meaning here", help: "use a file of its own and import from it", first: 9 },
  ],
  [
    ts.SyntaxKind.Block,
    {
      message: "a block of statements has no meaning here",
      help: "write `export const name = …` at the top level",
      first: 1,
    },
  ],
  [
    ts.SyntaxKind.AwaitExpression,
    { message: "nothing can be awaited: declarations are read, not run", help: literalOnly, first: 5 },
  ],
  [
    ts.SyntaxKind.AsyncKeyword,
    { message: "a function in a declaration cannot be async", help: "return one expression: (x) => expression" },
  ],
  [
    ts.SyntaxKind.ConditionalExpression,
    {
      message: "a condition cannot be evaluated: declarations are read, not run",
      help: "write the value itself; what differs between databases belongs in the configuration",
    },
  ],
  [
    ts.SyntaxKind.BinaryExpression,
    {
      message: "nothing is computed here: declarations are read, not run",
      help: "write the result; to join strings, use a template literal: `${a}${b}`",
    },
  ],
  [
    ts.SyntaxKind.NewExpression,
    {
      message: "nothing but bytes can be made with `new`",
      help: "write the value itself; bytes are new Uint8Array([1, 2])",
    },
  ],
  [
    ts.SyntaxKind.RegularExpressionLiteral,
    { message: "a regular expression has no meaning in a schema", help: "write the condition in SQL: .check(sql`…`)" },
  ],
  [
    ts.SyntaxKind.ThisKeyword,
    {
      message: "there is no `this` in a declaration",
      help: 'for a column of the same table write self("column"), or the parameter: (t) => t.column',
    },
  ],
  [
    ts.SyntaxKind.GetAccessor,
    { message: "a getter is code that runs", help: "write `name: value`, or the arrow form where a word takes one" },
  ],
  [ts.SyntaxKind.SetAccessor, { message: "a setter is code that runs", help: "write `name: value`" }],
  [
    ts.SyntaxKind.DeleteExpression,
    { message: "nothing can be deleted: declarations are read, not run", help: "leave the property out" },
  ],
  [
    ts.SyntaxKind.TypeOfExpression,
    { message: "nothing is computed here: declarations are read, not run", help: literalOnly },
  ],
  [
    ts.SyntaxKind.VoidExpression,
    { message: "nothing is computed here: declarations are read, not run", help: literalOnly },
  ],
  [ts.SyntaxKind.OmittedExpression, { message: "a list cannot have holes", help: "write a value between the commas" }],
  [
    ts.SyntaxKind.PrefixUnaryExpression,
    { message: "nothing is computed here: declarations are read, not run", help: literalOnly },
  ],
  [
    ts.SyntaxKind.PostfixUnaryExpression,
    { message: "nothing is computed here: declarations are read, not run", help: literalOnly },
  ],
  [ts.SyntaxKind.TaggedTemplateExpression, { message: "`sql` is the only template tag", help: "write sql`…`" }],
  [
    ts.SyntaxKind.PropertyAccessExpression,
    { message: "`?.` depends on what is only known when code runs", help: "write a plain dot" },
  ],
  [
    ts.SyntaxKind.ElementAccessExpression,
    { message: "`?.` depends on what is only known when code runs", help: "leave the question mark out" },
  ],
  [
    ts.SyntaxKind.ClassExpression,
    { message: "a class has no meaning in a schema", help: "declare tables with table({ … })", first: 5 },
  ],
  [
    ts.SyntaxKind.YieldExpression,
    { message: "nothing can be yielded: declarations are read, not run", help: literalOnly, first: 5 },
  ],
]);

function statement(word: string, help: string): Refusal {
  return { message: `\`${word}\` is code that runs, and declarations are read, never run`, help, first: word.length };
}

/** The error for code outside the declarative subset. */
export function notDeclarative(module: Module, node: ts.Node): ProblemError {
  const refusal = refusals.get(node.kind) ?? {
    message: "this is code that runs, and declarations are read, never run",
    help: "write consts made of literals and words of the vocabulary",
  };
  const span = spanOf(module, node);
  const end = refusal.first === undefined ? span.end : Math.min(span.end, span.start + refusal.first);
  return declarationError("not-declarative", { ...span, end }, refusal.message, [refusal.help], {
    label: "not declarative",
  });
}

/** Runtime features that people reach for, by their first name, and what to write instead. */
const runtimeThings: Readonly<Record<string, string>> = {
  Date: "for the time of an insert write .default(sql`CURRENT_TIMESTAMP`)",
  process: 'what differs between machines belongs in trueup.config.ts, as env("NAME")',
  Math: "write the number itself; for a random value in the database use sql`random()`",
  crypto: "for a value made at insert use SQL: .default(sql`uuid()`)",
  console: "take it out: nothing here is run",
  JSON: "write the text itself",
  Object: "write the properties out, or spread an object: { ...shared }",
  Array: "write the list out",
  String: "write the text itself",
  Number: "write the number itself",
  BigInt: "write it as a literal: 123n",
  Symbol: "write the value itself",
  Promise: "nothing can be awaited here",
  Buffer: "write bytes as new Uint8Array([1, 2])",
  require: 'use import { … } from "./file.ts"',
  fetch: "nothing is loaded here: declarations are read, not run",
  setTimeout: "take it out: nothing here is run",
  globalThis: "only imports and consts are known here",
  window: "only imports and consts are known here",
  eval: "nothing here is run",
  Function: "nothing here is run",
  Infinity: "SQLite has no literal for it; use 9e999 inside sql`…`",
  NaN: "SQLite stores NaN as NULL: write null",
};

/** The same in a schema that is not trueup's. */
const inOtherWords: Readonly<Record<string, string>> = {
  Date: "for the time of an insert write .default(sql`(unixepoch())`) or sql`CURRENT_TIMESTAMP`, or .$defaultFn(…), which is not in the database",
  process: "write the value itself: the schema of a database is the same on every machine",
  Math: "for a value made at insert write .$defaultFn(…), which is not in the database, or .default(sql`(random())`)",
  crypto: "for a value made at insert write .$defaultFn(…), which is not in the database",
};

/** The error for a name of the runtime; null for an unknown name. */
export function runtimeName(name: string, at: Span, loose: boolean): ProblemError | null {
  const ours = Object.hasOwn(runtimeThings, name) ? runtimeThings[name] : undefined;
  const help = loose && Object.hasOwn(inOtherWords, name) ? inOtherWords[name] : ours;
  if (help === undefined) return null;
  return declarationError(
    "not-declarative",
    at,
    `\`${name}\` is known only when code runs, and declarations are read, never run`,
    [help],
    {
      subject: name,
      label: "belongs to the runtime",
    },
  );
}

/** Marks a call of the runtime as a whole (`Date.now()`), which is clearer than its parts. */
export function runtimeCall(node: ts.CallExpression, scope: Scope): ProblemError | null {
  const { module } = scope;
  if (node.questionDotToken !== undefined || node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return declarationError(
      "not-declarative",
      spanOf(module, node),
      `\`${excerpt(module, node)}\` is code that runs`,
      ['use import { … } from "./file.ts" at the top'],
      { label: "not declarative" },
    );
  let from: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(from)) from = from.expression;
  if (!ts.isIdentifier(from) || module.bindings.has(from.text)) return listMethod(node, scope);
  return runtimeName(from.text, spanOf(module, node), module.loose);
}

const listMethods = new Set([
  "map",
  "filter",
  "forEach",
  "reduce",
  "join",
  "concat",
  "flatMap",
  "slice",
  "entries",
  "keys",
  "values",
]);

function listMethod(node: ts.CallExpression, { module }: Scope): ProblemError | null {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isArrayLiteralExpression(expression.expression)) return null;
  const name = expression.name.text;
  if (!listMethods.has(name)) return null;
  return declarationError(
    "not-declarative",
    spanOf(module, expression.name),
    `\`.${name}()\` is code that runs, and declarations are read, never run`,
    ["write the list out"],
    { label: "not declarative" },
  );
}
