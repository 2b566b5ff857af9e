import type { Problem } from "../problem/problem.ts";
import type { Silence } from "./declared.ts";
import type { Module } from "./read/module.ts";
import { treeOf } from "./read/load.ts";
import { parser } from "./read/parser.ts";
import type { ts } from "./read/typescript.ts";

const comment = /\/\/[ \t]*trueup-ignore[ \t]+([a-z0-9-]+)(?:[ \t]*:[ \t]*([^\r\n]*?))?[ \t]*(?=\r?\n|$)/g;

/** The comments that silence a rule, and what each of them applies to. A reason is required. */
export function readSilences(module: Module): {
  readonly silences: readonly Silence[];
  readonly problems: readonly Problem[];
} {
  const silences: Silence[] = [];
  const problems: Problem[] = [];
  if (!module.text.includes("trueup-ignore")) return { silences, problems };
  for (const found of module.text.matchAll(comment)) {
    const [text, code = "", reason = ""] = found;
    const at = { file: module.file, start: found.index, end: found.index + text.length };
    if (reason === "") problems.push(noReason(code, at));
    else silences.push({ code, reason, at, line: { file: module.file, ...extent(module, at.start, at.end) } });
  }
  return { silences, problems };
}

function noReason(code: string, at: Silence["at"]): Problem {
  return {
    code: "ignore-without-reason",
    level: "error",
    subject: code,
    message: `this comment silences \`${code}\` and gives no reason`,
    at,
    label: "why?",
    help: [`write // trueup-ignore ${code}: why it is intended`],
  };
}

/** For a comment after code, its line; otherwise the whole declaration, property or item below it. */
function extent(module: Module, start: number, end: number): { start: number; end: number } {
  const { text } = module;
  const line = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(line, start).trim() !== "") return { start: line, end };
  const source = treeOf(module);
  const below = nodeBelow(source, end, source);
  if (below !== null) return { start: below.getStart(source), end: below.end };
  const next = text.indexOf("\n", end + 1);
  return { start, end: next < 0 ? text.length : next };
}

/** The largest node that begins after the comment, with only white space and comments between. */
function nodeBelow(node: ts.Node, end: number, source: ts.SourceFile): ts.Node | null {
  const ts = parser();
  let found: ts.Node | null = null;
  ts.forEachChild(node, (child) => {
    if (found !== null || child.end <= end) return;
    if (child.pos <= end && child.getStart(source) >= end) found = child;
    else if (child.pos <= end) found = nodeBelow(child, end, source);
  });
  return found;
}
