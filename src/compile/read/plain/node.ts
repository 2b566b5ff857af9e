import { ts } from "../syntax.ts";

/** What the reader of declarations needs of a node. */
export interface Node {
  readonly kind: ts.SyntaxKind;
  readonly pos: number;
  readonly start: number;
  readonly end: number;
  getStart(): number;
  /** The other fields of a node of its kind. */
  readonly [field: string]: unknown;
}

export function made(kind: ts.SyntaxKind, pos: number, start: number, end: number): Node {
  return { kind, pos, start, end, getStart };
}

export function getStart(this: Node): number {
  return this.start;
}

// The nodes of which there are most. Each of a kind has the same fields in the same order: V8 then treats them as one.

export function access(pos: number, start: number, end: number, expression: Node, name: Node): Node {
  return { kind: ts.SyntaxKind.PropertyAccessExpression, pos, start, end, getStart, expression, name };
}

export function call(
  pos: number,
  start: number,
  end: number,
  expression: Node,
  list: readonly Node[],
  typeArguments?: readonly Node[],
): Node {
  const kind = ts.SyntaxKind.CallExpression;
  return { kind, pos, start, end, getStart, expression, typeArguments, arguments: list };
}

export function property(name: Node, end: number, initializer: Node): Node {
  const { pos, start } = name;
  return { kind: ts.SyntaxKind.PropertyAssignment, pos, start, end, getStart, name, initializer };
}
