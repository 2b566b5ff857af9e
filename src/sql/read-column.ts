import type { Column } from "../model/schema.ts";
import type { Cursor } from "./cursor.ts";
import {
  collation,
  readCheck,
  readConflict,
  readConstraintName,
  readDeferrable,
  readDirection,
  readForeignKey,
  toSql,
} from "./read-constraints.ts";
import type { TableDraft } from "./read-table.ts";
import { quoteText } from "./quote.ts";
import { canonToken, isWord, significantIn, type Token, unquote, unwrapped } from "./tokens.ts";

/** What is still being read. */
export type Draft<T> = { -readonly [Field in keyof T]: T[Field] };

/** A column with the position of its definition, for assigning comments. */
export interface ColumnDraft {
  readonly column: Draft<Column>;
  readonly start: number;
  readonly end: number;
}

/** Reads one column; constraints that could also be on the table go to the draft, with the column's name. */
export function readColumn(cursor: Cursor, draft: TableDraft): ColumnDraft {
  const start = cursor.token?.start ?? 0;
  const name = cursor.name();
  const type = readType(cursor);
  // One literal for all, because a spread makes objects that the runtime handles one by one.
  const column: Draft<Column> = {
    name,
    type,
    notNull: null,
    default: null,
    collate: null,
    generated: null,
    comment: null,
    text: "",
  };
  while (!cursor.sees(",") && !cursor.sees(")")) {
    if (cursor.token !== undefined && isTableConstraint(cursor)) break;
    readColumnConstraint(cursor, column, draft);
  }
  const end = cursor.behind;
  column.text = cursor.sql.slice(start, end);
  return { column, start, end };
}

/**
 * SQLite allows the comma between the last column and a table constraint to be left out, if the constraint cannot be
 * the column's.
 */
function isTableConstraint(cursor: Cursor): boolean {
  return cursor.sees("FOREIGN", "KEY");
}

/** Up to the first word that begins a constraint: `VARCHAR(20)`, `DOUBLE PRECISION`, `"weird type"`, or nothing. */
function readType(cursor: Cursor): string {
  let type = "";
  for (let token = cursor.token; token !== undefined; token = cursor.token) {
    const isName = token.kind === "name" || token.kind === "string";
    if (!isName && (token.kind !== "word" || constraintWords.has(token.text.toUpperCase()))) break;
    // In `varchar[10]`, the brackets are a quoted name, and SQLite treats them as part of the type: they are kept.
    const gap = type !== "" && cursor.behind < token.start ? " " : "";
    type = `${type}${gap}${cursor.next().text}`;
  }
  if (type !== "" && cursor.sees("(")) {
    const size = cursor
      .parenthesized()
      .split(",")
      .map((part) => part.trim().replace(/\s+/g, " "));
    return `${type}(${size.join(",")})`;
  }
  return type;
}

const constraintWords = new Set([
  "CONSTRAINT",
  "PRIMARY",
  "NOT",
  "NULL",
  "UNIQUE",
  "CHECK",
  "DEFAULT",
  "COLLATE",
  "REFERENCES",
  "AS",
  "GENERATED",
  "DEFERRABLE",
  "FOREIGN",
]);

function readColumnConstraint(cursor: Cursor, given: Draft<Column>, draft: TableDraft): void {
  const column = given.name;
  const name = readConstraintName(cursor);
  if (cursor.takes("PRIMARY", "KEY")) {
    const descending = readDirection(cursor);
    const conflict = readConflict(cursor);
    const terms = [{ column, collate: null, descending }];
    draft.primaryKey = {
      name,
      terms,
      conflict,
      autoincrement: cursor.takes("AUTOINCREMENT"),
      isRowid: false,
      at: column,
    };
  } else if (cursor.takes("NOT", "NULL")) {
    given.notNull = { name, conflict: readConflict(cursor) };
  } else if (cursor.takes("NULL")) {
    readConflict(cursor); // allowed, but meaningless
  } else if (cursor.takes("UNIQUE")) {
    draft.uniques.push({
      name,
      terms: [{ column, collate: null, descending: false }],
      conflict: readConflict(cursor),
      at: column,
    });
  } else if (cursor.takes("CHECK")) {
    draft.checks.push(readCheck(cursor, draft.name, name, column));
  } else if (cursor.takes("DEFAULT")) {
    given.default = readDefault(cursor);
  } else if (cursor.takes("COLLATE")) {
    given.collate = collation(cursor.name());
  } else if (cursor.takes("REFERENCES")) {
    draft.foreignKeys.push(readForeignKey(cursor, name, [column], column));
  } else if (cursor.takes("GENERATED", "ALWAYS", "AS") || cursor.takes("AS")) {
    const expr = toSql(cursor.parenthesized());
    const kind = cursor.takesOne("STORED", "VIRTUAL");
    given.generated = { expr, stored: kind === "STORED" };
  } else if (cursor.sees("DEFERRABLE") || cursor.sees("NOT", "DEFERRABLE")) {
    const last = draft.foreignKeys.pop();
    const deferrable = readDeferrable(cursor);
    if (last !== undefined) draft.foreignKeys.push({ ...last, deferrable });
  } else if (name === null) {
    cursor.unknown({ what: "column-constraint", column });
  }
}

/**
 * The value: with the parentheses as written in `text`, without them in `canon`: `('x')` and `'x'` are the same
 * default.
 */
function readDefault(cursor: Cursor): NonNullable<Column["default"]> {
  const start = cursor.token?.start ?? 0;
  if (cursor.sees("(")) {
    const tokens = unwrapped(significantIn(cursor.parenthesized()));
    const [only] = tokens;
    const written = tokens.map((token) => canonToken(token)).join(" ");
    const canon = tokens.length === 1 && only !== undefined ? (truth(only) ?? written) : written;
    return { text: cursor.sql.slice(start, cursor.behind), canon };
  }
  const isSigned = cursor.takes("+") || cursor.takes("-");
  const token = cursor.next();
  if (token.kind === "operator" || token.kind === "variable" || token.kind === "bad")
    cursor.unknown({ what: "default" });
  const value = toSql(cursor.sql.slice(start, cursor.behind));
  if (isSigned) return value;
  if (isNameAsText(token)) {
    // Elsewhere it would be read as a name: in questions about rows, or when they are copied.
    const text = quoteText(unquote(token.text));
    return { text, canon: text };
  }
  return { ...value, canon: truth(token) ?? value.canon };
}

/** SQLite has no booleans: TRUE and FALSE are the numbers 1 and 0. */
function truth(token: Token): string | null {
  if (isWord(token, "TRUE")) return "1";
  return isWord(token, "FALSE") ? "0" : null;
}

const values = ["NULL", "TRUE", "FALSE", "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"];

/** A default cannot refer to anything: what looks like a name is a string, except for a few bare words. */
export function isNameAsText(token: Token): boolean {
  if (token.kind === "word") return !isWord(token, ...values);
  return token.kind === "name";
}
