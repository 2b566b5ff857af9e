import { ProblemError } from "../../problem/problem.ts";
import { evaluate } from "./evaluate.ts";
import { namesIn } from "./loose-module.ts";
import type { Scope } from "./module.ts";
import { taken } from "./names.ts";
import { notDeclarative } from "./refuse.ts";
import { ts } from "./syntax.ts";
import { asUnread, isUnread } from "./unread.ts";
import { type WrittenFunction, writeFunction } from "./written-function.ts";

/** The value that a function with several statements returns: consts, conditions and returns, without side effects. */
export function runBody(node: WrittenFunction, scope: Scope): unknown {
  const { body } = node;
  if (body === undefined) throw notDeclarative(scope.module, node);
  if (!ts.isBlock(body)) return evaluate(body, scope);
  try {
    return runAll(body.statements, scope)?.value;
  } catch (error) {
    if (error instanceof ProblemError) return asUnread(error);
    throw error;
  }
}

type Returned = { readonly value: unknown } | null;

function runAll(statements: readonly ts.Statement[], outer: Scope): Returned {
  const names = new Map<string, unknown>();
  const scope: Scope = { ...outer, parameters: names, outer };
  for (const statement of statements)
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined)
      names.set(statement.name.text, writeFunction(statement, scope));
  for (const statement of statements) {
    const returned = runOne(statement, scope, names);
    if (returned !== null) return returned;
  }
  return null;
}

function runOne(statement: ts.Statement, scope: Scope, names: Map<string, unknown>): Returned {
  if (ts.isReturnStatement(statement))
    return { value: statement.expression === undefined ? undefined : evaluate(statement.expression, scope) };
  if (ts.isBlock(statement)) return runAll(statement.statements, scope);
  if (ts.isIfStatement(statement)) {
    const condition = evaluate(statement.expression, scope);
    if (isUnread(condition)) return { value: condition };
    const way = condition ? statement.thenStatement : statement.elseStatement;
    return way === undefined ? null : runAll([way], scope);
  }
  if (ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined) continue;
      const value = evaluate(initializer, scope);
      for (const each of namesIn(name))
        names.set(each.name.text, each.pattern === null ? value : taken(value, each.pattern, scope));
    }
    return null;
  }
  const says = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
  if (says || ts.isFunctionDeclaration(statement) || ts.isEmptyStatement(statement)) return null;
  throw notDeclarative(scope.module, statement);
}
