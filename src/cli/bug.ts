import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shell } from "./shell.ts";
import { version } from "./version.ts";

/** An unexpected error: one sentence for the user, the rest in a file that they can attach. */
export function reportBug(shell: Shell, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const options = shell.typed.slice(1).filter((arg) => arg.startsWith("--"));
  const text = [
    `trueup ${version}, node ${process.version}, ${process.platform} ${process.arch}`,
    `command: ${shell.command} ${options.map((option) => option.replace(/=.*/, "=…")).join(" ")}`,
    "",
    stack,
    "",
  ].join("\n");
  const first = stack.split("\n")[0] ?? "";
  const file = join(tmpdir(), `trueup-report-${process.pid}.txt`);
  const kept = tryWrite(file, text);
  const { error: red } = shell.out.messages.style;
  shell.out.raw(
    `${red("error[bug]:")} this should not have happened: ${first}\n` +
      `help: please open an issue and attach ${kept ? file : "the text below"}\n${kept ? "" : `\n${text}`}`,
  );
}

function tryWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
