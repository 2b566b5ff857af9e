import { spawn } from "node:child_process";

export interface Answer {
  readonly exit: number | null;
  /** The last line or the document, as JSON; null if there is none. */
  readonly document: unknown;
  readonly messages: string;
}

/** Commands that are running: if a client disconnects, they are asked to stop, and roll back or clean up. */
const running = new Set<Promise<unknown>>();

/** Milliseconds from the request to stop until the process is killed. */
const patience = 10_000;

/**
 * Runs a command of this program with `--json` in a process of its own. So it says what the command line says, two
 * requests at once do not wait for each other, and one that is cancelled is stopped like any command.
 */
export function command(root: string, args: readonly string[], stop: AbortSignal): Promise<Answer> {
  const script = process.argv[1] ?? "";
  const { TRUEUP_APPROVED_SEALS: _, ...rest } = process.env;
  // Whatever asks here is not a person, and an empty variable names no agent.
  const env = { ...rest, AI_AGENT: rest.AI_AGENT || "mcp" };
  const ran = new Promise<Answer>((done, fail) => {
    const child = spawn(process.execPath, [script, ...args, "--json", "--no-input"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let messages = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      messages += text;
    });
    const end = () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), patience).unref();
    };
    if (stop.aborted) end();
    stop.addEventListener("abort", end, { once: true });
    child.on("error", fail);
    child.on("close", (exit) => {
      stop.removeEventListener("abort", end);
      done({ exit, document: documentIn(out), messages });
    });
  });
  const settled = ran.catch(() => {}).finally(() => running.delete(settled));
  running.add(settled);
  return ran;
}

export async function allEnded(): Promise<void> {
  await Promise.all(running);
}

/**
 * Most commands print one document. Those that make a change print one object per line, of which the last one counts.
 */
function documentIn(out: string): unknown {
  for (const text of [out, out.trimEnd().split("\n").at(-1) ?? ""]) {
    try {
      return JSON.parse(text);
    } catch {}
  }
  return null;
}
