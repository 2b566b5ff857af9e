/** A stretch of a file and what takes its place. Everything outside of the edits stays byte for byte. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits may touch but not overlap, but for what is taken out: that can be asked for twice. At one place, what is put in
 * comes in the order in which it was asked for.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, n) => ({ edit, n }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.n - b.n);
  let result = "";
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at && edit.text === "") {
      at = Math.max(at, edit.end);
      continue;
    }
    if (edit.start < at) throw new Error(`edits overlap at ${edit.start}: ${JSON.stringify(edit.text.slice(0, 60))}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The text with the line ends of the file as it was, if that had one kind only. */
export function withLineEnds(before: string, after: string): string {
  return before.includes("\r\n") && !/(?:^|[^\r])\n/.test(before) ? after.replace(/\r?\n/g, "\r\n") : after;
}

/** Where the line ends on which `at` stands, with a comment that trails there; the line feed itself is not included. */
export function endOfTrailing(text: string, at: number): number {
  const trailing = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*(?=\r?\n))/.exec(text.slice(at, at + 2000));
  return trailing === null ? at : at + trailing[0].trimEnd().length;
}

/** The white space with which the line of `at` begins. */
export function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? "";
}
