import type { ApplyEvent } from "../apply/events.ts";
import { doneLine, heartbeat, statusLine } from "../report/apply-text.ts";
import type { Shell } from "./shell.ts";
import { shownFrom } from "../work/shown-from.ts";
import { version } from "./version.ts";

/** Seconds between signs of life where no terminal shows one. */
const silence = 30_000;

/**
 * Tells an apply while it runs: a line for each thing done, on a terminal a line that moves, under --json one object a
 * line on stdout. Returns the listener.
 */
export function applyProgress(shell: Shell): (event: ApplyEvent) => void {
  if (shell.json) {
    shell.out.print(JSON.stringify({ type: "version", format: "1.0", trueup: version }));
    return ({ kind, ...rest }) => shell.out.print(JSON.stringify({ type: kind, ...rest }));
  }
  const { out } = shell;
  const options = { width: out.messages.width, style: out.messages.style, all: shell.options.flag("verbose") };
  let since = performance.now();
  let spoken = since;
  let tick = 0;
  let current: string | null = null;
  return (event) => {
    const now = performance.now();
    const id = event.kind === "step-started" ? event.name : event.kind;
    if (id !== current) since = now;
    current = id;
    if (event.kind === "note") out.problems([event.problem], shell.sources);
    const done = doneLine(
      event.kind === "backup" ? { ...event, path: shownFrom(shell.cwd, event.path) } : event,
      options,
    );
    if (done !== null) {
      out.status(null);
      out.say(done);
      spoken = now;
      return;
    }
    out.status(statusLine(event, now - since, tick++, options));
    if (!out.messages.terminal && now - spoken > silence) {
      const alive = heartbeat(event, now - since);
      if (alive !== null) out.say(alive);
      spoken = now;
    }
  };
}
