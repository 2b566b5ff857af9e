import { resolve } from "node:path";
import { printable } from "../report/width.ts";
import { exits } from "./exit-codes.ts";
import { document } from "./json-out.ts";
import type { Shell } from "./shell.ts";
import { shownFrom } from "../work/shown-from.ts";
import { writeFile } from "../work/write-file.ts";

/**
 * Prints data without colours: unchanged to a pipe or a file, and on a terminal so that no name in it can rewrite the
 * screen.
 */
export function printData(shell: Shell, text: string): void {
  shell.out.print(shell.out.data.terminal ? printable(text) : text);
}

/** Writes the result to the file of --out, or else to stdout. */
export function writeOut(shell: Shell, text: string): void {
  const out = shell.options.text("out");
  const toFile = out !== undefined && out !== "-";
  if (shell.json)
    shell.out.print(document(shell, exits.done, toFile ? { file: out, text: null } : { file: null, text }));
  if (shell.json && !toFile) return;
  if (!toFile) {
    printData(shell, text);
    return;
  }
  const path = resolve(shell.cwd, out);
  writeFile(path, text.endsWith("\n") ? text : `${text}\n`);
  shell.out.say(`wrote ${shownFrom(shell.cwd, path)}`);
}
