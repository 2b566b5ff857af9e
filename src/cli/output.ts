import type { Problem, Sources } from "../problem/problem.ts";
import type { Style } from "../report/style.ts";

/** Where output goes: data to stdout, everything else to stderr. */
export interface Output {
  /** The styles of the two streams. */
  readonly data: Look;
  readonly messages: Look;
  /** The result, which may be piped. */
  print(text: string): void;
  /** What the user should know; silent under --quiet. */
  say(text: string): void;
  /** The same, as it is, and even under --quiet: what a hook prints. */
  raw(text: string | Uint8Array): void;
  /** What the user may want to know: only under --verbose. */
  detail(text: string): void;
  /** A line that the next one replaces; null clears it. Only if stderr is a terminal. */
  status(text: string | null): void;
  /** Prints problems as frames, and on GitHub as annotations, too. */
  problems(problems: readonly Problem[], sources?: Sources): void;
}

export interface Look {
  readonly style: Style;
  readonly color: boolean;
  readonly width: number;
  readonly terminal: boolean;
  /** Whether a line can be drawn again: not on a pipe, and not where each drawing would be read aloud. */
  readonly redraws: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** In this order: the flag, NO_COLOR, FORCE_COLOR, TERM=dumb, whether the stream is a terminal. */
export function wantsColor(flag: string | undefined, env: Readonly<Record<string, string | undefined>>, tty: boolean) {
  if (flag === "always") return true;
  if (flag === "never") return false;
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (env.TERM === "dumb") return false;
  return tty || (env.GITHUB_ACTIONS === "true" && flag !== "never");
}

/** Columns beyond which lines are hard to read. */
export const widest = 160;

/** The width to write for. Without a terminal, 100 columns, which reads well in a log. */
export function widthOf(stream: Stream, env: Readonly<Record<string, string | undefined>>): number {
  const said = Number(env.COLUMNS);
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0)
    return Math.min(stream.columns, widest);
  return Number.isInteger(said) && said >= 40 ? Math.min(said, widest) : 100;
}
