import { isWord, significantIn, type Token } from "../sql/tokens.ts";
import type { FoundStatement } from "./query.ts";

type Database = "PostgreSQL" | "MySQL";

/** Syntax that SQLite lacks, or that is never written for it, and the database that it belongs to. */
const signs: readonly (readonly [Database, readonly string[]])[] = [
  [
    "PostgreSQL",
    [
      "ILIKE",
      "SIMILAR TO",
      "DISTINCT ON (",
      "ON CONFLICT ON CONSTRAINT",
      "FOR UPDATE",
      "FOR SHARE",
      "ANY (",
      "JOIN LATERAL",
      ", LATERAL",
      "INTERVAL ''",
      "EPOCH FROM",
      "~ * ''",
      "SERIAL PRIMARY KEY",
      "BIGSERIAL",
      "TIMESTAMPTZ",
    ],
  ],
  ["MySQL", ["ON DUPLICATE KEY UPDATE", "INSERT IGNORE INTO", "STRAIGHT_JOIN", "AUTO_INCREMENT", "ENGINE = INNODB"]],
];

/** Functions of PostgreSQL's. Alone they may be a mistake; together with `$1` they are none. */
const functions: ReadonlySet<string> = new Set(
  (
    "ARRAY_AGG ARRAY_LENGTH CURRVAL DATE_PART DATE_TRUNC EXTRACT GEN_RANDOM_UUID GREATEST JSONB_AGG JSONB_BUILD_OBJECT " +
    "JSONB_SET JSON_AGG JSON_BUILD_OBJECT LEAST NEXTVAL NOW PLAINTO_TSQUERY SETVAL STRING_TO_ARRAY TO_CHAR TO_JSONB " +
    "TO_TIMESTAMP TO_TSQUERY TO_TSVECTOR UNNEST UUID_GENERATE_V4 WEBSEARCH_TO_TSQUERY"
  ).split(" "),
);

/** What a statement looks like. */
export interface Dialect {
  /** The database that it can only be for; null if SQLite may be meant. */
  readonly database: Database | null;
  /** Databases that its placeholders and quotes are usual for, although SQLite reads them as well. */
  readonly like: readonly Database[];
}

export function dialectOf(sql: string): Dialect {
  const tokens = significantIn(sql);
  const isNumbered = tokens.some(({ kind, text }) => kind === "variable" && /^\$\d/.test(text));
  const like: readonly Database[] = [
    ...(isNumbered ? (["PostgreSQL"] as const) : []),
    ...(tokens.some(({ text }) => text.startsWith("`")) ? (["MySQL"] as const) : []),
  ];
  // `id::text`, `$$a text$$`: SQLite reads parameters in them. `ARRAY[1]`: and a name in brackets.
  const isOdd = ({ kind, text }: Token, n: number) =>
    kind === "variable"
      ? text.includes("::") || text.startsWith("$$")
      : text.startsWith("[") && isWord(tokens[n - 1], "ARRAY");
  if (tokens.some(isOdd)) return { database: "PostgreSQL", like };
  const words = ` ${tokens.map(({ kind, text }) => (kind === "string" ? "''" : text.toUpperCase())).join(" ")} `;
  const found = signs.find(([, phrases]) => phrases.some((phrase) => words.includes(` ${phrase} `)));
  if (found !== undefined) return { database: found[0], like };
  const isCalled = tokens.some(({ text }, n) => functions.has(text.toUpperCase()) && tokens[n + 1]?.text === "(");
  return { database: isNumbered && isCalled ? "PostgreSQL" : null, like };
}

/** Another database that the path of a file names: `src/db/postgres/tunes.ts`. */
export function databaseInPath(file: string): string | null {
  const words = file.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => /^(?:sqlite|libsql|turso)$/.test(word))) return null;
  if (words.some((word) => /^(?:postgres|postgresql|pgsql|cockroachdb)$/.test(word))) return "PostgreSQL";
  return words.some((word) => /^(?:mysql|mariadb)$/.test(word)) ? "MySQL" : null;
}

/**
 * The statements of a file, each with why it is for another database. Where one can only be for that, those with its
 * placeholders are, too.
 */
export function withDialect<Statement extends Pick<FoundStatement, "variants" | "foreign">>(
  found: readonly Statement[],
  makes: readonly string[],
): readonly Statement[] {
  const dialects = found.map(({ variants }) => variants.map(({ sql }) => dialectOf(sql)));
  const all = [...dialects.flat(), ...makes.map(dialectOf)];
  const spoken = new Set(all.flatMap(({ database }) => database ?? []));
  if (spoken.size === 0) return found;
  return found.map((each, n): Statement => {
    if (each.foreign !== null) return each;
    const own = dialects[n] ?? [];
    const database =
      own.find(({ database }) => database !== null)?.database ??
      own.flatMap(({ like }) => like).find((each) => spoken.has(each));
    return database === undefined ? each : { ...each, foreign: `it is written for ${database}` };
  });
}
