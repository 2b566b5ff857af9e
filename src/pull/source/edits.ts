/** A range of a file and its replacement. Everything outside the edits stays byte for byte. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits may touch but not overlap, except deletions, which may be requested twice. Insertions at the same position are
 * in the order they were requested.
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

/** The text with the line ends of the original file, if that had only one kind. */
export function withLineEnds(before: string, after: string): string {
  return before.includes("\r\n") && !/(?:^|[^\r])\n/.test(before) ? after.replace(/\r?\n/g, "\r\n") : after;
}

/** The end of the line of `at`, including a trailing comment but not the line feed. */
export function endOfTrailing(text: string, at: number): number {
  const trailing = /^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*(?=\r?\n))/.exec(text.slice(at, at + 2000));
  return trailing === null ? at : at + trailing[0].trimEnd().length;
}

/** The white space with which the line of `at` begins. */
export function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))?.[0] ?? "";
}
