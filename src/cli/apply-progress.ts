import type { ApplyEvent } from "../apply/events.ts";
import { doneLine, heartbeat, statusLine } from "../report/apply-text.ts";
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

/** Reports a change while it runs: a line for each finished step, and on a terminal a progress line. */
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
  const tell = (event: ApplyEvent): void => {
    const now = performance.now();
    const id = event.kind === "step-started" ? event.name : event.kind;
    if (id !== current) since = now;
    current = id;
    if (event.kind === "note") out.problems([event.problem], sources);
    const done = doneLine(event.kind === "backup" ? { ...event, path: shownFrom(cwd, event.path) } : event, options);
    if (done !== null) {
      out.status(null);
      out.say(done);
      spoken = now;
      return;
    }
    alive(event);
  };
  const alive = (event: ApplyEvent): void => {
    const now = performance.now();
    out.status(statusLine(event, now - since, tick++, options));
    if (!out.messages.terminal && now - spoken > silence) {
      const sign = heartbeat(event, now - since);
      if (sign !== null) out.say(sign);
      spoken = now;
    }
  };
  const begin = (): void => {
    since = performance.now();
    spoken = since;
    current = null;
  };
  return { begin, tell, alive };
}
