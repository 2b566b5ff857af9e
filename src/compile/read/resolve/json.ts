import { parser } from "../parser.ts";
import type { ts } from "../typescript.ts";

/** JSON with comments and trailing commas, like tsconfig.json; null if it is invalid. */
export function readJson(file: string, text: string): unknown {
  const ts = parser();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JSON);
  const [statement] = source.statements;
  return statement !== undefined && ts.isExpressionStatement(statement) ? jsonValue(statement.expression) : null;
}

function jsonValue(node: ts.Expression): unknown {
  const ts = parser();
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(jsonValue);
  if (!ts.isObjectLiteralExpression(node)) return null;
  const entries = node.properties.flatMap((property): [string, unknown][] => {
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteralLike(property.name)) return [];
    return [[property.name.text, jsonValue(property.initializer)]];
  });
  return Object.fromEntries(entries);
}

export function field(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => {
    if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    return Reflect.get(at, name);
  }, value);
}

export function texts(value: unknown): readonly string[] {
  return [value].flat().filter((each) => typeof each === "string");
}
