import { createHash } from "node:crypto";
import { EngineError, type Query, type Row } from "../../database/connection.ts";
import { lockPage, withoutCounters } from "../../database/copy-pages.ts";
import { openSession } from "../../database/session.ts";
import { StatusError } from "./problems.ts";
import { oneByOne, type ServerStream, StreamLost } from "./stream.ts";
import { TransportError } from "../transport.ts";
import { GarbageError } from "./wire.ts";
import { ProblemError } from "../../problem/problem.ts";

/** Milliseconds; a quarter of a gigabyte takes a second. */
const patience = 300_000;

/**
 * The state of the database that a stream sees, as a number that changes with each commit of another connection. It is
 * only valid for the stream that asked, which is why foreign keys are read as well: they are off on our stream and on
 * everywhere else.
 */
export async function versionOf(stream: ServerStream): Promise<number | null> {
  const rows = await readFrom(stream, [version]);
  return stateIn(rows?.[0]);
}

const version: Query = {
  sql: "SELECT data_version, foreign_keys FROM temp.pragma_data_version, temp.pragma_foreign_keys",
};

function stateIn(row: Row | undefined): number | null {
  return typeof row?.[0] === "number" && row[1] === 0 ? row[0] : null;
}

/**
 * A hash of all pages as the change left them, computed after its commit so that nothing waits for it. Null if another
 * connection has committed since `before`, or if the server refuses.
 */
export async function contentAfter(stream: ServerStream, before: number | null): Promise<string | null> {
  if (before === null) return null;
  // In case the read transaction is still open, because the change used another stream.
  await readFrom(stream, [{ sql: "ROLLBACK" }]);
  const [, now, size] = (await readFrom(stream, [{ sql: "BEGIN" }, version, sizes])) ?? [];
  const [pages, pageSize] = size ?? [];
  if (stateIn(now) !== before || typeof pages !== "number" || typeof pageSize !== "number") return null;
  const [head, rest] = (await readFrom(stream, [firstPage, otherPages(pages, pageSize)])) ?? [];
  return contentFrom(pages, head, rest);
}

/** The same for a file that no connection has open: for as many pages as `like` covers, or for all. */
export async function contentOfCopy(path: string, like: string | null): Promise<string> {
  const opened = openSession(path, { label: path });
  if (!opened.ok) throw new ProblemError(...opened.problems);
  const session = opened.value;
  try {
    const pages = like === null ? session.number("PRAGMA page_count") : Number(like.split(":")[1]);
    const [head] = session.all(firstPage.sql);
    const [rest] = session.all(otherPages(pages, session.number("PRAGMA page_size")).sql);
    return contentFrom(pages, head, rest) ?? "";
  } finally {
    await session.close();
  }
}

const sizes: Query = { sql: "SELECT page_count, page_size FROM temp.pragma_page_count, temp.pragma_page_size" };
const firstPage: Query = { sql: "SELECT data FROM sqlite_dbpage WHERE pgno = 1" };

/** The text of the inner query is part of the hash as well, so it is the same on both sides. */
function otherPages(pages: number, pageSize: number): Query {
  const which = `pgno BETWEEN 2 AND ${pages} AND pgno <> ${lockPage(pageSize)}`;
  return { sql: `SELECT hex(sha3_query('SELECT data FROM sqlite_dbpage WHERE ${which} ORDER BY pgno'))` };
}

function contentFrom(pages: number, head: Row | undefined, rest: Row | undefined): string | null {
  if (!(head?.[0] instanceof Uint8Array) || typeof rest?.[0] !== "string") return null;
  const first = createHash("sha256").update(withoutCounters(head[0])).digest("hex");
  return `pages:${pages}:${first}:${rest[0].toLowerCase()}`;
}

/** Raises an error on the server unless its pages after the first are those of the file with the given content. */
export function unlessWritten(content: string, pageSize: number): Query {
  const [, pages = "0", , rest = ""] = content.split(":");
  const found = otherPages(Number(pages), pageSize).sql;
  return { sql: `SELECT CASE WHEN lower((${found})) IS NOT '${rest}' THEN json_extract('{}', 'trueup:unwritten') END` };
}

/** The first row of each query; null if the stream or the server did not answer all of them. */
async function readFrom(stream: ServerStream, queries: readonly Query[]): Promise<readonly (Row | undefined)[] | null> {
  try {
    const answers = await stream.batch(oneByOne(queries), { timeout: patience });
    if (answers instanceof EngineError) return null;
    const rows = answers.flatMap((answer) =>
      answer === null || answer instanceof EngineError ? [] : [answer.rows[0]],
    );
    return rows.length === queries.length ? rows : null;
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

/** How a server may fail to answer a question that the change does not depend on. */
function isExpected(error: unknown): boolean {
  return [StreamLost, StatusError, GarbageError, TransportError].some((kind) => error instanceof kind);
}
