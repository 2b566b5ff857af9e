import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Shell } from "./shell.ts";
import { shownFrom } from "./terminal.ts";

/** The result to where --out says, else to stdout. */
export function writeOut(shell: Shell, text: string): void {
  const out = shell.options.text("out");
  if (out === undefined || out === "-") {
    shell.out.print(text);
    return;
  }
  const path = resolve(shell.cwd, out);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text.endsWith("\n") ? text : `${text}\n`);
  shell.out.say(`wrote ${shownFrom(shell.cwd, path)}`);
}
