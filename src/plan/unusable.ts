import { type Checked, failed, type Problem } from "../problem/problem.ts";

/** One line of a plan file, and where it begins. */
export interface Line {
  readonly text: string;
  readonly start: number;
}

/** Stops reading a plan file from anywhere inside it; `readPlan` turns it back into a value. */
export class Unusable extends Error {
  readonly line: Line | null;
  readonly help: string;
  readonly code: "plan-unreadable" | "plan-seal-broken" = "plan-unreadable";
  constructor(message: string, line: Line | null, help = "write the plan again with `trueup plan --out`") {
    super(message);
    this.line = line;
    this.help = help;
  }
}

export class Unsealed extends Unusable {
  override readonly code = "plan-seal-broken";
  constructor(message: string, line: Line | null) {
    super(message, line, "see what changed with git, or seal a reviewed edit with `trueup verify --write`");
  }
}

export function unusable(error: Unusable, file: string): Checked<never> {
  const { line, code, message, help } = error;
  const at = line && { file, start: line.start, end: line.start + Math.max(1, line.text.length) };
  const problem: Problem = { code, level: "error", subject: file, message, ...(at && { at }), help: [help] };
  return failed(problem);
}

/** Undoes what git may do on checkout: removes a byte order mark and carriage returns. */
export function normal(raw: string): string {
  return raw.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

export function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const here = { text: line, start };
    start += line.length + 1;
    return here;
  });
}

export function lineAt(text: string, offset: number): Line {
  return linesOf(text).findLast((line) => line.start <= offset) as Line;
}
