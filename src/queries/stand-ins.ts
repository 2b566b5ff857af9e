import { significantIn, type Token } from "../sql/tokens.ts";
import { edited, holeMark, type Text } from "./text.ts";

/** A text with something put into each hole, for what the source does not say. */
export interface StandIn {
  readonly sql: Text;
  /** False if only values were put in, which do not change the meaning of a statement. */
  readonly part: boolean;
}

/** The most that are tried for one text. */
const most = 40;
const usual = ["?", "", "(?)", "rowid = ?"] as const;

/**
 * Texts with something put into each hole: a value, nothing, a list, a condition. If the engine accepts one, the text
 * counts as read. A name is never guessed, so a text with a hole in a name has none.
 */
export function* standIns(text: Text): Iterable<StandIn> {
  const holes = holesOf(text);
  if (holes === null) {
    yield { sql: text, part: true };
    return;
  }
  const choices = holes.map(({ inString, kind, after }) => (inString ? ["x"] : choicesFor(kind, after)));
  let tried = 0;
  for (const picked of product(choices)) {
    if (tried++ === most) return;
    const edits = holes.map(({ at }, n) => ({ start: at, end: at + 1, with: picked[n] ?? "?" }));
    const part = holes.some(({ inString, kind }, n) => !inString && !(kind === "value" && picked[n] === "?"));
    yield { sql: edited(text, edits), part };
  }
}

/** The likeliest first, judging by the word before the hole. */
function choicesFor(kind: "value" | "unknown", after: string): readonly string[] {
  if (/^(?:WHERE|AND|OR|ON|HAVING|NOT)$/.test(after))
    return kind === "value" ? ["?", "1", "rowid = ?"] : ["1", "", "?"];
  if (after === "SET") return ["rowid = ?", "?"];
  if (after === "BY") return ["1", "1 DESC", "?"];
  if (after === "IN") return ["(?)", "?", "(SELECT 1)"];
  if (after === "SELECT") return ["?", "", "*"];
  if (after === ".") return ["rowid"];
  return usual;
}

/** Those with the fewest changes from the likeliest first: each hole on its own, then all the same, then the rest. */
function* product(choices: readonly (readonly string[])[]): Iterable<readonly string[]> {
  const first = choices.map((each) => each[0] ?? "?");
  const seen = new Set<string>();
  const fresh = (picked: readonly string[]): boolean => {
    const key = picked.join("\0");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  if (fresh(first)) yield first;
  for (const [n, each] of choices.entries()) {
    for (const choice of each) {
      const picked = first.map((usual, at) => (at === n ? choice : usual));
      if (fresh(picked)) yield picked;
    }
  }
  for (const alike of usual) {
    const picked = choices.map((each) => (each.includes(alike) ? alike : (each[0] ?? "?")));
    if (fresh(picked)) yield picked;
  }
  const total = choices.reduce((all, each) => Math.min(all * each.length, most * 4), 1);
  for (let n = 0; n < total; n++) {
    let rest = n;
    const picked = choices.map((each) => {
      const choice = each[rest % each.length] ?? "?";
      rest = Math.floor(rest / each.length);
      return choice;
    });
    if (fresh(picked)) yield picked;
  }
}

interface Hole {
  readonly at: number;
  readonly kind: "value" | "unknown";
  readonly inString: boolean;
  /** The word before the hole, in upper case. */
  readonly after: string;
}

/** Null if a hole is part of a name, or is where only a name can be. */
function holesOf(text: Text): readonly Hole[] | null {
  const holes: Hole[] = [];
  const kinds = new Map(text.pieces.flatMap((piece) => (piece.hole === undefined ? [] : [[piece.at, piece.hole]])));
  const tokens = significantIn(text.sql);
  for (const [n, token] of tokens.entries()) {
    if (!token.text.includes(holeMark)) continue;
    const inString = token.kind === "string" || token.kind === "variable";
    if (!inString && (token.text !== holeMark || isNamePlace(tokens, n))) {
      // Two adjacent holes are two clauses.
      if (!/^\ufffc+$/.test(token.text) || isNamePlace(tokens, n)) return null;
    }
    const after = tokens[n - 1]?.text.toUpperCase() ?? "";
    for (let at = token.text.indexOf(holeMark); at >= 0; at = token.text.indexOf(holeMark, at + 1))
      holes.push({ at: token.start + at, kind: kinds.get(token.start + at) ?? "unknown", inString, after });
  }
  return holes;
}

/** After FROM and similar words only a table is possible, and which one is never guessed. */
function isNamePlace(tokens: readonly Token[], n: number): boolean {
  const before = tokens[n - 1]?.text.toUpperCase() ?? "";
  const earlier = tokens[n - 2]?.text.toUpperCase() ?? "";
  if (/^(?:FROM|JOIN|INTO|UPDATE|TABLE)$/.test(before)) return !(before === "FROM" && earlier === "DISTINCT");
  return tokens[n + 1]?.text === "." || (before === "OR" && earlier === "UPDATE");
}
