import { fold } from "../model/names.ts";
import { sqliteSays } from "../sql/messages.ts";
import { isWord, significantIn, type Token, unquote } from "../sql/tokens.ts";
import type { Bench, Complaint } from "./compile.ts";
import { dialectOf } from "./dialect.ts";
import type { RuntimeNames } from "./query.ts";
import { columnSaid, tableSaid } from "./said.ts";
import { hasHole } from "./text.ts";

/** Tables that the engine, a service or a tool keeps for itself. */
const kept =
  /^(?:sqlite_\w+|libsql_\w+|_cf_\w+|_litestream_\w+|d1_migrations|__drizzle_migrations|_prisma_migrations|knex_migrations(?:_lock)?|dbstat|bytecode|tables_used|jsonb?_(?:each|tree)|generate_series|pragma_\w+|temp|main)$/;

/** Why a statement that does not compile may not be the application's mistake; null if it is one. */
export function whyUnread(complaint: Complaint, bench: Bench, runtime: RuntimeNames): string | null {
  const { text, message } = complaint;
  if (hasHole(text)) return "it is built at run time";
  const tokens = significantIn(text.sql);
  if (tokens.some(isFormat)) return "a format fills it at run time";
  const table = tableSaid(message);
  if (table !== null) return missingTable(table.before, table.name, complaint, bench, runtime);
  const database = sqliteSays.unknownDatabase.exec(message)?.[1];
  if (database !== undefined) return `\`${database}\` is an attached database`;
  const module = sqliteSays.noSuchModule.exec(message)?.[1];
  if (module !== undefined) return `the module \`${module}\` is not available here`;
  const column = columnSaid(message)?.name ?? null;
  if (column !== null && madeAtRunTime(column, text.sql, runtime)) return `\`${column}\` is created at run time`;
  const near = sqliteSays.syntaxError.exec(message)?.[1];
  const token = sqliteSays.unrecognizedToken.exec(message)?.[1];
  if (near !== undefined || token !== undefined) {
    const mark = near === "?" ? /\?{2,}/.exec(text.sql)?.[0] : undefined;
    if (mark !== undefined)
      return `\`${mark}\` is the application's own placeholder: name it in \`queries.placeholders\``;
    const limited = isWord(tokens[0], "UPDATE") || isWord(tokens[0], "DELETE");
    if (limited && /^(?:LIMIT|ORDER)$/i.test(near ?? ""))
      return "UPDATE … LIMIT and DELETE … LIMIT are off in this engine";
    if (token === "{") return "it has placeholders in braces";
    if (/^\d[\d_]*_\d/.test(token ?? "")) return "numbers with underscores are newer than this engine";
    const { database } = dialectOf(text.sql);
    if (database !== null) return `it is written for ${database}`;
  }
  return null;
}

/** `%s`, bare or in quotes that are not those of a string. */
function isFormat({ kind, text, end }: Token, n: number, tokens: readonly Token[]): boolean {
  if (kind === "name") return /^%[sdif]$/.test(unquote(text));
  return text === "%" && tokens[n + 1]?.start === end && /^[sdif]$/.test(tokens[n + 1]?.text ?? "");
}

function missingTable(
  prefix: string | null,
  name: string,
  { text }: Complaint,
  bench: Bench,
  runtime: RuntimeNames,
): string | null {
  const folded = fold(name);
  if (prefix !== null && !/^(?:main|temp)$/i.test(prefix)) return `\`${prefix}\` is an attached database`;
  if (runtime.tables.has(folded)) return `\`${name}\` is created at run time`;
  if (bench.absent.has(folded)) return `\`${name}\` is a virtual table of a module that is not here`;
  if (bench.isLeftAlone(name)) return `\`${name}\` is ignored by the configuration`;
  if (kept.test(folded)) return `\`${name}\` is kept by the engine or by a tool`;
  const tokens = significantIn(text.sql);
  const isCalled = tokens.some(
    (token, n) =>
      fold(unquote(token.text)) === folded &&
      tokens[n + 1]?.text === "(" &&
      /^(?:FROM|JOIN|,)$/i.test(tokens[n - 1]?.text ?? ""),
  );
  return isCalled ? `\`${name}\` is a function of the application's that returns a table` : null;
}

/** A column that the application's code adds to, or renames in, a table that this statement names. */
function madeAtRunTime(column: string, sql: string, runtime: RuntimeNames): boolean {
  if (runtime.words.size === 0) return false;
  const names = significantIn(sql).map(({ text }) => fold(unquote(text)));
  return names.some((name) => runtime.words.get(name)?.has(fold(column)) === true);
}
