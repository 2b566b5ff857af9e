import { evaluate } from "./evaluate.ts";
import { namesIn } from "./loose-module.ts";
import type { Module, Scope } from "./module.ts";
import { taken } from "./names.ts";
import { spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { runBody } from "./loose-body.ts";
import { declarationError } from "./declaration-error.ts";
import { ts } from "./syntax.ts";

export type WrittenFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** A function of one expression: a value that the vocabulary, or another declaration, may call. */
export function writeFunction(node: WrittenFunction, scope: Scope): (...args: readonly unknown[]) => unknown {
  const { module, run } = scope;
  if (node.asteriskToken !== undefined) throw notDeclarative(module, node);
  const modifier = node.modifiers?.find((each) => each.kind === ts.SyntaxKind.AsyncKeyword);
  if (modifier !== undefined) throw notDeclarative(module, modifier);
  const body = module.loose ? null : onlyExpression(node, module);
  if (!module.loose) for (const parameter of node.parameters) needPlainName(parameter, module);
  const written = (...args: readonly unknown[]): unknown => {
    const given = new Map<string, unknown>();
    const inner = { run, module, parameters: given, outer: scope };
    node.parameters.forEach((parameter, index) => {
      const rest = parameter.dotDotDotToken !== undefined;
      const said = rest ? literalList(args.slice(index), scope) : args[index];
      const missing = said === undefined && parameter.initializer !== undefined;
      const value = missing ? evaluate(parameter.initializer, inner) : said;
      for (const { name, pattern } of namesIn(parameter.name))
        given.set(name.text, pattern === null ? value : taken(value, pattern, inner));
    });
    return body === null ? runBody(node, inner) : evaluate(body, inner);
  };
  run.written.add(written);
  return written;
}

function literalList(values: readonly unknown[], scope: Scope): readonly unknown[] {
  const list = [...values];
  scope.run.literals.add(list);
  return list;
}

function onlyExpression(node: WrittenFunction, module: Module): ts.Expression {
  const { body } = node;
  if (body === undefined) throw notDeclarative(module, node);
  if (!ts.isBlock(body)) return body;
  const [only] = body.statements;
  if (body.statements.length === 1 && only !== undefined && ts.isReturnStatement(only) && only.expression !== undefined)
    return only.expression;
  const wrong = body.statements.find((each) => !ts.isReturnStatement(each)) ?? body;
  throw declarationError(
    "not-declarative",
    spanOf(module, wrong),
    "a function in a declaration returns one expression and does nothing else",
    ["write it as (…) => expression, without other statements"],
    { label: wrong === body ? "this body" : "this statement" },
  );
}

function needPlainName(parameter: ts.ParameterDeclaration, module: Module): void {
  if (ts.isIdentifier(parameter.name)) return;
  throw declarationError(
    "not-declarative",
    spanOf(module, parameter.name),
    "a parameter is a plain name here",
    ["name it, and use its parts as name.part"],
    { label: "taken apart" },
  );
}
