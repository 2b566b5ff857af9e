import { plain } from "../sql/comments.ts";
import type { Token } from "../sql/tokens.ts";

/** The comments on a table or column: prose, and hints. */
export interface Notes {
  readonly doc: string | null;
  readonly was: readonly string[];
  readonly fill: string | null;
}

/** `-- @was old_name` and `-- @fill SQL`, one a line; everything else is prose. */
export function notesIn(comment: string | null): Notes {
  const was: string[] = [];
  const prose: string[] = [];
  let fill: string | null = null;
  for (const line of comment?.split("\n") ?? []) {
    const [, word, rest = ""] = /^\s*@(was|fill)\s+(.*?)\s*$/.exec(line) ?? [];
    if (word === "was") was.push(...rest.split(/[\s,]+/).filter((name) => name !== ""));
    else if (word === "fill") fill = rest.replace(/;$/, "");
    else prose.push(line);
  }
  const doc = prose.join("\n").trim();
  return { doc: doc === "" ? null : doc, was, fill };
}

/** The comments directly above a token, without a blank line between; null if there are none. */
export function commentAbove(tokens: readonly Token[], at: number): string | null {
  const found: string[] = [];
  let from = at;
  for (let n = at - 1; n >= 0; n -= 1) {
    const token = tokens[n] as Token;
    if (token.kind === "space" && newlines(token.text) < 2) continue;
    if (token.kind !== "comment" || isBehind(tokens, n)) break;
    found.unshift(plain(token));
    from = n;
  }
  return from === at ? null : found.join("\n");
}

/** A comment after code on the same line is about that code. */
function isBehind(tokens: readonly Token[], at: number): boolean {
  for (let n = at - 1; n >= 0; n -= 1) {
    const token = tokens[n] as Token;
    if (token.kind === "space" || token.kind === "comment") {
      if (newlines(token.text) > 0) return false;
      continue;
    }
    return true;
  }
  return false;
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}
