import { ts } from "../../compile/read/typescript.ts";
import type { SchemaObject } from "../../model/schema.ts";
import type { Span } from "../../problem/problem.ts";
import { bareExpression, parseSource } from "./source-tree.ts";

const kinds: Readonly<Record<string, SchemaObject["kind"]>> = {
  table: "table",
  index: "index",
  uniqueIndex: "index",
  view: "view",
  trigger: "trigger",
  virtualTable: "virtual-table",
};

/** Which object is declared at this place, as far as its own text shows. */
export function statementName(
  text: string,
  at: Span,
): { readonly kind: SchemaObject["kind"]; readonly name: string } | null {
  const tree = parseSource(at.file, text);
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || at.start < statement.pos || at.end > statement.end) continue;
    const [declaration] = statement.declarationList.declarations;
    if (declaration?.initializer === undefined || !ts.isIdentifier(declaration.name)) return null;
    let call: ts.Expression = bareExpression(declaration.initializer);
    while (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression))
      call = call.expression.expression;
    if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return null;
    const kind = kinds[call.expression.text];
    const [first] = call.arguments;
    const name = first !== undefined && ts.isStringLiteralLike(first) ? first.text : declaration.name.text;
    return kind === undefined ? null : { kind, name };
  }
  return null;
}
