import type { ApplyEvent } from "../apply/events.ts";
import { type Done, doneLine, heartbeat, statusLine, together } from "../report/apply-text.ts";
import { shownFrom } from "../work/shown-from.ts";
import { silence } from "./listen.ts";
import type { Shell } from "./shell.ts";
import { version } from "./version.ts";

interface Progress {
  begin(): void;
  tell(event: ApplyEvent): void;
  /** Nothing new happened since the last event: only the line that moves is drawn again. */
  alive(event: ApplyEvent): void;
}

/**
 * Reports a change while it runs: a line for each finished step, or for those of one name that follow each other, and on
 * a terminal a progress line.
 */
export function applyProgress(shell: Shell): Progress {
  return shell.json ? jsonLines(shell) : lines(shell);
}

/** One JSON object a line. A restore prints nothing until the one document at the end. */
function jsonLines({ out, command }: Shell): Progress {
  if (["undo", "redo", "restore"].includes(command)) return { begin: () => {}, tell: () => {}, alive: () => {} };
  return {
    begin: () => out.print(JSON.stringify({ type: "version", format: "1.0", trueup: version })),
    tell: ({ kind, ...rest }) => out.print(JSON.stringify({ type: kind, ...rest })),
    alive: () => {},
  };
}

function lines({ out, options: { flag }, cwd, sources }: Shell): Progress {
  const options = { width: out.messages.width, style: out.messages.style, all: flag("verbose") };
  let since = 0;
  let spoken = 0;
  let tick = 0;
  let current: string | null = null;
  let done: { event: Done; times: number; began: number } | null = null;
  const say = (line: string): void => {
    out.status(null);
    out.say(line);
    spoken = performance.now();
  };
  const flush = (): void => {
    const line = done === null ? null : doneLine(done.event, options, done.times);
    done = null;
    if (line !== null) say(line);
  };
  const tell = (event: ApplyEvent): void => {
    const now = performance.now();
    const id = event.kind === "step-started" ? event.name : event.kind;
    if (id !== current) since = now;
    current = id;
    if (event.kind === "step" || event.kind === "check") {
      const all = done === null || options.all ? null : together(done.event, event);
      if (all === null) flush();
      const began: number = done?.began ?? now - event.milliseconds;
      // Each takes less than the millisecond that it is measured in.
      const milliseconds = all === null ? event.milliseconds : Math.round(now - began);
      done = { event: { ...(all ?? event), milliseconds }, times: (done?.times ?? 0) + 1, began };
      return;
    }
    if (event.kind !== "step-started" || event.name !== done?.event.name) flush();
    if (event.kind === "note") out.problems([event.problem], sources);
    const line = doneLine(event.kind === "backup" ? { ...event, path: shownFrom(cwd, event.path) } : event, options);
    if (line === null) alive(event);
    else say(line);
  };
  const alive = (event: ApplyEvent): void => {
    const now = performance.now();
    out.status(statusLine(event, now - since, tick++, options));
    if (!out.messages.redraws && now - spoken > silence) {
      const sign = heartbeat(event, now - since);
      if (sign !== null) out.say(sign);
      spoken = now;
    }
  };
  const begin = (): void => {
    since = performance.now();
    spoken = since;
    current = null;
    done = null;
  };
  return { begin, tell, alive };
}
