import type { ts } from "../typescript.ts";

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
