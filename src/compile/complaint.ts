import { EngineError, type Scratch } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { ProblemCode } from "../problem/codes.ts";
import type { Problem, Span } from "../problem/problem.ts";
import { significant, type Token, tokenize, unquote } from "../sql/tokens.ts";
import { columnsInReach, type Known } from "./known.ts";
import { didYouMean } from "./nearest.ts";
import { placeInSql } from "./place.ts";
import type { Statement } from "./write-objects.ts";

export interface Complainant {
  readonly known: Known;
  /** Folded names of what failed before the engine saw it. */
  readonly broken: ReadonlySet<string>;
  readonly scratch: Scratch;
}

/** What is known of a complaint before it has a place. */
interface Meaning {
  readonly code: ProblemCode;
  readonly message: string;
  readonly label?: string;
  readonly help: readonly string[];
  readonly at: Token | null;
  readonly also?: Problem["also"];
}

type Groups = { readonly [group: number]: string | undefined };
type Reader = (found: RegExpExecArray, statement: Statement, about: Complainant) => Meaning;

/** What SQLite says, as a problem of the declaration, at the very word it speaks of. */
export function complaint(said: string, statement: Statement, about: Complainant): Problem {
  const meaning = meaningOf(said, statement, about);
  const at = meaning.at === null ? null : placeOf(meaning.at, statement);
  return {
    code: meaning.code,
    level: "error",
    subject: statement.name,
    message: meaning.message,
    at: at ?? statement.object.at,
    ...(meaning.label !== undefined && { label: meaning.label }),
    ...(meaning.also !== undefined && { also: meaning.also }),
    ...(!meaning.message.includes(said) && { evidence: [`SQLite says: ${said}`] }),
    help: meaning.help,
  };
}

function placeOf(token: Token, { written, places }: Statement): Span | null {
  return placeInSql(written, token.start, token.end, places);
}

