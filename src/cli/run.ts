import { resolve } from "node:path";
import { type Problem, ProblemError } from "../problem/problem.ts";
import { type Options, parseArgv } from "./argv.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { commandHelp, mainHelp, shortHelp } from "./help.ts";
import { listener } from "./listen.ts";
import { ownProcess } from "./own-process.ts";
import { makePrompt } from "./prompt.ts";
import type { Shell, Surroundings } from "./shell.ts";
import { terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** Runs one command, from its arguments to its exit code. */
export async function run(typed: readonly string[], around: Surroundings = ownProcess()): Promise<Exit> {
  const argv = typed[0] === "help" ? [...typed.slice(1), "--help"] : typed;
  const parsed = parseArgv(argv);
  if (!parsed.ok) {
    const early = plainOptions(argv);
    const shell = makeShell(around, argv, "", [], early);
    await tell(shell, parsed.problems);
    return exits.usage;
  }
  const { command, args, options } = parsed.value;
  const shell = makeShell(around, argv, command?.name ?? "", args, options);
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

function makeShell(
  around: Surroundings,
  typed: readonly string[],
  command: string,
  args: readonly string[],
  options: Options,
): Shell {
  const { env, input, output, messages } = around;
  const cwd = resolve(around.cwd, options.text("dir") ?? ".");
  const out = terminal({
    cwd,
    env,
    output,
    messages,
    color: options.text("color"),
    // Then there is only one document.
    quiet: options.flag("quiet") || options.flag("json"),
    verbose: options.flag("verbose"),
  });
  const allowed = !options.flag("no-input") && !options.flag("json");
  const prompt = makePrompt({ input, messages, env, allowed });
  const { signal, killed } = around.begin(command);
  const json = options.flag("json");
  const sources = new Map<string, string>();
  const tell = listener(out, sources);
  return { command, cwd, tell, signal, typed, args, options, out, json, prompt, env, killed, sources };
}
