import { type ChildProcess, spawn } from "node:child_process";
import { sep } from "node:path";
import { type Problem, ProblemError } from "../problem/problem.ts";
import type { Command, Target } from "./target.ts";

/** A configured command that runs around a change. */
export interface Hook {
  readonly run: Command;
  /** On this machine, or on the machine of the database. */
  readonly on: "here" | "target";
}

export type Moment = "before" | "after" | "seed";

export interface Hooks extends Readonly<Record<Moment, Hook | null>> {
  /** The working directory of commands that run here. */
  readonly folder: string;
}

export interface HookListener {
  readonly onBegin: (which: Moment, words: string) => void;
  /** The command's output, from both streams. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Problems found beside an error that is thrown. */
  readonly onProblems: (problems: readonly Problem[]) => void;
}

export async function withHooks<T>(
  target: Target,
  hooks: Hooks,
  listener: HookListener,
  work: () => Promise<T>,
): Promise<T> {
  for (const which of ["before", "after", "seed"] as const)
    if (target.start === null && hooks[which]?.on === "target") throw new ProblemError(noMachine(target, which));
  const around = () => between(target, hooks, listener, work);
  return target.beforehand === undefined ? around() : target.beforehand(around);
}

/** What the `before` hook stopped, the `after` hook starts again, whatever the outcome of the work between them. */
async function between<T>(target: Target, hooks: Hooks, listener: HookListener, work: () => Promise<T>): Promise<T> {
  await runHook(target, hooks, "before", listener);
  let done: T;
  try {
    done = await work();
  } catch (trouble) {
    const more = await runHook(target, hooks, "after", listener).catch((error) => error);
    if (!(more instanceof ProblemError)) throw trouble;
    if (trouble instanceof ProblemError) throw new ProblemError(...trouble.problems, ...more.problems);
    listener.onProblems(more.problems);
    throw trouble;
  }
  await runHook(target, hooks, "after", listener);
  return done;
}

/** A failure stops everything: nothing runs half prepared. */
export async function runHook(
  target: Target,
  hooks: Hooks,
  which: Moment,
  { onBegin, onOutput }: HookListener,
): Promise<void> {
  const hook = hooks[which];
  if (hook === null) return;
  const words = "shell" in hook.run ? hook.run.shell : hook.run.join(" ");
  onBegin(which, words);
  const child = hook.on === "target" && target.start !== null ? target.start(hook.run) : here(hook.run, hooks.folder);
  child.stdin?.on("error", () => {}).end();
  child.stdout?.on("data", onOutput);
  child.stderr?.on("data", onOutput);
  const ended = await new Promise<string | null>((settle) => {
    child.on("error", (error) => settle(error.message));
    child.on("close", (code, signal) =>
      settle(code === 0 ? null : signal === null ? `exit ${code}` : `killed by ${signal}`),
    );
  });
  if (ended === null) return;
  // On Windows npm and npx are scripts, and only a shell runs those.
  const unfound = sep === "\\" && / ENOENT$/.test(ended) && !("shell" in hook.run);
  throw new ProblemError(hookFailed(which, words, ended, unfound ? [`${which}: { shell: "${words}" }`] : []));
}

function here(command: Command, folder: string): ChildProcess {
  return "shell" in command
    ? spawn(command.shell, { cwd: folder, shell: true })
    : spawn(command[0] ?? "", command.slice(1), { cwd: folder });
}

const why: Readonly<Record<Moment, string | null>> = {
  before: "nothing was changed, because what it should have stopped may still be writing",
  after: null,
  seed: "the database is as declared, and holds what it had written until then",
};

const help: Readonly<Record<Moment, string>> = {
  before: "see its output above, and try it by hand",
  after: "start what it should have started by hand; for the result of the change, run: trueup history",
  seed: "fix it and reset again; the backup from before is kept: trueup backups",
};

function hookFailed(which: Moment, words: string, ended: string, instead: readonly string[]): Problem {
  return {
    code: "hook-failed",
    level: "error",
    subject: which,
    message: `the ${which} hook failed: ${words}`,
    evidence: [ended],
    ...(why[which] === null ? {} : { why: why[which] }),
    help: [...instead.map((each) => `run it through a shell:  ${each}`), help[which]],
  };
}

function noMachine({ label }: Target, which: Moment): Problem {
  return {
    code: "hook-nowhere",
    level: "error",
    subject: label,
    message: `the ${which} hook should run on the target's machine, and only an ssh:// target has one`,
    why: "nothing was changed, because what the hooks should stop may be writing",
    help: [`run it here, by a command that reaches that machine:  ${which}: ["ssh", "HOST", "COMMAND"]`],
  };
}