function meaningOf(said: string, statement: Statement, about: Complainant): Meaning {
  for (const [pattern, read] of readers) {
    const found = pattern.exec(said);
    if (found !== null) return read(found, statement, about);
  }
  const quoted = /["'[`]([^"'\]`]+)["'\]`]/.exec(said)?.[1];
  return {
    code: "invalid-sql",
    message: `SQLite does not accept ${kindOf(statement)} \`${statement.name}\`: ${said}`,
    help: [],
    at: quoted === undefined ? null : tokenNamed(quoted, statement),
  };
}

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^no such table: (?:main\.)?(.+)$/, missingTable],
  [/^no such column: (?:(.+)\.)?"?([^".]+)"?$/, missingColumn],
  [
    /^(?:table .* has no column named|unknown column) "?([^" ]+)"?/,
    (found, statement, about) => missingColumn([found[0], undefined, found[1]], statement, about),
  ],
  [/^near "(.*)": syntax error$/s, syntaxError],
  [
    /^incomplete input$/,
    (_, statement) => ({
      code: "invalid-sql",
      message: `the SQL of \`${statement.name}\` ends too soon`,
      help: ["look for a missing parenthesis, or a missing END"],
      at: significant(tokenize(statement.written.sql)).at(-1) ?? null,
      label: "it ends here",
    }),
  ],
  [
    /^no such function: (.+)$/,
    (found, statement) => ({
      code: "invalid-sql",
      message: `SQLite has no function \`${found[1]}\``,
      help: [
        "a function that only the application brings cannot be checked, nor be used by a tool that changes the schema",
      ],
      at: tokenNamed(found[1] ?? "", statement),
      label: "unknown function",
    }),
  ],
  [
    /^no such collation sequence: (.+)$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `SQLite has no collation \`${found[1]}\``,
      help: [...didYouMean(found[1] ?? "", ["BINARY", "NOCASE", "RTRIM"]), "its own are BINARY, NOCASE and RTRIM"],
      at: tokenNamed(found[1] ?? "", statement),
      label: "unknown collation",
    }),
  ],
  [
    /^no such module: (.+)$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `there is no module \`${found[1]}\` for virtual tables here`,
      help: [...didYouMean(found[1] ?? "", ["fts5", "fts4", "fts3", "rtree", "geopoly", "dbstat"])],
      at: tokenNamed(found[1] ?? "", statement),
      label: "unknown module",
    }),
  ],
  [
    /^ambiguous column name: (?:.*\.)?(.+)$/,
    (found, statement) => ({
      code: "invalid-sql",
      message: `\`${found[1]}\` could be a column of more than one table`,
      help: ["write the table before it, as in tune.id"],
      at: tokenNamed(found[1] ?? "", statement),
      label: "which one?",
    }),
  ],
  [/has more than one primary key$/, (_, statement) => twice("PRIMARY", statement)],
  [/^duplicate column name: (.+)$/, (found, statement) => sameColumn(found[1] ?? "", statement)],
  [
    /^PRIMARY KEY missing on table/,
    (_, statement) => ({
      code: "invalid-declaration",
      message: `\`${statement.name}\` is WITHOUT ROWID and has no primary key`,
      help: ["such a table is kept by its key: mark it with .primaryKey(), or take withoutRowid out"],
      at: null,
      label: "no primary key",
    }),
  ],
  [
    /^must have at least one non-generated column$/,
    (_, statement) => ({
      code: "invalid-declaration",
      message: `all columns of \`${statement.name}\` are generated`,
      help: ["a table needs at least one column that holds a value of its own"],
      at: null,
    }),
  ],
  [
    /^default value of column \[(.+)\] is not constant$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `the default of \`${found[1]}\` is not constant`,
      help: ["a default cannot name columns; it can call functions: sql`CURRENT_TIMESTAMP`, sql`random()`"],
      at: after("DEFAULT", found[1] ?? "", statement),
      label: "not constant",
    }),
  ],
  [
    /^unknown datatype for .*\.(.+): "(.*)"$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `a STRICT table has no type \`${found[2]}\``,
      help: ["its types are INT, INTEGER, REAL, TEXT, BLOB and ANY"],
      at: tokenNamed(found[1] ?? "", statement),
      label: `declared as ${found[2]}`,
    }),
  ],
  [
    /^missing datatype for .*\.(.+)$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `a STRICT table needs a type for \`${found[1]}\``,
      help: ["its types are INT, INTEGER, REAL, TEXT, BLOB and ANY: any() takes every value"],
      at: tokenNamed(found[1] ?? "", statement),
    }),
  ],
  [
    /^AUTOINCREMENT /,
    (_, statement) => ({
      code: "invalid-declaration",
      message: "AUTOINCREMENT is only for integer().primaryKey()",
      help: ["take autoincrement out: the rowid is filled in without it"],
      at: tokenNamed("AUTOINCREMENT", statement),
    }),
  ],
  [/^view (.+) is circularly defined$/, viewCycle],
  [
    /^generated column loop on "(.+)"$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `the generated column \`${found[1]}\` is computed from itself`,
      help: ["take the circle apart: one of its columns must hold a value of its own"],
      at: after("AS", found[1] ?? "", statement),
      label: "a circle",
    }),
  ],
  [
    /table '(.+)' already exists$/,
    (found) => ({
      code: "duplicate-object",
      message: `a virtual table keeps tables of its own, and \`${found[1]}\` would be one of them`,
      help: ["rename one of the two"],
      at: null,
    }),
  ],
  [
    /^(?:there is already (?:a|an|another)|(?:table|index|view|trigger) ).*?(?:named |name: |`)?([^ `]+)`?(?: already exists)?$/,
    (found) => ({
      code: "duplicate-object",
      message: `SQLite has an object of this name already: ${found[0]}`,
      help: ["a virtual table keeps tables of its own, called like it with an ending such as _data or _content"],
      at: null,
    }),
  ],
  [
    /^object name reserved for internal use: (.+)$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `names that begin with \`sqlite_\` belong to SQLite: ${found[1]}`,
      help: ["give it another name"],
      at: null,
      label: kindOf(statement),
    }),
  ],
  [
    /^cannot create (BEFORE|AFTER|INSTEAD OF) trigger on (view|table): (.+)$/,
    (found, statement) => ({
      code: "invalid-declaration",
      message:
        found[2] === "view"
          ? `\`${found[3]}\` is a view: its triggers are INSTEAD OF`
          : `\`${found[3]}\` is a table: its triggers are BEFORE or AFTER`,
      help: [found[2] === "view" ? "write INSTEAD OF" : "write BEFORE or AFTER"],
      at: tokenNamed(found[1]?.split(" ")[0] ?? "", statement),
    }),
  ],
];

function missingTable(found: Groups, statement: Statement, { known }: Complainant): Meaning {
  const name = found[1] ?? "";
  const hidden = known.unexported.get(fold(name));
  const names = [...known.tables.values()].map((table) => table.name);
  return {
    code: "unknown-table",
    message:
      hidden === undefined
        ? `nothing is declared as \`${name}\``
        : `\`${name}\` is not exported, so it is no part of the schema`,
    label: hidden === undefined ? "no such table or view" : "not exported",
    help: hidden === undefined ? didYouMean(name, names) : [`write \`export\` before \`const ${hidden.name}\``],
    at: tokenNamed(name, statement),
    ...(hidden !== undefined && { also: [{ at: hidden.at, label: "declared here, without `export`" }] }),
  };
}

