import { createHash } from "node:crypto";
import type { Query, Row } from "./connection.ts";

/** The rows of a catalog as the database has them, in their order, by rowid: so they can be compared byte by byte. */
export type CatalogRows = ReadonlyMap<string, CatalogRow>;

interface CatalogRow {
  /** The length of each of its four values, in bytes; a hyphen instead of a statement that is missing. */
  readonly lengths: string;
  /** Their bytes, one after another, each as a character. */
  readonly bytes: string;
}

/** In one row, which is far quicker to fetch than thousands. */
export const rowsQuery: Query = {
  sql: `SELECT CAST(group_concat(type || name || tbl_name || coalesce(sql, ''), '') AS BLOB), group_concat(lengths), group_concat(id)
FROM (SELECT *, rowid AS id, octet_length(type) || ' ' || octet_length(name) || ' ' || octet_length(tbl_name) || ' ' ||
  coalesce(octet_length(sql), '-') AS lengths FROM sqlite_schema ORDER BY rowid)`,
};

/** Two databases with the same one have the same schema. */
export function keyOfRows(answer: readonly Row[]): string {
  const [text, lengths] = answer[0] ?? [];
  const hash = createHash("sha256").update(`${String(lengths)}\n`);
  if (text instanceof Uint8Array) hash.update(text);
  return hash.digest("base64");
}

/** Null if the answer does not show where each row begins. */
export function catalogRows(answer: readonly Row[]): CatalogRows | null {
  const [text, lengths, ids] = answer[0] ?? [];
  if (text === null) return new Map();
  if (!(text instanceof Uint8Array) || typeof lengths !== "string" || typeof ids !== "string") return null;
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString("latin1");
  const all = lengths.split(",");
  const rows = new Map<string, CatalogRow>();
  let start = 0;
  for (const [n, id] of ids.split(",").entries()) {
    const each = all[n] ?? "";
    let end = start;
    for (const length of each.split(" ")) if (length !== "-") end += Number(length);
    rows.set(id, { lengths: each, bytes: bytes.slice(start, end) });
    start = end;
  }
  return rows.size === all.length && start === bytes.length ? rows : null;
}

/** Whether a row is an object with a statement of its own; an index that belongs to a constraint has none. */
export function hasStatement({ lengths }: CatalogRow): boolean {
  return !lengths.endsWith("-");
}

/** The rows that differ from those of before, or were not there. */
export function differentRows(now: CatalogRows, before: CatalogRows): readonly string[] {
  const different: string[] = [];
  for (const [id, { lengths, bytes }] of now) {
    const was = before.get(id);
    if (was?.lengths !== lengths || was.bytes !== bytes) different.push(id);
  }
  return different;
}
