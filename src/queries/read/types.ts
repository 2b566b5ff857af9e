import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, only } from "./alternatives.ts";
import { deeper, type Here, textsOf } from "./evaluate.ts";
import { elementsOf, follow, followDeclaration, textOfName } from "./follow.ts";
import { declarationOf } from "./scope.ts";
import { literal } from "../text.ts";

/**
 * The texts that a type allows, if it consists of literals: a union, an enum, the keys of an object. Null for any other
 * type.
 */
export function textsOfType(type: ts.TypeNode, here: Here): Alternatives | null {
  if (here.reader.budget <= 0 || here.frame.depth > 30) return null;
  here.reader.budget -= 1;
  if (ts.isParenthesizedTypeNode(type)) return textsOfType(type.type, here);
  if (ts.isLiteralTypeNode(type)) {
    const said = type.literal;
    if (!ts.isStringLiteralLike(said)) return null;
    const at = { file: here.module.file, start: said.getStart(here.module.source) + 1, end: said.end - 1 };
    return only(literal(said.text, at));
  }
  if (ts.isUnionTypeNode(type)) return ofUnion(type, here);
  if (ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.KeyOfKeyword) return keysOf(type.type, here);
  if (ts.isIndexedAccessTypeNode(type)) return ofIndexed(type, here);
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) return ofReference(type.typeName, here);
  return null;
}

function ofUnion(type: ts.UnionTypeNode, here: Here): Alternatives | null {
  const all: Alternatives[] = [];
  for (const each of type.types) {
    const isNothing =
      each.kind === ts.SyntaxKind.UndefinedKeyword ||
      (ts.isLiteralTypeNode(each) && each.literal.kind === ts.SyntaxKind.NullKeyword);
    if (isNothing) continue;
    const texts = textsOfType(each, here);
    if (texts === null) return null;
    all.push(texts);
  }
  return all.length === 0 ? null : either(...all);
}

function ofReference(name: ts.Identifier, here: Here): Alternatives | null {
  const declaration = declarationOf(name.text, name);
  if (declaration === null) return null;
  for (const { node, here: there } of followDeclaration(declaration, here)) {
    if (ts.isTypeAliasDeclaration(node)) return textsOfType(node.type, deeper(there, new Map()));
    if (!ts.isEnumDeclaration(node)) continue;
    const members = node.members.flatMap(({ initializer }) => initializer ?? []);
    if (members.length === node.members.length) return either(...members.map((each) => textsOf(each, there)));
  }
  return null;
}

/** `keyof typeof TABLES`. */
function keysOf(type: ts.TypeNode, here: Here): Alternatives | null {
  if (!ts.isTypeQueryNode(type) || !ts.isIdentifier(type.exprName)) return null;
  for (const { node, here: there } of follow(type.exprName, here)) {
    if (!ts.isObjectLiteralExpression(node)) continue;
    const keys = node.properties.flatMap((property) => {
      const text = property.name === undefined ? null : textOfName(property.name);
      if (text === null || property.name === undefined) return [];
      const start = property.name.getStart(there.module.source);
      return [only(literal(text, { file: there.module.file, start, end: property.name.end }))];
    });
    if (keys.length > 0) return either(...keys);
  }
  return null;
}

/** `(typeof TABLES)[number]`. */
function ofIndexed(type: ts.IndexedAccessTypeNode, here: Here): Alternatives | null {
  const object = ts.isParenthesizedTypeNode(type.objectType) ? type.objectType.type : type.objectType;
  if (!ts.isTypeQueryNode(object) || !ts.isIdentifier(object.exprName)) return null;
  const elements = elementsOf(object.exprName, here);
  if (elements === null || elements.length === 0) return null;
  return either(...elements.map((each) => textsOf(each.node, deeper(each.here, new Map()))));
}

/** `options.order`, where the type of `options` says what `order` may be. */
export function textsOfMember(node: ts.PropertyAccessExpression, here: Here): Alternatives | null {
  if (!ts.isIdentifier(node.expression)) return null;
  const declaration = declarationOf(node.expression.text, node.expression);
  if (declaration === null || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))) return null;
  const type = declaration.type === undefined ? null : memberType(declaration.type, node.name.text, here);
  return type === null ? null : textsOfType(type.node, type.here);
}

function memberType(
  type: ts.TypeNode,
  name: string,
  here: Here,
): { readonly node: ts.TypeNode; readonly here: Here } | null {
  if (ts.isTypeLiteralNode(type)) return among(type.members, name, here);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return null;
  const declaration = declarationOf(type.typeName.text, type.typeName);
  if (declaration === null) return null;
  for (const { node, here: there } of followDeclaration(declaration, here)) {
    if (ts.isInterfaceDeclaration(node)) return among(node.members, name, there);
    if (ts.isTypeAliasDeclaration(node)) return memberType(node.type, name, deeper(there, new Map()));
  }
  return null;
}

function among(members: readonly ts.TypeElement[], name: string, here: Here) {
  for (const each of members)
    if (ts.isPropertySignature(each) && textOfName(each.name) === name && each.type !== undefined)
      return { node: each.type, here };
  return null;
}
