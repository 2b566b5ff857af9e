import type { Span } from "../../problem/problem.ts";
import type { Module } from "./module.ts";
import { ts } from "./syntax.ts";

export function spanOf(module: Module, node: ts.Node): Span {
  return { file: module.file, start: node.getStart(module.source), end: node.end };
}

/** The code itself, on one line and shortened for quoting. */
export function excerpt(module: Module, node: ts.Node): string {
  const { start, end } = spanOf(module, node);
  const text = module.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A doc comment between two things on one line is about the second. */
function docBefore(module: Module, node: ts.Node): { readonly pos: number; readonly end: number } | undefined {
  const comments = ts.getTrailingCommentRanges(module.text, node.pos) ?? [];
  const last = comments.findLast((comment) => module.text.startsWith("/**", comment.pos));
  if (last === undefined || module.text.slice(last.end, node.getStart(module.source)).includes("\n")) return undefined;
  return last;
}

/** The doc comment directly above a node, without its stars; null if there is none. */
export function docAbove(module: Module, node: ts.Node): string | null {
  const start = node.getStart(module.source);
  if (start - node.pos < 5 || !module.text.slice(node.pos, start).includes("/**")) return null;
  const comments = ts.getLeadingCommentRanges(module.text, node.pos) ?? [];
  const leading = comments.findLast((comment) => module.text.startsWith("/**", comment.pos));
  const last = leading ?? docBefore(module, node);
  if (last === undefined) return null;
  const inner = module.text.slice(last.pos + 3, last.end - 2);
  const text = inner
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
  return text === "" ? null : text;
}
