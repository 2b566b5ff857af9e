import { evaluate } from "./evaluate.ts";
import type { Module, Scope } from "./module.ts";
import { spanOf } from "./places.ts";
import { notDeclarative } from "./refuse.ts";
import { trouble } from "./trouble.ts";
import { ts } from "./typescript.ts";

type Written = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** A function of one expression: a value that the vocabulary, or another declaration, may call. */
export function writeFunction(node: Written, scope: Scope): (...args: readonly unknown[]) => unknown {
  const { module, run } = scope;
  if (node.asteriskToken !== undefined) throw notDeclarative(module, node);
  const modifier = node.modifiers?.find((each) => each.kind === ts.SyntaxKind.AsyncKeyword);
  if (modifier !== undefined) throw notDeclarative(module, modifier);
  const body = onlyExpression(node, module);
  const parameters = node.parameters.map((parameter) => parameterName(parameter, module));
  const written = (...args: readonly unknown[]): unknown => {
    const given = new Map<string, unknown>();
    node.parameters.forEach((parameter, index) => {
      const rest = parameter.dotDotDotToken !== undefined;
      const value = rest ? literalList(args.slice(index), scope) : args[index];
      const missing = value === undefined && parameter.initializer !== undefined;
      const inner = { run, module, parameters: given, outer: scope };
      given.set(parameters[index] as string, missing ? evaluate(parameter.initializer, inner) : value);
    });
    return evaluate(body, { run, module, parameters: given, outer: scope });
  };
  run.written.add(written);
  return written;
}

function literalList(values: readonly unknown[], scope: Scope): readonly unknown[] {
  const list = [...values];
  scope.run.literals.add(list);
  return list;
}

function onlyExpression(node: Written, module: Module): ts.Expression {
  const { body } = node;
  if (body === undefined) throw notDeclarative(module, node);
  if (!ts.isBlock(body)) return body;
  const [only] = body.statements;
  if (body.statements.length === 1 && only !== undefined && ts.isReturnStatement(only) && only.expression !== undefined)
    return only.expression;
  const wrong = body.statements.find((each) => !ts.isReturnStatement(each)) ?? body;
  throw trouble(
    "not-declarative",
    spanOf(module, wrong),
    "a function in a declaration returns one expression and does nothing else",
    ["write it as (…) => expression, and take other steps out of it"],
    { label: wrong === body ? "this body" : "this statement" },
  );
}

function parameterName(parameter: ts.ParameterDeclaration, module: Module): string {
  if (ts.isIdentifier(parameter.name)) return parameter.name.text;
  throw trouble(
    "not-declarative",
    spanOf(module, parameter.name),
    "a parameter is a plain name here",
    ["name it, and use its parts as name.part"],
    { label: "taken apart" },
  );
}
