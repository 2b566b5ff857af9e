import { quoteText } from "../sql/quote.ts";
import { Engine } from "./engine.ts";
import { fileUri } from "./file.ts";

/**
 * A database in memory with the schema of a file, row by row, and none of its data. The rows of the catalog are copied,
 * which takes a fraction of the time that it takes to run its statements. All tables begin on the same empty page, and so
 * does the first index of each, the second, and so on: it is there to change the schema and to read it, and no table may
 * be written or dropped.
 *
 * Null if there are virtual tables, which need what is in tables of their own. On connections of its own: another process
 * may have the file locked, and a connection that met a lock cannot be used again.
 */
export async function emptyCopy(path: string): Promise<Engine | null> {
  const about = await ask(path);
  if (about.isVirtual) return null;
  const engine = new Engine(":memory:", { timeout });
  try {
    // In this mode SQLite skips what it cannot parse: it reads the schema of what is attached with the first statement.
    engine.exec(`PRAGMA encoding = ${quoteText(about.encoding)}; PRAGMA writable_schema = ON;
ATTACH ${quoteText(fileUri(path, "ro"))} AS live`);
    engine.exec(`BEGIN; ${emptyPages(about.indexes)}; ${copyOfCatalog(about.withoutRowids)}; COMMIT`);
    engine.exec("DETACH live; PRAGMA writable_schema = RESET");
    return engine;
  } catch (error) {
    engine.closeNow();
    throw error;
  }
}

/** Milliseconds to wait for a lock. */
const timeout = 100;

async function ask(path: string) {
  const engine = new Engine(fileUri(path, "ro"), { timeout });
  const first = (sql: string) => engine.all(sql)[0]?.[0];
  try {
    return {
      isVirtual: Number(first(virtualTables)) > 0,
      encoding: String(first("PRAGMA encoding")),
      indexes: Number(first(mostIndexes)),
      withoutRowids: engine.all(withoutRowids).map(([id]) => Number(id)),
    };
  } finally {
    await engine.close();
  }
}

const virtualTables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND rootpage = 0";

const mostIndexes =
  "SELECT ifnull(max(n), 0) FROM (SELECT count(*) AS n FROM sqlite_schema WHERE type = 'index' GROUP BY tbl_name)";

/** The first byte of a page says what it is a page of: https://www.sqlite.org/fileformat2.html#b_tree_pages */
const withoutRowids = `SELECT s.rowid FROM sqlite_schema AS s CROSS JOIN sqlite_dbpage AS p ON p.pgno = s.rootpage
WHERE s.type = 'table' AND s.rootpage > 0 AND hex(substr(p.data, 1, 1)) NOT IN ('05', '0D')`;

/** The second page is that of tables, the third that of tables without rowids, and those after it are of indexes. */
function emptyPages(indexes: number): string {
  const each = Array.from({ length: indexes }, (_, n) => `CREATE INDEX i${n} ON t (a)`);
  return ["CREATE TABLE t (a)", "CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID", ...each].join("; ");
}

function copyOfCatalog(keyed: readonly number[]): string {
  return `DELETE FROM main.sqlite_schema;
INSERT INTO main.sqlite_schema (rowid, type, name, tbl_name, rootpage, sql)
SELECT rowid, type, name, tbl_name, CASE WHEN rootpage = 0 THEN 0
  WHEN type = 'index' THEN 3 + row_number() OVER (PARTITION BY type, tbl_name ORDER BY rowid)
  WHEN rowid IN (${keyed.join(", ")}) THEN 3 ELSE 2 END, sql
FROM live.sqlite_schema ORDER BY rowid`;
}
