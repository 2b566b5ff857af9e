import type { Problem, Sources } from "../problem/problem.ts";

/** The edit that fixes a problem, if there is only one that can be meant. Offsets are those of spans. */
export interface Fix {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Null if a person has to choose, or the declaration is written in a way that cannot be edited safely. */
export function fixOf(problem: Problem, sources: Sources): Fix | null {
  const { at } = problem;
  const text = at === undefined ? undefined : sources.get(at.file);
  if (at === undefined || text === undefined || !/\.[cm]?ts$/.test(at.file)) return null;
  const edit = edits[problem.code]?.(problem, text) ?? misspelt(problem, text);
  return edit === null ? null : { file: at.file, ...edit };
}

type Edit = Omit<Fix, "file">;
type Find = (problem: Problem, text: string) => Edit | null;

const edits: Partial<Record<Problem["code"], Find>> = { "spent-hint": spent, "foreign-key-without-index": indexed };

/** A word that is close to exactly one other word. */
function misspelt({ at, meant }: Problem, text: string): Edit | null {
  if (at === undefined || meant === undefined) return null;
  const said = text.slice(at.start, at.end);
  const first = said.indexOf(meant.said);
  if (first < 0 || said.indexOf(meant.said, first + 1) >= 0) return null;
  const start = at.start + first;
  const end = start + meant.said.length;
  // A part of a longer word is another word.
  if (/[\w$]/.test(text.slice(start - 1, start)) && /^[\w$]/.test(meant.said)) return null;
  if (/^[\w$]/.test(text.slice(end)) && /[\w$]$/.test(meant.said)) return null;
  return { start, end, text: meant.near };
}

/** `.was("old")` and `.fill(…)` of a column, with their dot; `{ was: "old" }` of a table, where it is all that is there. */
function spent({ at }: Problem, text: string): Edit | null {
  if (at === undefined) return null;
  const said = text.slice(at.start, at.end);
  if (/^(?:was|fill)\([\s\S]*\)$/.test(said)) {
    const dot = /\s*\.\s*$/.exec(text.slice(0, at.start));
    return dot === null ? null : { start: dot.index, end: at.end, text: "" };
  }
  if (said !== "was") return null;
  const before = /,\s*\{\s*$/.exec(text.slice(0, at.start));
  const after = /^was\s*:\s*"[^"\n]*"\s*,?\s*\}/.exec(text.slice(at.start));
  return before === null || after === null ? null : { start: before.index, end: at.start + after[0].length, text: "" };
}

/** The index that the help proposes, at the end of the file, if its table is declared there under its name. */
function indexed({ subject, help: [proposal = ""] }: Problem, text: string): Edit | null {
  const [table = "", columns = ""] = subject.split(/\.(.*)/s);
  const plain = /^[A-Za-z_]\w*$/;
  if (![table, ...columns.split(",")].every((name) => plain.test(name))) return null;
  const name = /^export const (\w+) = /.exec(proposal)?.[1] ?? "";
  if (name === "" || new RegExp(`\\b${name}\\b`).test(text)) return null;
  if (!new RegExp(`^export const ${table} = table\\(\\s*\\{`, "m").test(text)) return null;
  const line = text.includes("\r\n") ? "\r\n" : "\n";
  const added = `${text.endsWith("\n") ? "" : line}${line}${proposal}${line}`;
  const imported = /^import \{([^}]*)\} from "trueup";/m.exec(text);
  if (imported === null) return null;
  const words = (imported[1] ?? "").split(",").map((word) => word.trim());
  if (words.includes("index")) return { start: text.length, end: text.length, text: added };
  // The file has something else of this name.
  if (/\b(?:const|let|var|function|class|as|import)\s+index\b/.test(text)) return null;
  const start = imported.index + "import {".length;
  return { start, end: text.length, text: ` index,${text.slice(start)}${added}` };
}
