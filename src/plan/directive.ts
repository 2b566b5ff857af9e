import type { Before, Decision, Expect } from "./plan.ts";
import { unreachable } from "../problem/problem.ts";
import { lineLike, namePattern, subject, unword, word } from "../words/subject.ts";

export function writeDecision(decision: Decision): string {
  switch (decision.kind) {
    case "rename-table":
      return `rename table ${word(decision.from)} to ${word(decision.to)}`;
    case "rename-column":
      return `rename column ${subject(decision.table, decision.from)} to ${subject(decision.table, decision.to)}`;
    case "fill":
      return `fill ${subject(decision.table, decision.column)} = ${oneLine(decision.sql)}`;
    case "approve": {
      const bound = decision.rows === Number.POSITIVE_INFINITY ? " rows any" : ` rows<=${decision.rows}`;
      const rows = decision.rows === null ? "" : bound;
      const because = decision.because === null ? "" : ` because ${JSON.stringify(decision.because)}`;
      return `approve ${decision.rule} ${decision.object}${rows}${because}`;
    }
    default:
      return unreachable(decision);
  }
}

/** SQL on one line; if that is not possible, as a JSON string. */
function oneLine(sql: string): string {
  return /[\r\n]/.test(sql) || sql.startsWith('"') ? JSON.stringify(sql) : sql;
}

export function writeExpect(expect: Expect): string {
  switch (expect.kind) {
    case "equal":
      return `= ${expect.value}`;
    case "most":
      return `<= ${expect.value}`;
    case "empty":
    case "no-worse":
      return expect.kind;
    default:
      return unreachable(expect);
  }
}

export function readExpect(text: string): Expect | null {
  if (text === "empty" || text === "no-worse") return { kind: text };
  const match = /^(=|<=) (0|[1-9][0-9]{0,15})$/.exec(text);
  return match === null ? null : { kind: match[1] === "=" ? "equal" : "most", value: Number(match[2]) };
}

const renameTable = lineLike(`^rename table (${namePattern}) to (${namePattern})$`);
const renameColumn = lineLike(
  `^rename column (${namePattern})\\.(${namePattern}) to (${namePattern})\\.(${namePattern})$`,
);
const fill = lineLike(`^fill (${namePattern})\\.(${namePattern}) = (.+)$`);
const approve = lineLike(
  `^approve ([a-z-]+) (${namePattern}(?:\\.${namePattern})*)(?: rows<=([0-9]{1,15}))?(?: because ("(?:[^"\\\\]|\\\\.)*"))?$`,
);
/** The line of a step or a check: its kind, its subject, what a check expects, and the note. */
const head = lineLike(
  `^(step|check) ([a-z-]+) (${namePattern}(?:\\.${namePattern})*)(?: expect (empty|no-worse|(?:=|<=) [0-9]+))?(?: \\((.*)\\))?$`,
);
const before = lineLike(`^before (table|index|view|trigger|virtual-table) (${namePattern})$`);

export type ReadDecision = Omit<Extract<Decision, { kind: "approve" }>, "rule"> & { readonly rule: string };

/** Null if the line is not a decision. The rule of an approval is not checked here. */
export function readDecision(line: string): Exclude<Decision, { kind: "approve" }> | ReadDecision | null {
  const table = renameTable(line);
  if (table !== null) return { kind: "rename-table", from: unword(table[1]), to: unword(table[2]) };
  const column = renameColumn(line);
  if (column !== null && column[1] === column[3]) {
    return { kind: "rename-column", table: unword(column[1]), from: unword(column[2]), to: unword(column[4]) };
  }
  const filled = fill(line);
  if (filled !== null) {
    const sql = filled[3] as string;
    return {
      kind: "fill",
      table: unword(filled[1]),
      column: unword(filled[2]),
      sql: sql.startsWith('"') ? unword(sql) : sql,
    };
  }
  const approved = approve(line);
  if (approved === null) return null;
  const [, rule = "", object = "", rows, because] = approved;
  return {
    kind: "approve",
    rule,
    object,
    rows: rows === undefined ? null : Number(rows),
    because: because === undefined ? null : unword(because),
  };
}

export interface Head {
  readonly kind: "step" | "check";
  readonly what: string;
  readonly subject: string;
  readonly expect: string | null;
  readonly note: string | null;
}

export function readHead(line: string): Head | null {
  const match = head(line);
  if (match === null) return null;
  const [, kind, what = "", on = "", expect, note] = match;
  return { kind: kind as Head["kind"], what, subject: on, expect: expect ?? null, note: note ?? null };
}

export function readBefore(line: string): Pick<Before, "type" | "name"> | null {
  const match = before(line);
  return match === null ? null : { type: match[1] as Before["type"], name: unword(match[2]) };
}
