import { join } from "node:path";
import type { Span } from "../../problem/problem.ts";
import type { Finding, Impact, UnreadQuery } from "../../queries/impact.ts";
import type { Application, Code } from "./application.ts";
import type { Context } from "../context.ts";
import { shownFrom } from "../shown-from.ts";

/** Names files relative to the working directory, and points into the work tree wherever it still has the same line. */
export function whereShown(
  { cwd, tell }: Pick<Context, "cwd" | "tell">,
  impact: Impact,
  application: Application,
): Impact {
  const { here, running, folder } = application;
  const code = running ?? here;
  const sources = new Map<string, string>();
  const shown = <T extends Finding | UnreadQuery>(each: T): T => ({
    ...each,
    query: { ...each.query, file: shownFrom(cwd, join(folder, each.query.file)) },
  });
  const found = (each: Finding, from: Code): Finding => {
    const at = each.at === null ? null : placeHere(each.at, from, here);
    if (at !== null && at.file.startsWith("git:") && each.at !== null) sources.set(at.file, from.textOf(each.at.file));
    return { ...shown(each), at };
  };
  const all = (findings: readonly Finding[]) => findings.map((each) => found(each, code));
  const placed: Impact = {
    ...impact,
    unread: impact.unread.map(shown),
    breaks: all(impact.breaks),
    captured: all(impact.captured),
    inserts: all(impact.inserts),
    columns: all(impact.columns),
    scans: all(impact.scans),
    works: impact.works.map((each) => found(each, here)),
  };
  if (sources.size > 0) tell({ kind: "read", sources });
  return placed;
}

function placeHere(at: Span, from: Code, here: Code): Span {
  if (from === here) return { ...at, file: here.named(at.file) };
  const [then, now] = [from.textOf(at.file), here.textOf(at.file)];
  const start = then.lastIndexOf("\n", at.start - 1) + 1;
  const end = then.indexOf("\n", at.start);
  const line = then.slice(start, end < 0 ? then.length : end + 1);
  const same = then === now ? start : now.indexOf(line);
  const isAlone = same >= 0 && (then === now || now.indexOf(line, same + 1) < 0) && at.end <= start + line.length;
  if (then !== now && !isAlone) return { ...at, file: from.named(at.file) };
  const moved = same - start;
  return { file: here.named(at.file), start: at.start + moved, end: at.end + moved };
}
