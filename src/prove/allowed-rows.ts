import { EngineError, type Scratch } from "../database/connection.ts";
import { affinity } from "../model/affinity.ts";
import { fold, named, sameName } from "../model/names.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import { uniqueKeys } from "../model/unique-keys.ts";
import { mentions } from "../sql/mentions.ts";
import { nameList, quoteName } from "../sql/quote.ts";
import { tokenize } from "../sql/tokens.ts";
import { valuesOfEveryKind } from "./typical-rows.ts";

/** Rows that a table's constraints allow but that its author did not think of. */
export interface Awkward {
  readonly table: string;
  /** Null for each column in turn. */
  readonly column: string | null;
  /** One value, as SQL; null for every value that the table accepts. */
  readonly value: string | null;
}

export interface Filled {
  readonly rows: number;
  /** Tables for which no row was found that their constraints allow. */
  readonly rowless: readonly string[];
}

/**
 * Fills an empty database with rows that its own constraints allow: a few plain ones in each table and, if one column
 * is to be awkward, values of every kind in that column. Foreign keys are off, because that is how orphans arise.
 */
export function fillAllowed(scratch: Scratch, schema: Schema, awkward: Awkward | null): Filled {
  let rows = 0;
  const rowless: string[] = [];
  for (const table of schema.tables) {
    const good = goodRow(scratch, schema, table);
    if (good === null) {
      rowless.push(table.name);
      continue;
    }
    rows += 1;
    if (insert(scratch, table, { ...good, ...fresh(schema, table, 1) })) rows += 1;
    if (awkward === null || !sameName(awkward.table, table.name)) continue;
    const columns = awkward.column === null ? writable(table).map(({ name }) => name) : [awkward.column];
    const tried = columns.flatMap((column) =>
      (awkward.value === null ? valuesFor(table, column) : [awkward.value, awkward.value]).map((value) => ({
        column,
        value,
      })),
    );
    for (const [n, { column, value }] of tried.entries()) {
      const row = { ...good, ...fresh(schema, table, n + 2) };
      // Only the awkward column has duplicates, so that a repair of another column does not remove these rows.
      const apart = { ...row, ...textsApart(table, n + 2), [column]: value };
      if (insert(scratch, table, apart) || insert(scratch, table, { ...row, [column]: value })) rows += 1;
    }
  }
  return { rows, rowless };
}

type Values = Readonly<Record<string, string>>;

/** Values for columns of a table, as SQL; only columns that are not generated. */
export function writable({ columns }: Table): readonly Column[] {
  return columns.filter(({ generated }) => generated === null);
}

/** A first row that the table accepts, with a value in each column; null if none was found. */
function goodRow(scratch: Scratch, schema: Schema, table: Table): Values | null {
  const checked = new Set(table.checks.flatMap(({ expr }) => [...mentions(expr.text)]));
  const columns = writable(table);
  const choices = columns.map((column) => {
    const plain = plainValues(column, table);
    return checked.has(fold(column.name)) ? [...literalsFor(table, column.name), ...plain] : plain;
  });
  const most = 400;
  for (let attempt = 0, size = 1; attempt < most; attempt += 1) {
    size = 1;
    const row = Object.fromEntries(
      columns.map(({ name }, n) => {
        const list = choices[n] ?? [];
        const value = list[Math.floor(attempt / size) % Math.max(1, list.length)] ?? "NULL";
        size *= Math.max(1, list.length);
        return [name, value];
      }),
    );
    if (insert(scratch, table, { ...row, ...(attempt === 0 ? fresh(schema, table, 0) : {}) })) return row;
    if (attempt + 1 >= size) break;
  }
  return null;
}

function plainValues(column: Column, table: Table): readonly string[] {
  const kind = table.strict ? fold(column.type) : affinity(column.type);
  switch (kind) {
    case "TEXT":
    case "text":
      return ["'abc'", "'2026-01-31'", "'{}'"];
    case "BLOB":
    case "blob":
      return column.type === "" ? ["'abc'", "1"] : ["x'37'", "'abc'"];
    case "REAL":
    case "real":
      return ["1.5", "0.5"];
    default:
      return ["1", "0", "100"];
  }
}

/** A CHECK most likely accepts the values that it compares with; for numbers, the neighbours are tried as well. */
function literalsFor({ checks, columns }: Table, column: string): readonly string[] {
  const texts = checks.flatMap(({ expr }) => (mentions(expr.text).has(fold(column)) ? [expr.text] : []));
  const said = named(columns, column)?.default?.text;
  const literals = texts.flatMap((text) =>
    tokenize(text).flatMap(({ kind, text: literal }) => {
      if (kind === "string") return [literal];
      if (kind !== "number" || !Number.isSafeInteger(Number(literal))) return [];
      return [Number(literal), Number(literal) + 1, Number(literal) - 1].map(String);
    }),
  );
  return [...new Set([...(said === undefined ? [] : [said]), ...literals])];
}

/** Every value that is worth trying in a column. */
export function valuesFor(table: Table, column: string): readonly string[] {
  // Twice each: if nothing forbids duplicates, there are some.
  return [...valuesOfEveryKind, ...literalsFor(table, column)].flatMap((value) => [value, value]);
}

/** Values for the columns that distinguish rows, so that they keep no awkward row out. */
function fresh(schema: Schema, table: Table, n: number): Values {
  const columns = uniqueKeys(table, schema).flatMap((key) => key.map(({ column }) => column));
  const expressions = schema.indexes.filter((index) => index.unique && sameName(index.table, table.name));
  const named = expressions.flatMap(({ terms }) => terms.flatMap(({ expr }) => [...mentions(expr?.text ?? "")]));
  const wanted = new Set([...columns.map(fold), ...named]);
  return Object.fromEntries(
    writable(table)
      .filter(({ name }) => wanted.has(fold(name)))
      .map(({ name, type }) => {
        const text = affinity(type) === "TEXT" || (affinity(type) === "BLOB" && type === "");
        return [name, text ? `'row ${n}'` : affinity(type) === "BLOB" ? `CAST('row ${n}' AS BLOB)` : String(n + 1)];
      }),
  );
}

/** Texts that no constraint mentions, different ones in each row. */
function textsApart(table: Table, n: number): Values {
  const { checks, foreignKeys } = table;
  const bound = new Set([
    ...checks.flatMap(({ expr }) => [...mentions(expr.text)]),
    ...foreignKeys.flatMap(({ columns }) => columns.map(fold)),
  ]);
  const free = writable(table).filter(({ name, type }) => affinity(type) === "TEXT" && !bound.has(fold(name)));
  return Object.fromEntries(free.map(({ name }) => [name, `'row ${n}'`]));
}

function insert(scratch: Scratch, { name }: Table, row: Values): boolean {
  const columns = Object.keys(row);
  try {
    scratch.exec(`INSERT INTO ${quoteName(name)} (${nameList(columns)}) VALUES (${Object.values(row).join(", ")})`);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}
