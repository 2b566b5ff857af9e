import { EngineError } from "../../database/connection.ts";
import { fold, sameName } from "../../model/names.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { isReserved, significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { columnsInReach } from "./known.ts";
import type { Complainant, Groups, Meaning } from "./meaning.ts";
import { didYouMean, meantBy } from "../../problem/nearest.ts";
import { placeOfToken, tokenNamed } from "./statement-tokens.ts";
import type { Statement } from "./write-objects.ts";

export function missingTable(found: Groups, statement: Statement, { known }: Complainant): Meaning {
  const name = found[1] ?? "";
  const hidden = known.unexported.get(fold(name));
  const names = [...known.tables.values()].map((table) => table.name);
  return {
    code: "unknown-table",
    message:
      hidden === undefined
        ? `nothing is declared as \`${name}\``
        : `\`${name}\` is not exported, so it is not part of the schema`,
    label: hidden === undefined ? "no such table or view" : "not exported",
    help: hidden === undefined ? didYouMean(name, names) : [`write \`export\` before \`const ${hidden.name}\``],
    at: tokenNamed(name, statement),
    ...(hidden === undefined && meantBy(name, names)),
    ...(hidden !== undefined && { also: [{ at: hidden.at, label: "declared here, without `export`" }] }),
  };
}

export function missingColumn(found: Groups, statement: Statement, { known }: Complainant): Meaning {
  const name = found[2] ?? "";
  const qualifier = found[1]?.replaceAll('"', "");
  const token = tokenNamed(name, statement, qualifier);
  const table = qualifier === undefined ? undefined : known.tables.get(fold(qualifier));
  if (qualifier !== undefined && hasQueries(statement) && !ofRows.has(fold(qualifier))) {
    const unread =
      table === undefined ? isUnread(qualifier, statement) : table.columns.some((each) => sameName(each, name));
    if (unread) return notRead(table?.name ?? null, qualifier, statement);
  }
  const inReach = table?.columns ?? columnsInReach(statement, known);
  if (token?.kind === "name" && token.text.startsWith('"') && !inReach.includes(name))
    return {
      code: "unknown-column",
      message: `"${name}" is in double quotes, so it is the name of a column, and there is none`,
      label: "strings are written in single quotes",
      help: [`for a string write '${name.replaceAll("'", "''")}'`, ...didYouMean(name, inReach)],
      at: token,
    };
  const whose = table === undefined ? "" : ` of \`${table.name}\``;
  const near = didYouMean(name, inReach);
  return {
    code: "unknown-column",
    message: `\`${name}\` is not a column${whose === "" ? " here" : whose}`,
    label: "no such column",
    help:
      near.length > 0 || inReach.length === 0 || inReach.length > 30
        ? near
        : [`columns in reach: ${inReach.join(", ")}`],
    at: token,
    ...meantBy(name, inReach),
  };
}

function hasQueries({ kind }: Statement): boolean {
  return kind === "view" || kind === "trigger";
}

/** Rows that a trigger or an upsert names without reading a table. */
const ofRows: ReadonlySet<string> = new Set(["new", "old", "excluded"]);

/** Whether the name stands only before dots: nothing in FROM is called so. */
function isUnread(qualifier: string, { written }: Statement): boolean {
  const tokens = significantIn(written.sql);
  const is = ({ text }: Token) => sameName(unquote(text), qualifier);
  return tokens.some(is) && !tokens.some((token, n) => is(token) && tokens[n + 1]?.text !== ".");
}

/** A column that the table has, or could have, if a table were read under this name. */
function notRead(table: string | null, qualifier: string, { written }: Statement): Meaning {
  const tokens = significantIn(written.sql);
  const at = tokens.find(({ text }, n) => sameName(unquote(text), qualifier) && tokens[n + 1]?.text === ".");
  const alone = tokens.filter((_, n) => tokens[n - 1]?.text !== "." && tokens[n + 1]?.text !== ".");
  const names = alone.flatMap(({ kind, text }) =>
    kind === "name" || (kind === "word" && !isReserved(text)) ? [unquote(text)] : [],
  );
  return {
    code: "unknown-table",
    message:
      table === null ? `nothing that is read here is named \`${qualifier}\`` : `no table is read as \`${table}\` here`,
    label: table === null ? "no such table or alias" : "it has another name here, or is not read",
    help: table === null ? didYouMean(qualifier, names) : ["where a table has an alias, only the alias names it"],
    at: at ?? null,
  };
}

/** Several words may match the one SQLite means: the right one is where the text up to it fails in the same way. */
export function syntaxError(found: Groups, statement: Statement, { scratch }: Complainant): Meaning {
  const near = found[1] ?? "";
  const { sql } = statement.written;
  const candidates = significantIn(sql).filter((token) => token.text === near || token.text.startsWith(near));
  const at = candidates.find((token) => {
    try {
      scratch.prepare(sql.slice(0, token.end));
      return false;
    } catch (error) {
      return error instanceof EngineError && sqliteSays.syntaxError.test(error.message);
    }
  });
  return {
    code: "invalid-sql",
    message: `the SQL of \`${statement.name}\` is wrong at \`${near}\``,
    label: "SQLite did not expect this here",
    help: ["check what comes right before it"],
    at: at ?? candidates[0] ?? null,
  };
}

export function viewCycle(_: Groups, statement: Statement, { known }: Complainant): Meaning {
  const tokens = significantIn(statement.written.sql).slice(3);
  const itself = tokens.find((token) => fold(unquote(token.text)) === fold(statement.name));
  const other =
    itself ?? tokens.find((token) => token.kind !== "string" && known.tables.has(fold(unquote(token.text))));
  return {
    code: "view-cycle",
    message:
      itself === undefined
        ? `the view \`${statement.name}\` reads itself through other views`
        : `the view \`${statement.name}\` reads itself`,
    label: itself === undefined ? "leads back to it" : "itself",
    help: ["read the underlying tables instead"],
    at: other ?? null,
  };
}

export function twice(word: string, statement: Statement): Meaning {
  const [first, second] = significantIn(statement.written.sql).filter((token) => fold(token.text) === fold(word));
  const before = first === undefined ? null : placeOfToken(first, statement);
  return {
    code: "invalid-declaration",
    message: `\`${statement.name}\` has two primary keys`,
    label: "the second one",
    help: ["for a key of several columns write constraints: (t) => [primaryKey(t.a, t.b)] and nothing on the columns"],
    at: second ?? null,
    ...(before !== null && { also: [{ at: before, label: "the first one" }] }),
  };
}

export function sameColumn(name: string, statement: Statement): Meaning {
  const [first, second] = significantIn(statement.written.sql)
    .slice(3)
    .filter((token) => fold(unquote(token.text)) === fold(name));
  const before = first === undefined ? null : placeOfToken(first, statement);
  return {
    code: "duplicate-object",
    message: `\`${statement.name}\` has two columns with the same name: SQLite ignores case`,
    label: "the second one",
    help: ["rename one of them"],
    at: second ?? null,
    ...(before !== null && { also: [{ at: before, label: "the first one" }] }),
  };
}
