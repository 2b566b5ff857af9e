import { shellWord } from "../words/shell.ts";

/** A command to paste into a POSIX shell. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
