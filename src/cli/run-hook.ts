import { type ChildProcess, spawn } from "node:child_process";
import type { Hook } from "../compile/config-type.ts";
import type { Remote } from "../ssh/remote.ts";
import { quoted } from "../ssh/words.ts";
import { refuse, type Shell } from "./shell.ts";

/** Runs a hook of the configuration, here or on the target's machine; its words go to stderr. Fails loudly: nothing runs half prepared. */
export async function runHook(
  shell: Shell,
  hook: Hook | null,
  which: "before" | "after",
  folder: string,
  there: Remote | null = null,
): Promise<void> {
  if (hook === null) return;
  const words = "shell" in hook.run ? hook.run.shell : hook.run.join(" ");
  shell.out.say(shell.out.messages.style.dim(`${which}: ${words}`));
  const child = hook.on === "target" && there !== null ? onTarget(hook, there) : here(hook, folder);
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

function here({ run }: Hook, folder: string): ChildProcess {
  return "shell" in run
    ? spawn(run.shell, { cwd: folder, shell: true })
    : spawn(run[0] ?? "", run.slice(1), { cwd: folder });
}

/** In the home folder there, by its shell. */
function onTarget({ run }: Hook, there: Remote): ChildProcess {
  return there.start("shell" in run ? run.shell : run.map(quoted).join(" "));
}
