import { EngineError, type Scratch } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import { isWord, type Token, unquote } from "../../sql/tokens.ts";
import { createTables, isOfVectors, tableOn } from "../create/create-tables.ts";
import { many } from "../create/index-order.ts";
import type { Statement } from "../create/write-objects.ts";
import { type About, aboutOf, type StatementPart } from "./classify.ts";

interface Given {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly part: StatementPart;
}

/** The statements, by their tokens, that need not be run where they stand. */
export interface Lots {
  /** They have been run. */
  readonly created: ReadonlySet<readonly Token[]>;
  /** They can be run together when all others have been. */
  readonly triggers: ReadonlySet<readonly Token[]>;
}

/**
 * SQLite searches its whole catalog for each CREATE, so the tables of large scripts are created in lots, with their
 * indexes and views: docs/decisions/large-schemas-are-created-in-batches.md. Null where that might be something else than the
 * statements one after the other: where one of them does more than create, a name is there twice, something comes before
 * what it is on, or a statement fails. Then nothing has been done.
 */
export function createInLots(given: readonly Given[], scratch: Scratch): Lots | null {
  const statements: { readonly about: About; readonly given: Given }[] = [];
  for (const each of given) {
    if (each.part.is === "passed-over") continue;
    const about = each.part.is === "schema" ? aboutOf(each.tokens) : null;
    if (about === null || about.verb !== "create" || isOfQuery(each.tokens)) return null;
    statements.push({ about, given: each });
  }
  const tables = statements.filter(({ about }) => about.kind === "table");
  if (tables.length <= many || !inOrder(statements) || scratch.all("SELECT 1 FROM sqlite_schema").length > 0)
    return null;
  const wanted = statements.filter(
    ({ about: { kind }, given: { tokens } }) =>
      kind === "table" || kind === "view" || (kind === "index" && !isOfVectors(tokens)),
  );
  try {
    createTables(scratch, wanted.map(statementOf), (_statement, _engine, work) => {
      work();
      return true;
    });
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
  const triggers = statements.filter(({ about }) => about.kind === "trigger");
  const tokensOf = (some: typeof statements) => new Set(some.map(({ given }) => given.tokens));
  return { created: tokensOf(wanted), triggers: tokensOf(triggers.length > many ? triggers : []) };
}

/** `CREATE TABLE … AS SELECT` */
function isOfQuery(tokens: readonly Token[]): boolean {
  return isWord(tokens[1], "TABLE") && tokens.slice(0, 8).some((token) => isWord(token, "AS"));
}

/** Whether no name is there twice, and each index and trigger comes after what it is on. */
function inOrder(statements: readonly { readonly about: About; readonly given: Given }[]): boolean {
  const objects = new Map<string, About["kind"]>();
  const triggers = new Set<string>();
  for (const { about, given } of statements) {
    const name = fold(unquote(about.name.text));
    const on = objects.get(fold(tableOn(given.tokens)));
    if (about.kind === "index" && on !== "table") return false;
    if (about.kind === "trigger" && on !== "table" && on !== "view") return false;
    if (about.kind === "trigger" ? triggers.has(name) : objects.has(name)) return false;
    if (about.kind === "trigger") triggers.add(name);
    else objects.set(name, about.kind);
  }
  return true;
}

function statementOf({ about, given }: { readonly about: About; readonly given: Given }): Statement {
  const name = unquote(about.name.text);
  const start = given.tokens[0]?.start ?? 0;
  const at = { file: "", start, end: start };
  const sql = given.text.slice(start, given.tokens.at(-1)?.end);
  return {
    object: { name, at },
    kind: about.kind,
    name,
    written: { sql, marks: () => [] },
    places: { file: "", start },
  };
}