function missingColumn(found: Groups, statement: Statement, { known }: Complainant): Meaning {
  const name = found[2] ?? "";
  const qualifier = found[1]?.replaceAll('"', "");
  const token = tokenNamed(name, statement, qualifier);
  const table = qualifier === undefined ? undefined : known.tables.get(fold(qualifier));
  const inReach = table?.columns ?? columnsInReach(statement, known);
  if (token?.kind === "name" && token.text.startsWith('"') && !inReach.includes(name))
    return {
      code: "unknown-column",
      message: `"${name}" is in double quotes, so it is the name of a column, and there is none`,
      label: "a text stands in single quotes",
      help: [`for the text write '${name.replaceAll("'", "''")}'`, ...didYouMean(name, inReach)],
      at: token,
    };
  const whose = table === undefined ? "" : ` of \`${table.name}\``;
  const near = didYouMean(name, inReach);
  return {
    code: "unknown-column",
    message: `\`${name}\` is no column${whose === "" ? " here" : whose}`,
    label: "no such column",
    help:
      near.length > 0 || inReach.length === 0 || inReach.length > 30
        ? near
        : [`columns in reach: ${inReach.join(", ")}`],
    at: token,
  };
}

/** Several words may look like the one SQLite means: the right one is where the text up to it fails in the same way. */
function syntaxError(found: Groups, statement: Statement, { scratch }: Complainant): Meaning {
  const near = found[1] ?? "";
  const { sql } = statement.written;
  const candidates = significant(tokenize(sql)).filter((token) => token.text === near || token.text.startsWith(near));
  const at = candidates.find((token) => {
    try {
      scratch.prepare(sql.slice(0, token.end));
      return false;
    } catch (error) {
      return error instanceof EngineError && error.message.startsWith("near ");
    }
  });
  return {
    code: "invalid-sql",
    message: `the SQL of \`${statement.name}\` is wrong at \`${near}\``,
    label: "SQLite did not expect this here",
    help: ["look at what stands right before it"],
    at: at ?? candidates[0] ?? null,
  };
}

function viewCycle(_: Groups, statement: Statement, { known }: Complainant): Meaning {
  const tokens = significant(tokenize(statement.written.sql)).slice(3);
  const itself = tokens.find((token) => fold(unquote(token.text)) === fold(statement.name));
  const other =
    itself ?? tokens.find((token) => token.kind !== "string" && known.tables.has(fold(unquote(token.text))));
  return {
    code: "view-cycle",
    message:
      itself === undefined
        ? `the view \`${statement.name}\` reads itself by way of other views`
        : `the view \`${statement.name}\` reads itself`,
    label: itself === undefined ? "leads back to it" : "itself",
    help: ["read the tables behind it instead"],
    at: other ?? null,
  };
}

function twice(word: string, statement: Statement): Meaning {
  const [first, second] = significant(tokenize(statement.written.sql)).filter(
    (token) => fold(token.text) === fold(word),
  );
  const before = first === undefined ? null : placeOf(first, statement);
  return {
    code: "invalid-declaration",
    message: `\`${statement.name}\` has two primary keys`,
    label: "the second one",
    help: ["for a key of several columns write constraints: (t) => [primaryKey(t.a, t.b)] and nothing on the columns"],
    at: second ?? null,
    ...(before !== null && { also: [{ at: before, label: "the first one" }] }),
  };
}

function sameColumn(name: string, statement: Statement): Meaning {
  const [first, second] = significant(tokenize(statement.written.sql))
    .slice(3)
    .filter((token) => fold(unquote(token.text)) === fold(name));
  const before = first === undefined ? null : placeOf(first, statement);
  return {
    code: "duplicate-object",
    message: `\`${statement.name}\` has two columns of one name: SQLite does not tell upper from lower case`,
    label: "the second one",
    help: ["rename one of them"],
    at: second ?? null,
    ...(before !== null && { also: [{ at: before, label: "the first one" }] }),
  };
}

/** The token that names something; one that defines an alias only if there is no other. */
function tokenNamed(name: string, { written }: Statement, qualifier?: string): Token | null {
  const tokens = significant(tokenize(written.sql));
  const found = tokens.flatMap((token, at) => {
    if (fold(unquote(token.text)) !== fold(name) || token.kind === "string") return [];
    const before = tokens[at - 1]?.text ?? "";
    const table = before === "." ? fold(unquote(tokens[at - 2]?.text ?? "")) : null;
    const fits = qualifier === undefined ? table === null && !/^as$/i.test(before) : table === fold(qualifier);
    return [{ token, fits }];
  });
  return (found.find((each) => each.fits) ?? found[0])?.token ?? null;
}

/** The word of a clause in the definition of a column. */
function after(word: string, column: string, { written }: Statement): Token | null {
  const tokens = significant(tokenize(written.sql));
  const from = tokens.findIndex(
    (token, at) => at > 2 && fold(unquote(token.text)) === fold(column) && /^[(,]$/.test(tokens[at - 1]?.text ?? ""),
  );
  return tokens.slice(from < 0 ? 0 : from).find((token) => fold(token.text) === fold(word)) ?? null;
}

function kindOf(statement: Statement): string {
  return statement.kind.replace("-", " ");
}
