import type { Row, Scratch, Value } from "../../database/connection.ts";
import { quoteText } from "../../sql/quote.ts";

/**
 * Writes the rows of other catalogs (type, name, tbl_name, sql) into the catalog of an empty scratch database at once,
 * because SQLite searches its whole catalog for each CREATE: docs/decisions/large-schemas-are-created-in-batches.md. The
 * tables have no pages of their own. Statements compile against them, but they must never be read or written.
 */
export function loadCatalog(scratch: Scratch, rows: readonly Row[]): void {
  const pages = pagesFor(rows);
  // An AUTOINCREMENT table leaves sqlite_sequence behind, which the loaded tables need.
  scratch.exec("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT); DROP TABLE t; CREATE TABLE t (a)");
  const most = pages.reduce((a, b) => Math.max(a, b), 0);
  for (let page = 0; page <= most; page++) scratch.exec(`CREATE INDEX t${page} ON t (a)`);
  const first = scratch.all("SELECT rootpage FROM sqlite_schema WHERE name = 't'")[0]?.[0];
  const base = typeof first === "number" ? first : 0;
  scratch.exec("BEGIN; PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE tbl_name = 't'");
  for (let from = 0; from < rows.length; from += 500) {
    const values = rows.slice(from, from + 500).map((row, at) => {
      const [type, name, table, sql] = row.map(literal);
      // A view with a page would be a damaged catalog.
      const page = row[0] === "view" ? 0 : base + (pages[from + at] ?? 0);
      return `(${type}, ${name}, ${table}, ${page}, ${sql})`;
    });
    scratch.exec(`INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ${values.join(", ")}`);
  }
  // A new schema version makes the engine read its catalog; the old one was at most the number of statements above.
  scratch.exec("PRAGMA schema_version = 1000000; PRAGMA writable_schema = OFF; COMMIT");
}

/** The indexes of one table must have different pages; all tables share the page of an empty one. */
function pagesFor(rows: readonly Row[]): readonly number[] {
  const used = new Map<Value, number>();
  return rows.map(([type, , table]) => {
    if (type !== "index") return 0;
    const page = (used.get(table ?? null) ?? 0) + 1;
    used.set(table ?? null, page);
    return page;
  });
}

function literal(value: Value): string {
  return value === null ? "NULL" : quoteText(String(value));
}
