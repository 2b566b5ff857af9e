import { ts } from "../../compile/read/typescript.ts";
import type { SchemaObject } from "../../model/schema.ts";
import type { Edit } from "../source/edits.ts";
import { editTable, likeDeclared } from "./merge-table.ts";
import type { Pen } from "../write/pen.ts";
import { bareExpression } from "../source/source-tree.ts";
import type { Trees } from "../source/shared-piece.ts";
import { objectCall, viewParts } from "../write/write-object.ts";
import { placed } from "../write/placement.ts";

/** A declared object that differs in the live database. */
export interface ObjectChange {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly declaration: ts.VariableDeclaration;
  readonly tree: ts.SourceFile;
  readonly trees: Trees;
  /** The name of the const. */
  readonly name: string;
  readonly pen: Pen;
  readonly scratchPen: Pen;
}

/** The smallest edits that the form of the declaration allows; in doubt, it is rewritten. */
export function editObject(change: ObjectChange): Edit[] {
  const initializer = change.declaration.initializer;
  if (initializer === undefined) return [];
  return editInside(bareExpression(initializer), change) ?? [rewritten(initializer, change)];
}

/** The whole value of the const, rewritten. */
export function rewritten(initializer: ts.Expression, { after, before, name, pen, tree }: ObjectChange): Edit {
  const shown = after.kind !== "table" ? after : before.kind === "table" ? likeDeclared(after, before) : placed(after);
  return { start: initializer.getStart(tree), end: initializer.end, text: objectCall(shown, name, pen) };
}

function editInside(expression: ts.Expression, change: ObjectChange): Edit[] | null {
  const { before, after, tree, trees, pen, scratchPen } = change;
  if (before.kind === "table" && after.kind === "table") {
    if (!ts.isCallExpression(expression) || !isWord(expression.expression, "table")) return null;
    return editTable(expression, { before, after: likeDeclared(after, before), tree, trees, pen, scratchPen });
  }
  if (before.kind === "index" || after.kind === "index" || before.kind === "table" || after.kind === "table")
    return null;
  if (!ts.isCallExpression(expression)) return null;
  const template = expression.arguments.find((arg) => ts.isTaggedTemplateExpression(arg));
  if (template === undefined || (before.kind === "view" && after.kind === "view" && !sameColumns(before, after)))
    return null;
  const text = firstTemplate(objectCall(after, change.name, pen));
  return text === null ? null : [{ start: template.getStart(tree), end: template.end, text }];
}

function sameColumns(a: Parameters<typeof viewParts>[0], b: Parameters<typeof viewParts>[0]): boolean {
  return JSON.stringify(viewParts(a).columns) === JSON.stringify(viewParts(b).columns);
}

function isWord(node: ts.Node, word: string): boolean {
  return ts.isIdentifier(node) && node.text === word;
}

/** The template of a call that the writer wrote. */
function firstTemplate(call: string): string | null {
  const tree = ts.createSourceFile("call.ts", call, ts.ScriptTarget.ESNext, true);
  let found: string | null = null;
  const visit = (node: ts.Node): void => {
    if (found !== null) return;
    if (ts.isTaggedTemplateExpression(node)) found = call.slice(node.getStart(tree), node.end);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
