import type { Query, Row } from "../database/connection.ts";
import { createsVirtual } from "../sql/read-virtual-table.ts";

/** Everything a schema is read from: three queries, one round trip. */
export interface Catalog {
  readonly objects: readonly CatalogObject[];
  /** The shadow tables of virtual tables, as SQLite lists them. */
  readonly shadows: ReadonlySet<string>;
  /** The columns of each ordinary table as the engine sees them. */
  readonly columns: ReadonlyMap<string, readonly EngineColumn[]>;
}

export interface CatalogObject {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

export function isVirtual({ type, sql }: CatalogObject): boolean {
  return type === "table" && createsVirtual(sql);
}

export interface EngineColumn {
  readonly name: string;
  readonly key: number;
  readonly hidden: number;
}

/**
 * Text is read as a blob, because the engine's binding crashes the process on text that is not valid UTF-8. In a UTF-16
 * database the engine converts the text, so nothing invalid is left.
 */
export function bytes(expression: string): string {
  return `CASE ${letter} WHEN '61' THEN CAST(${expression} AS BLOB) ELSE ${expression} END`;
}

/** How the database stores an "a": this reveals its encoding, even if PRAGMA encoding is not available. */
export const letter = "hex(CAST('a' AS BLOB))";

/**
 * The columns of a table are one text, because a row of its own for each is slow to fetch. A name that contains what is
 * between them is not the one that we read in the definition, so its table is not understood.
 */
const between = "\u001f";
const columnsOf = `(SELECT group_concat(name || char(31) || pk || char(31) || hidden, char(31))
            FROM (SELECT name, pk, hidden FROM temp.pragma_table_xinfo(m.name) ORDER BY cid))`;

/** `among` is a condition about the rows of the catalog. */
function objectsQuery(among: string): string {
  return `SELECT type, ${bytes("name")}, ${bytes("tbl_name")}, ${bytes("sql")} FROM sqlite_schema WHERE ${among}sql IS NOT NULL ORDER BY rowid`;
}

function columnsQuery(among: string): string {
  return `SELECT ${bytes("m.name")}, ${bytes(columnsOf)} FROM sqlite_schema AS m
          WHERE ${among}m.type = 'table' AND substr(m.name, 1, 4) <> '_cf_' AND m.sql NOT LIKE 'CREATE VIRTUAL TABLE%'
          ORDER BY m.rowid`;
}

export const shadowsQuery: Query = {
  sql: `SELECT ${bytes("name")} FROM temp.pragma_table_list WHERE schema = 'main' AND type = 'shadow'`,
};

export const catalogQueries: readonly Query[] = [{ sql: objectsQuery("") }, shadowsQuery, { sql: columnsQuery("") }];

/** The objects in these rows of the catalog, and the columns of the tables among them. */
export function queriesOfRows(rowids: readonly string[]): readonly Query[] {
  const among = `rowid IN (${rowids.join(", ")}) AND `;
  return [{ sql: objectsQuery(among) }, { sql: columnsQuery(`m.${among}`) }];
}

export class InvalidText extends Error {}

export function readCatalog([objects = [], shadows = [], columns = []]: readonly (readonly Row[])[]): Catalog {
  const byTable = new Map(columns.map(([table, all]) => [text(table), all == null ? [] : columnsIn(text(all))]));
  return {
    objects: objects.map(([type, name, table, sql]) => ({
      type: text(type) as CatalogObject["type"],
      name: text(name),
      table: text(table),
      sql: text(sql),
    })),
    shadows: new Set(shadows.map(([name]) => text(name))),
    columns: byTable,
  };
}

function columnsIn(all: string): readonly EngineColumn[] {
  const columns: EngineColumn[] = [];
  const parts = all.split(between);
  for (let n = 0; n < parts.length; n += 3)
    columns.push({ name: parts[n] ?? "", key: Number(parts[n + 1]), hidden: Number(parts[n + 2]) });
  return columns;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(value: Row[number] | undefined): string {
  if (typeof value === "string") return value;
  try {
    return decoder.decode(value as Uint8Array);
  } catch {
    throw new InvalidText(`not valid UTF-8: x'${hex((value as Uint8Array).subarray(0, 40))}'`);
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
