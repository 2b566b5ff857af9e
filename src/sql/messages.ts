import type { Missing } from "../model/reason.ts";

/**
 * What SQLite says, as far as something is read from it; there is no other place that knows its words. Each pattern is
 * provoked in an engine by `test/sql/messages.test.ts`, which fails where a newer SQLite says it in other words.
 */
export const sqliteSays = {
  noSuchTable: /^no such table: (?:main\.)?(.+)$/s,
  noSuchColumn: /^no such column: (?:(.+)\.)?"?([^".]+)"?$/s,
  /** Of an INSERT, or of a foreign key: `unknown column "x" in foreign key definition`. */
  noColumnNamed: /^(?:table .* has no column named|unknown column) "?([^" ]+)"?/s,
  ambiguousColumn: /^ambiguous column name: (?:.*\.)?(.+)$/s,
  syntaxError: /^near "(.*)": syntax error$/s,
  incomplete: /^incomplete input$/,
  noSuchFunction: /^no such function: (.+)$/s,
  wrongArguments: /^wrong number of arguments to function (.+)\(\)$/s,
  /** Where the stored definition was read before the function was missed. */
  unknownFunction: /^unknown function: (.+)\(\)$/s,
  noSuchCollation: /^no such collation sequence: (.+)$/s,
  noSuchModule: /^no such module: (.+)$/s,
  /** fts5 says `no such`, fts3 and fts4 `unknown`. */
  noSuchTokenizer: /^(?:no such|unknown) tokenizer: (.+)$/s,
  severalPrimaryKeys: /has more than one primary key$/,
  duplicateColumn: /^duplicate column name: (.+)$/s,
  noPrimaryKey: /^PRIMARY KEY missing on table/,
  onlyGenerated: /^must have at least one non-generated column$/,
  defaultNotConstant: /^default value of column \[(.+)\] is not constant$/s,
  unknownType: /^unknown datatype for .*\.(.+): "(.*)"$/s,
  missingType: /^missing datatype for .*\.(.+)$/s,
  autoincrement: /^AUTOINCREMENT /,
  viewCircle: /^view (.+) is circularly defined$/s,
  generatedCircle: /^generated column loop on "(.+)"$/s,
  /** Said by a virtual table that creates a table of its own. */
  shadowExists: /table '(.+)' already exists$/s,
  nameTaken:
    /^(?:there is already (?:a|an|another)|(?:table|index|view|trigger) (?=.* already exists$)).*?(?:named |name: |`)?([^ `]+)`?(?: already exists)?$/s,
  reservedName: /^object name reserved for internal use: (.+)$/s,
  valuesForColumns: /^table (.+) has (\d+) columns but (\d+) values were supplied$/s,
  triggerTime: /^cannot create (BEFORE|AFTER|INSTEAD OF) trigger on (view|table): (.+)$/s,
  /** An ALTER reads the whole schema again, and stops at what it cannot read. */
  errorIn: /^error in (index|view|trigger|table) (.+)$/s,
  foreignKeyMismatch: /foreign key mismatch/,
  malformedSchema: /^malformed database schema/,
  statementsInProgress: /SQL statements in progress/,
  /** A row that does not fit the schema, as the checks of the whole file find it. */
  wrongValue: /^((?:NULL|NUMERIC|TEXT|non-[A-Z]+) value in )(.+)$/s,
  checkFailed: /^(CHECK constraint failed in )(.+)$/s,
  wrongIndex:
    /^(?:row \d+ missing from index |non-unique entry in index |wrong # of entries in index |rowid not at end-of-record |values differ from index )/,
  /** A full-text index that lags behind its content: many programs fill it when they please. */
  staleFullText: /^(?:malformed|unable to validate the) inverted index for FTS/,
} as const satisfies Record<string, RegExp>;

/** Whether an ALTER stopped at this object. */
export function stoppedAt(message: string, kind: string, name: string): boolean {
  const [, where, from = ""] = sqliteSays.errorIn.exec(message) ?? [];
  return where === kind && (from.startsWith(`${name}:`) || from.startsWith(`${name} after `));
}

/** What the engine lacks, where that is what it says. */
export function lacks(message: string): Missing | null {
  for (const [what, pattern] of missing) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return { what, name };
  }
  return null;
}

const missing: readonly (readonly [Missing["what"], RegExp])[] = [
  ["function", sqliteSays.noSuchFunction],
  ["function", sqliteSays.wrongArguments],
  ["function", sqliteSays.unknownFunction],
  ["collation", sqliteSays.noSuchCollation],
  ["module", sqliteSays.noSuchModule],
  ["tokenizer", sqliteSays.noSuchTokenizer],
];
