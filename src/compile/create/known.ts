import type { Scratch } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import type { Span } from "../../problem/problem.ts";
import { mentions } from "../../sql/mentions.ts";
import { declared, isObject } from "../../vocabulary/declaration.ts";
import type { Named } from "../read/name-objects.ts";
import type { Statement } from "./write-objects.ts";

/** The names in the declarations: for suggestions, and to report that something exists but is not exported. */
export interface Known {
  readonly tables: ReadonlyMap<string, KnownTable>;
  /** Consts with an object that is not part of the schema, by its folded name. */
  readonly unexported: ReadonlyMap<string, Unexported>;
}

export interface Unexported {
  /** Of the const. */
  readonly name: string;
  readonly at: Span;
  /** Whether it is exported, by a file that is not among those of the schema. */
  readonly elsewhere: boolean;
}

export interface KnownTable {
  readonly name: string;
  /** Empty if they are not declared, as for a view. */
  readonly columns: readonly string[];
}

export function knownObjects(named: Named): Known {
  const tables = new Map<string, KnownTable>();
  for (const { name, value } of named.objects) {
    const data = value[declared];
    if (data.declare === "index" || data.declare === "trigger") continue;
    const columns =
      data.declare === "table"
        ? data.columns.map((column) => column.name)
        : data.declare === "view"
          ? (data.columns ?? [])
          : Object.keys(value);
    tables.set(fold(name), { name, columns });
  }
  const unexported = [...named.unexported].map(([value, { name, at, module }]) => {
    const elsewhere = [...module.exports.values()].some((each) => each.kind === "local" && each.local === name);
    const own = isObject(value) ? value[declared].name : null;
    return [fold(own ?? name), { name, at, elsewhere }] as const;
  });
  return { tables, unexported: new Map(unexported) };
}

/** The same, from a database in which they have been created. */
export function knownIn(scratch: Scratch): Known {
  const tables = new Map<string, { name: string; columns: string[] }>();
  const rows = scratch.all(
    "SELECT m.name, x.name FROM sqlite_schema AS m LEFT JOIN temp.pragma_table_xinfo(m.name) AS x WHERE m.type = 'table'",
  );
  for (const [name, column] of rows) {
    const table = tables.get(fold(String(name))) ?? { name: String(name), columns: [] };
    if (typeof column === "string") table.columns.push(column);
    tables.set(fold(table.name), table);
  }
  return { tables, unexported: new Map() };
}

/** The columns that a statement could refer to: those of its own table and of everything it mentions. */
export function columnsInReach(statement: Statement, known: Known): readonly string[] {
  const names = mentions(statement.written.sql, { strings: false });
  const columns = [...names].flatMap((name) => known.tables.get(name)?.columns ?? []);
  return [...new Set(columns)];
}
