import { foreignKeyMismatch, nested, saysLacking, statementsInProgress, valuesForWith } from "./lacks.ts";
import { saysState } from "./says-state.ts";

/**
 * The patterns for SQLite's messages; no other place knows their wording. `test/sql/messages.test.ts` provokes each
 * message in an engine, and fails if a newer SQLite changes it.
 */
export const sqliteSays = {
  ...saysLacking,
  ...saysState,
  foreignKeyMismatch,
  nested,
  statementsInProgress,
  valuesForWith,
  noSuchTable: /^no such table: (?:main\.)?(.+)$/s,
  noSuchColumn: /^no such column: (?:(.+)\.)?"?([^".]+)"?$/s,
  /** Of an INSERT: the table, and the column. */
  noColumnNamed: /^table (.+) has no column named (.+)$/s,
  noKeyColumn: /^unknown column "(.+)" in foreign key definition$/s,
  noSuchIndex: /^no such index: (.+)$/s,
  noSuchWindow: /^no such window: (.+)$/s,
  unknownDatabase: /^unknown database (.+)$/s,
  ambiguousColumn: /^ambiguous column name: (?:(.+)\.)?(.+)$/s,
  syntaxError: /^near "(.*)": syntax error$/s,
  incomplete: /^incomplete input$/,
  unrecognizedToken: /^unrecognized token: "(.*)"$/s,
  misused: /^misuse of (?:aggregate|window) function (.+)\(\)$/s,
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
  /** From a virtual table that creates a table of its own. */
  shadowExists: /table '(.+)' already exists$/s,
  nameTaken:
    /^(?:there is already (?:a|an|another)|(?:table|index|view|trigger) (?=.* already exists$)).*?(?:named |name: |`)?([^ `]+)`?(?: already exists)?$/s,
  reservedName: /^object name reserved for internal use: (.+)$/s,
  valuesForColumns: /^table (.+) has (\d+) columns but (\d+) values were supplied$/s,
  /** The same for a list of columns: `INSERT INTO t (a, b) VALUES (1)`. */
  valuesForList: /^(\d+) values for (\d+) columns$/,
  modifiesView: /^cannot modify (.+) because it is a view$/s,
  conflictOnNothing: /^ON CONFLICT clause does not match/,
  nonDeterministic: /^non-deterministic /,
  triggerTime: /^cannot create (BEFORE|AFTER|INSTEAD OF) trigger on (view|table): (.+)$/s,
  /** An ALTER parses the whole schema again, and stops at the first object that it cannot parse. */
  errorIn: /^error in (index|view|trigger|table) (.+)$/s,
  indexLacksCollation: /^error in index (.+?)(?: after [a-z ]+)?: (no such collation sequence: .+)$/s,
  /** The object, and what is wrong with it. */
  malformedSchema: /^malformed database schema(?: \((.*?)\)(?: - |$))?/,
  /** A row that violates the schema, as found by the checks of the whole file. */
  wrongValue: /^((?:NULL|NUMERIC|TEXT|non-[A-Z]+) value in )(.+)$/s,
  checkFailed: /^(CHECK constraint failed in )(.+)$/s,
  wrongIndex:
    /^(?:row \d+ missing from index |non-unique entry in index |wrong # of entries in index |rowid not at end-of-record |values differ from index )/,
  /** A full-text index that lags behind its content: many programs update it at their own pace. */
  staleFullText: /^(?:malformed|unable to validate the) inverted index for FTS/,
} as const satisfies Record<string, RegExp>;

/** Whether an ALTER stopped at this object. */
export function stoppedAt(message: string, kind: string, name: string): boolean {
  const [, where, from = ""] = sqliteSays.errorIn.exec(message) ?? [];
  return where === kind && (from.startsWith(`${name}:`) || from.startsWith(`${name} after `));
}
