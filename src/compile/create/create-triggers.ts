import { EngineError, type Row, type Scratch } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import { quoteText } from "../../sql/quote.ts";
import { significantIn } from "../../sql/tokens.ts";
import { compileCode } from "./compile-code.ts";
import { tableOn } from "./create-tables.ts";
import { many } from "./index-order.ts";
import type { Statement } from "./write-objects.ts";

/** SQLite searches its whole catalog with each CREATE, so many triggers are created in batches: see load-catalog.ts. */
const lot = 100;

/**
 * Creates many triggers at once and compiles each. False if there are few, or if one of them fails: then none exists,
 * and they are created one by one, so that an error in one is not attributed to another that fires it.
 */
export function createTogether(
  scratch: Scratch,
  triggers: readonly Statement[],
  statements: readonly Statement[],
): boolean {
  if (triggers.length <= many) return false;
  const rows = staged(scratch, triggers, statements);
  if (rows === null) return false;
  try {
    writeCatalog(scratch, insertion(rows));
    for (const [name, , sql] of rows) compileCode(scratch, "trigger", String(name), String(sql));
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    writeCatalog(scratch, "DELETE FROM sqlite_schema WHERE type = 'trigger'");
    return false;
  }
}

/** The name, table and stored text of each, from engines that hold a batch of them and what they depend on. */
function staged(
  scratch: Scratch,
  triggers: readonly Statement[],
  statements: readonly Statement[],
): readonly Row[] | null {
  const standing = new Map(
    statements.flatMap((each) =>
      each.kind === "index" || each.kind === "trigger" ? [] : [[fold(each.name), each] as const],
    ),
  );
  const rows: Row[] = [];
  for (let from = 0; from < triggers.length; from += lot) {
    const engine = scratch.another();
    try {
      const some = triggers.slice(from, from + lot);
      const tables = new Set(some.map((trigger) => standing.get(fold(tableOn(significantIn(trigger.written.sql))))));
      engine.exec("BEGIN");
      for (const each of [...tables, ...some]) if (each !== undefined) engine.exec(each.written.sql);
      engine.exec("COMMIT");
      rows.push(...engine.all("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"));
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    } finally {
      engine.close();
    }
  }
  return rows.length === triggers.length ? rows : null;
}

function insertion(rows: readonly Row[]): string {
  const values = rows.map(([name, table, sql]) => {
    const [called, on, text] = [name, table, sql].map((value) => quoteText(String(value)));
    return `('trigger', ${called}, ${on}, 0, ${text})`;
  });
  const inserts: string[] = [];
  for (let from = 0; from < values.length; from += 500)
    inserts.push(
      `INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ${values.slice(from, from + 500).join(", ")}`,
    );
  return inserts.join(";\n");
}

/**
 * A new schema version makes the engine read its catalog again when it runs the next statement; compiling is not
 * enough.
 */
export function writeCatalog(scratch: Scratch, statements: string): void {
  const version = Number(scratch.all("PRAGMA schema_version")[0]?.[0]);
  scratch.exec(`PRAGMA writable_schema = ON;\n${statements};\nPRAGMA schema_version = ${version + 1};
    PRAGMA writable_schema = OFF; SELECT count(*) FROM sqlite_schema`);
}
