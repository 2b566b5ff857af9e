import { join } from "node:path";
import type { Span } from "../../problem/problem.ts";
import type { Finding, Impact, UnreadQuery } from "../../queries/impact.ts";
import type { Application, ApplicationCode } from "./application.ts";
import type { Context } from "../context.ts";
import { shownFrom } from "../shown-from.ts";

/**
 * Names files relative to the working directory, and points into the work tree: at the same word if its line is still
 * there, else at the line that has its number now.
 */
export function whereShown(
  { cwd }: Pick<Context, "cwd">,
  impact: Impact,
  { here, running, folder }: Application,
): Impact {
  const code = running ?? here;
  const shown = <T extends Finding | UnreadQuery>(each: T): T => ({
    ...each,
    query: { ...each.query, file: shownFrom(cwd, join(folder, each.query.file)) },
  });
  const found = (each: Finding, from: ApplicationCode): Finding => {
    if (each.at === null) return shown(each);
    if (from === here) return { ...shown(each), at: { ...each.at, file: here.named(each.at.file) } };
    const same = sameWord(each.at, from, here);
    const message = same === null && running !== null ? `${each.message}, in ${running.revision}` : each.message;
    return { ...shown(each), message, at: same ?? sameLine(each.at, from, here) };
  };
  const all = (findings: readonly Finding[]) => findings.map((each) => found(each, code));
  return {
    ...impact,
    unread: impact.unread.map(shown),
    breaks: all(impact.breaks),
    captured: all(impact.captured),
    inserts: all(impact.inserts),
    columns: all(impact.columns),
    scans: all(impact.scans),
    works: impact.works.map((each) => found(each, here)),
  };
}

function sameWord(at: Span, from: ApplicationCode, here: ApplicationCode): Span | null {
  const [then, now] = [from.textOf(at.file), here.textOf(at.file)];
  if (then === now) return { ...at, file: here.named(at.file) };
  const start = then.lastIndexOf("\n", at.start - 1) + 1;
  const end = then.indexOf("\n", at.start);
  const line = then.slice(start, end < 0 ? then.length : end + 1);
  const same = now.indexOf(line);
  const isAlone = same >= 0 && now.indexOf(line, same + 1) < 0 && at.end <= start + line.length;
  const moved = same - start;
  return isAlone ? { file: here.named(at.file), start: at.start + moved, end: at.end + moved } : null;
}

/** Null if the file is gone. */
function sameLine(at: Span, from: ApplicationCode, here: ApplicationCode): Span | null {
  const lines = here.textOf(at.file).split("\n");
  const number = Math.min(from.textOf(at.file).slice(0, at.start).split("\n").length, lines.length) - 1;
  const before = lines.slice(0, number).reduce((sum, each) => sum + each.length + 1, 0);
  const line = lines[number] ?? "";
  if (lines.length === 1 && line === "") return null;
  return { file: here.named(at.file), start: before, end: before + line.trimEnd().length };
}
