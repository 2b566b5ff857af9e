import type { Row, Scratch } from "../../database/connection.ts";
import { runs } from "../../database/runs.ts";
import { fold } from "../../model/names.ts";
import { quoteName } from "../../sql/quote.ts";
import { terminated } from "../../sql/statement.ts";
import { significantIn, type Token, unquote } from "../../sql/tokens.ts";
import { many } from "./index-order.ts";
import { loadCatalog } from "./load-catalog.ts";
import type { Statement } from "./write-objects.ts";

/** Does something with a statement in an engine; false if it failed, which has then been reported. */
export type Attempt = (statement: Statement, engine: Scratch, work: () => void) => boolean;

const lot = 50;

/** Creates tables, virtual tables, indexes and views, and returns those that succeeded. */
export function createTables(
  scratch: Scratch,
  statements: readonly Statement[],
  attempt: Attempt,
): readonly Statement[] {
  const ofKind = (kind: Statement["kind"]) => statements.filter((statement) => statement.kind === kind);
  const [tables, virtual, indexes, views] = [ofKind("table"), ofKind("virtual-table"), ofKind("index"), ofKind("view")];
  if (tables.length <= many)
    return [tables, virtual, [...indexes, ...views]].flatMap((some) => createIn(scratch, some, attempt));
  const left = new Set(indexes);
  const created: Statement[] = [];
  const rows: Row[] = [];
  const byTable = indexesByTable(indexes);
  for (let from = 0; from < tables.length; from += lot) {
    const some = tables.slice(from, from + lot);
    const theirs = some.flatMap((table) => byTable.get(fold(table.name)) ?? []);
    for (const index of theirs) left.delete(index);
    stage([...some, ...theirs]);
  }
  // A view is only compiled when it is used, so nothing it reads needs to exist yet.
  for (let from = 0; from < views.length; from += lot) stage(views.slice(from, from + lot));
  loadCatalog(scratch, rows);
  return [...created, ...createIn(scratch, virtual, attempt), ...createIn(scratch, [...left], attempt)];

  function stage(some: readonly Statement[]): void {
    const engine = scratch.another();
    try {
      created.push(...createIn(engine, some, attempt));
      rows.push(...engine.all("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence'"));
    } finally {
      engine.close();
    }
  }
}

/** All at once, because each call of the engine takes time; if one of them fails, one after the other to see which. */
function createIn(engine: Scratch, some: readonly Statement[], attempt: Attempt): readonly Statement[] {
  const wanted = some.filter((each) => attempt(each, engine, () => {}));
  const together = ["BEGIN", ...wanted.map(({ written }) => written.sql), "COMMIT"].map(terminated).join("\n");
  let made = wanted;
  if (!runs(() => engine.exec(together))) {
    runs(() => engine.exec("ROLLBACK"));
    made = wanted.filter((each) => attempt(each, engine, () => engine.exec(each.written.sql)));
  }
  for (const each of made) attempt(each, engine, () => readOnce(each, engine));
  return made;
}

/** A circle of generated columns is only detected when the table is read. */
function readOnce({ kind, name, written }: Statement, engine: Scratch): void {
  const isGenerated = kind === "table" && written.sql.toUpperCase().includes("AS");
  if (isGenerated) engine.prepare(`SELECT * FROM ${quoteName(name)}`);
}

/** Indexes by table. Vector indexes create tables of their own, and come last. */
function indexesByTable(indexes: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const byTable = new Map<string, Statement[]>();
  for (const index of indexes) {
    const tokens = significantIn(index.written.sql);
    if (isOfVectors(tokens)) continue;
    const table = fold(tableOn(tokens));
    byTable.set(table, [...(byTable.get(table) ?? []), index]);
  }
  return byTable;
}

export function isOfVectors(tokens: readonly Token[]): boolean {
  return tokens.some((token) => /^libsql_vector_idx$/i.test(unquote(token.text)));
}

/** What an index or a trigger is on, from the tokens of its CREATE: a name there that is the word ON has quotes. */
export function tableOn(tokens: readonly Token[]): string {
  const on = tokens.findIndex(({ text }) => /^ON$/i.test(text));
  return unquote(tokens[on + 1]?.text ?? "");
}
