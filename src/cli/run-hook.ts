import { type ChildProcess, spawn } from "node:child_process";
import type { Hook } from "../compile/config/config-type.ts";
import { type Problem, Trouble } from "../problem/problem.ts";
import type { Remote } from "../target/ssh/remote.ts";
import { quoted } from "../target/ssh/words.ts";
import type { Shell } from "./shell.ts";
import { refuse } from "../work/context.ts";
import type { Aim } from "../work/targets.ts";

/** Where hooks run: `folder` is here, `machine` the target's own, null where it is none. */
interface Places {
  readonly folder: string;
  readonly machine: Remote | null;
}

/** What the `before` hook stopped, the `after` hook starts again, whatever became of the work between them. */
export async function withHooks<T>(shell: Shell, aim: Aim, places: Places, work: () => Promise<T>): Promise<T> {
  if (places.machine === null) {
    if (aim.before?.on === "target") refuse(noMachine(aim, "before"));
    if (aim.after?.on === "target") refuse(noMachine(aim, "after"));
  }
  await runHook(shell, aim.before, "before", places);
  let done: T;
  try {
    done = await work();
  } catch (trouble) {
    const more = await runHook(shell, aim.after, "after", places).catch((error) => error);
    if (!(more instanceof Trouble)) throw trouble;
    if (trouble instanceof Trouble) refuse(...trouble.problems, ...more.problems);
    shell.out.problems(more.problems);
    throw trouble;
  }
  await runHook(shell, aim.after, "after", places);
  return done;
}

/** Runs one of the configuration; its words go to stderr. Fails loudly: nothing runs half prepared. */
async function runHook(
  shell: Shell,
  hook: Hook | null,
  which: "before" | "after",
  { folder, machine }: Places,
): Promise<void> {
  if (hook === null) return;
  const words = "shell" in hook.run ? hook.run.shell : hook.run.join(" ");
  shell.out.say(shell.out.messages.style.dim(`${which}: ${words}`));
  const child = hook.on === "target" && machine !== null ? onTarget(hook, machine) : here(hook, folder);
  child.stdin?.on("error", () => {}).end();
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const ended = await new Promise<string | null>((settle) => {
    child.on("error", (error) => settle(error.message));
    child.on("close", (code, signal) =>
      settle(code === 0 ? null : signal === null ? `exit ${code}` : `killed by ${signal}`),
    );
  });
  if (ended === null) return;
  refuse({
    code: "hook-failed",
    level: "error",
    subject: which,
    message: `the ${which} hook failed: ${words}`,
    evidence: [ended],
    ...(which === "before" ? { why: "nothing was changed: what it should have stopped may still be writing" } : {}),
    help: [
      which === "before"
        ? "see what it said above; run it by hand"
        : "start what it should have started by hand; what became of the change is told by: trueup history",
    ],
  });
}

function noMachine({ name }: Aim, which: "before" | "after"): Problem {
  return {
    code: "hook-nowhere",
    level: "error",
    subject: name,
    message: `the ${which} hook is to run on the target's machine, and only an ssh:// target has one`,
    why: "nothing was changed: what the hooks should stop may be writing",
    help: [`run it here, by a command that reaches that machine:  ${which}: ["ssh", "HOST", "COMMAND"]`],
  };
}

function here({ run }: Hook, folder: string): ChildProcess {
  return "shell" in run
    ? spawn(run.shell, { cwd: folder, shell: true })
    : spawn(run[0] ?? "", run.slice(1), { cwd: folder });
}

/** In the home folder there, by its shell. */
function onTarget({ run }: Hook, there: Remote): ChildProcess {
  return there.start("shell" in run ? run.shell : run.map(quoted).join(" "));
}
