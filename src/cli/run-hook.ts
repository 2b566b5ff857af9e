import { spawn } from "node:child_process";
import type { Hook } from "../compile/config-type.ts";
import { refuse, type Shell } from "./shell.ts";

/** Runs a hook of the configuration on this machine; its words go to stderr. Fails loudly: nothing runs half prepared. */
export async function runHook(
  shell: Shell,
  hook: Hook | null,
  which: "before" | "after",
  folder: string,
): Promise<void> {
  if (hook === null) return;
  const words = "shell" in hook.run ? hook.run.shell : hook.run.join(" ");
  shell.out.say(shell.out.messages.style.dim(`${which}: ${words}`));
  const options = { cwd: folder, stdio: ["ignore", "pipe", "inherit"] as ["ignore", "pipe", "inherit"] };
  const child =
    "shell" in hook.run
      ? spawn(hook.run.shell, { ...options, shell: true })
      : spawn(hook.run[0] ?? "", hook.run.slice(1), options);
  child.stdout?.pipe(process.stderr, { end: false });
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
        : "the change itself is done: start what it should have started by hand",
    ],
  });
}
