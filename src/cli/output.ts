import type { Problem, Sources } from "../problem/problem.ts";
import type { Style } from "../report/style.ts";

/** Where words go: data to stdout, everything else to stderr. */
export interface Output {
  /** How each of the two streams may look. */
  readonly data: Look;
  readonly messages: Look;
  /** The result that somebody may pipe on. */
  print(text: string): void;
  /** What a person should know; silent under --quiet. */
  say(text: string): void;
  /** What a person may want to know: only under --verbose. */
  detail(text: string): void;
  /** A line that the next one replaces; null clears it. Only where stderr is a terminal. */
  status(text: string | null): void;
  /** Told in the form of the moment: frames, and on GitHub annotations as well. */
  problems(problems: readonly Problem[], sources?: Sources): void;
}

export interface Look {
  readonly style: Style;
  readonly color: boolean;
  readonly width: number;
  readonly terminal: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The flag, then NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether this very stream is a terminal. */
export function wantsColor(flag: string | undefined, env: Readonly<Record<string, string | undefined>>, tty: boolean) {
  if (flag === "always") return true;
  if (flag === "never") return false;
  if (env.NO_COLOR) return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (env.TERM === "dumb") return false;
  return tty || (env.GITHUB_ACTIONS === "true" && flag !== "never");
}

/** Columns to write for. Not in a terminal there are none, and a log is read best at a hundred. */
export function columnsOf(stream: Stream, env: Readonly<Record<string, string | undefined>>): number {
  const said = Number(env.COLUMNS);
  if (stream.isTTY === true && stream.columns !== undefined && stream.columns > 0) return Math.min(stream.columns, 160);
  return Number.isInteger(said) && said >= 40 ? Math.min(said, 160) : 100;
}
