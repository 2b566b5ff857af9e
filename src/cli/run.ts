import { resolve } from "node:path";
import { whileBusy } from "../database/busy.ts";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { type Options, parseArgv } from "./argv.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { commandHelp, mainHelp, shortHelp } from "./help.ts";
import { listener } from "./listen.ts";
import { makePrompt } from "./prompt.ts";
import type { Shell } from "./shell.ts";
import { terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** Runs one command, from its arguments to its exit code. */
export async function run(typed: readonly string[]): Promise<Exit> {
  const argv = typed[0] === "help" ? [...typed.slice(1), "--help"] : typed;
  const parsed = parseArgv(argv);
  if (!parsed.ok) {
    const early = plainOptions(argv);
    const shell = makeShell(argv, "", [], early);
    await tell(shell, parsed.problems);
    return exits.usage;
  }
  const { command, args, options } = parsed.value;
  const shell = makeShell(argv, command?.name ?? "", args, options);
  if (options.flag("version")) {
    shell.out.print(version);
    return exits.done;
  }
  if (command === null || options.flag("help")) {
    const { data } = shell.out;
    const bare = argv.length === 0;
    shell.out.print(command !== null ? commandHelp(command, data) : bare ? shortHelp(data) : mainHelp(data));
    return bare ? exits.usage : exits.done;
  }
  try {
    const { run: work } = await command.load(args);
    return await work(shell);
  } catch (error) {
    shell.out.status(null);
    if (error instanceof ProblemError) {
      await tell(shell, error.problems);
      return shell.signal.aborted ? exits.interrupted : exitFor(error.problems);
    }
    if (shell.signal.aborted || (error instanceof Error && error.name === "Left")) return exits.interrupted;
    const { systemTrouble } = await import("../work/system-error.ts");
    const refused = systemTrouble(error, shell.cwd);
    if (refused !== null) {
      await tell(shell, [refused]);
      return exits.failed;
    }
    const { reportBug } = await import("./bug.ts");
    reportBug(shell, error);
    return exits.failed;
  }
}

async function tell(shell: Shell, problems: readonly Problem[]): Promise<void> {
  if (!shell.json) {
    shell.out.problems(problems, shell.sources);
    return;
  }
  const { errorJson } = await import("./json-out.ts");
  shell.out.print(errorJson(shell, problems, exitFor(problems)));
}

/** For errors before the options could be parsed: only colour and width. */
function plainOptions(argv: readonly string[]): Options {
  const color = argv.find((arg) => arg.startsWith("--color="))?.slice("--color=".length);
  const at = argv.indexOf("--color");
  return {
    flag: (name) => argv.includes(`--${name}`),
    text: (name) => (name === "color" ? (color ?? (at < 0 ? undefined : argv[at + 1])) : undefined),
    list: () => [],
  };
}

function makeShell(typed: readonly string[], command: string, args: readonly string[], options: Options): Shell {
  const cwd = resolve(options.text("dir") ?? ".");
  const env = process.env;
  const out = terminal({
    cwd,
    env,
    color: options.text("color"),
    // Then there is only one document.
    quiet: options.flag("quiet") || options.flag("json"),
    verbose: options.flag("verbose"),
  });
  const allowed = !options.flag("no-input") && !options.flag("json");
  const prompt = makePrompt({ input: process.stdin, messages: process.stderr, env, allowed });
  withoutReaders(command);
  const { signal, killed } = signals(command);
  const json = options.flag("json");
  const sources = new Map<string, string>();
  const tell = listener(out, sources);
  return { command, cwd, tell, signal, typed, args, options, out, json, prompt, env, killed, sources };
}

/** Commands that have something to roll back or to clean up. */
const careful = ["apply", "run", "undo", "redo", "restore", "rehearse", "dev", "reset"];

/**
 * `trueup … | head` closes the pipe early: that is not a failure. If the disk is full, it is. Neither is a reason to
 * abort a change.
 */
function withoutReaders(command: string): void {
  if (careful.includes(command)) {
    process.stdout.on("error", () => {});
    process.stderr.on("error", () => {});
    return;
  }
  process.stderr.on("error", () => process.exit(process.exitCode ?? 0));
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    process.stderr.write(`error: the output cannot be written: ${error.message}\n`);
    process.exit(exits.failed);
  });
}

/** Milliseconds that any other command has to close what it reads. */
const closing = 500;

/**
 * The first signal asks the running work to roll back, the second kills it, and the third ends this process at once. A
 * command that only reads is asked to stop as well, so that it leaves nothing behind, but it is not waited for.
 */
function signals(command: string) {
  const stop = new AbortController();
  const kill = new AbortController();
  const asked = (): void => {
    const patient = careful.includes(command);
    if (kill.signal.aborted || (stop.signal.aborted && !patient)) process.exit(exits.interrupted);
    if (!patient) setTimeout(() => process.exit(exits.interrupted), closing).unref();
    if (stop.signal.aborted) kill.abort();
    else stop.abort();
  };
  const listen = (on: boolean): void => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process[on ? "on" : "off"](signal, asked);
  };
  listen(true);
  if (!careful.includes(command)) letSignalsEnd(listen, () => stop.signal.aborted);
  return { signal: stop.signal, killed: kill.signal };
}

/** A busy thread hears no signal: without a handler it ends the process. One that came before is heard first. */
function letSignalsEnd(listen: (on: boolean) => void, stopped: () => boolean): void {
  let depth = 0;
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  whileBusy(async (work) => {
    await turn();
    await turn();
    if (stopped()) process.exit(exits.interrupted);
    if (depth === 0) listen(false);
    depth += 1;
    try {
      return await work();
    } finally {
      depth -= 1;
      if (depth === 0) listen(true);
    }
  });
}
