import { isWord, significant, significantIn, type Token, tokenize } from "../../sql/tokens.ts";
import { databaseInPath, withDialect } from "../dialect.ts";
import { silencesOf } from "./ignored.ts";
import { lineCounter } from "./lines.ts";
import type { FoundStatement } from "../query.ts";
import type { FileRead } from "./read-file.ts";
import { kindOf, statementsOf } from "../statement.ts";
import { type Edit, edited, literal, type Text } from "../text.ts";

/** The annotations that tools write above a statement: sqlc, aiosql, PugSQL, HugSQL, PgTyped. */
const annotations = [/--\s*name\s*:\s*([\w.-]+)/, /--\s*:name\s+([\w.-]+)/, /@name\s+([\w.-]+)/] as const;

/** The statements of an SQL file, each with the name from its annotation. */
export function readSql(file: string, text: string): FileRead {
  const found: FoundStatement[] = [];
  const makes: string[] = [];
  const other = databaseInPath(file);
  const silenced = silencesOf(text);
  const lines = lineCounter(text);
  for (const statement of statementsOf(literal(text, { file, start: 0, end: text.length }))) {
    const tokens = tokenize(statement.sql);
    const kind = kindOf(significant(tokens));
    if (kind === "makes") makes.push(statement.sql);
    if (kind !== "query") continue;
    const first = significant(tokens)[0]?.start ?? 0;
    const start = (statement.pieces[0]?.start ?? 0) + first;
    const end = (statement.pieces[0]?.start ?? 0) + statement.sql.length;
    found.push({
      start,
      end,
      line: lines(start),
      endLine: lines(end),
      name: annotated(statement.sql.slice(0, first)),
      variants: [withoutMacros(statement)],
      cut: false,
      certain: true,
      foreign: other === null ? null : `its path says ${other}`,
      ignored: silenced(start, start),
    });
  }
  return { found: withDialect(found, makes), makes, functions: [], used: [], open: [] };
}

function annotated(comments: string): string | null {
  for (const pattern of annotations) {
    const name = pattern.exec(comments)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

/** What tools substitute before the engine sees it: `sqlc.arg(x)` is a value, `sqlc.embed(t)` all columns of `t`. */
function withoutMacros(text: Text): Text {
  const tokens = significantIn(text.sql);
  const edits: Edit[] = [];
  tokens.forEach((token, n) => {
    if (isWord(token, "SQLC") && tokens[n + 1]?.text === ".") edits.push(...macro(tokens, n));
    // `:name!` of PgTyped: it must not be null.
    if (token.text === "!" && tokens[n - 1]?.kind === "variable")
      edits.push({ start: token.start, end: token.end, with: "" });
  });
  return edits.length === 0 ? text : edited(text, edits);
}

function macro(tokens: readonly Token[], n: number): readonly Edit[] {
  const [word, name, close] = [tokens[n], tokens[n + 4], tokens[n + 5]];
  if (word === undefined || name === undefined || close?.text !== ")") return [];
  const isTable = isWord(tokens[n + 2], "EMBED");
  return [{ start: word.start, end: close.end, with: isTable ? `${name.text}.*` : "?" }];
}
