/** A word to paste into a POSIX shell: quoted where that is needed. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : quotedWord(word);
}

/** The same in quotes in any case, for a word that still has to be edited. Nothing in it can break out of them. */
export function quotedWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
