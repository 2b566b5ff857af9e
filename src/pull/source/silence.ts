import { ts } from "../../compile/read/typescript.ts";
import type { Problem, Sources } from "../../problem/problem.ts";
import { applyEdits, type Edit, indentAt } from "./edits.ts";
import { parseSource } from "./source-tree.ts";

/** Adds a comment above each place where the database has something that `check` would refuse. */
export function silence(
  files: ReadonlyMap<string, string>,
  into: Sources,
  problems: readonly Problem[],
): Map<string, string> {
  const result = new Map(files);
  for (const file of new Set(problems.flatMap((problem) => problem.at?.file ?? []))) {
    const text = result.get(file) ?? into.get(file) ?? "";
    const tree = parseSource(file, text);
    const edits = new Map<string, Edit>();
    for (const problem of problems) {
      if (problem.at?.file !== file) continue;
      const start = itemStart(tree, problem.at.start);
      const line = text.lastIndexOf("\n", start - 1) + 1;
      const comment = `${indentAt(text, start)}// trueup-ignore ${problem.code}: the database has it like this\n`;
      edits.set(`${line} ${comment}`, { start: line, end: line, text: comment });
    }
    result.set(file, applyEdits(text, [...edits.values()]));
  }
  return result;
}

/** The start of the property, list item or statement that contains the place. */
function itemStart(tree: ts.SourceFile, at: number): number {
  let start = at;
  const visit = (node: ts.Node): void => {
    if (at < node.pos || at > node.end) return;
    const isItem =
      ts.isPropertyAssignment(node) ||
      ts.isStatement(node) ||
      (node.parent !== undefined && ts.isArrayLiteralExpression(node.parent));
    const begin = node.getStart(tree);
    const line = tree.text.lastIndexOf("\n", begin - 1) + 1;
    if (isItem && begin <= at && tree.text.slice(line, begin).trim() === "") start = begin;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return start;
}
