import type { Missing } from "../model/reason.ts";

/**
 * Those messages in `messages.ts` that an application has to understand when it changes its schema, so that it loads no
 * others. These say what an engine lacks.
 */
export const saysLacking = {
  noSuchFunction: /^no such function: (.+)$/s,
  wrongArguments: /^wrong number of arguments to function (.+)\(\)$/s,
  /** If the stored definition was parsed before the missing function was noticed. */
  unknownFunction: /^unknown function: (.+)\(\)$/s,
  noSuchCollation: /^no such collation sequence: (.+)$/s,
  noSuchModule: /^no such module: (.+)$/s,
  /** fts5 says `no such`, fts3 and fts4 `unknown`. */
  noSuchTokenizer: /^(?:no such|unknown) tokenizer: (.+)$/s,
} as const satisfies Record<string, RegExp>;

export const foreignKeyMismatch = /foreign key mismatch/;
/** Of this connection; better-sqlite3 says so itself. */
export const statementsInProgress = /connection is busy|statements in progress/;
export const nested = /within a transaction$/;
/** Of a WITH whose query has another number of columns. */
export const valuesForWith = / has \d+ values for \d+ columns$/;

/** What the engine lacks, if that is what the message says. */
export function lacks(message: string): Missing | null {
  for (const [what, pattern] of missing) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return { what, name };
  }
  return null;
}

const missing: readonly (readonly [Missing["what"], RegExp])[] = [
  ["function", saysLacking.noSuchFunction],
  ["function", saysLacking.wrongArguments],
  ["function", saysLacking.unknownFunction],
  ["collation", saysLacking.noSuchCollation],
  ["module", saysLacking.noSuchModule],
  ["tokenizer", saysLacking.noSuchTokenizer],
];
