import type { Scratch } from "../../database/connection.ts";
import type { DeclaredRows } from "../../model/declared-rows.ts";
import { fold, named } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { keyTerms, uniqueKeys } from "../../model/unique-keys.ts";
import type { Problem } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";
import { isOfApplication, type OfApplication } from "../../sql/stand-ins.ts";
import { declarationError } from "../read/declaration-error.ts";
import type { RawRows } from "./raw-rows.ts";

/** The columns that identify rows, in key order: those that are named, or else the primary key. */
export function keyColumns(table: Table, schema: Schema, raw: RawRows, known: OfApplication): readonly string[] {
  const key = uniqueColumns(table, schema, raw);
  const foreign = keyTerms(table, schema, key).find(
    ({ collate }) => collate !== null && isOfApplication({ what: "collation", name: collate }, known),
  );
  if (foreign === undefined) return key;
  throw declarationError(
    "rows-key",
    raw.args[2] ?? raw.at,
    `${table.name}.${foreign.column} is compared by ${foreign.collate}, which only the application has`,
    ["identify the rows by other unique columns: { key: … }"],
    { subject: table.name, label: "not a key that can be compared here" },
  );
}

function uniqueColumns(table: Table, schema: Schema, { key, args, at }: RawRows): readonly string[] {
  const keys = uniqueKeys(table, schema);
  const place = args[2] ?? at;
  if (key.length === 0) {
    if (table.primaryKey !== null) return table.primaryKey.terms.map(({ column }) => properName(table, column));
    throw declarationError(
      "rows-key",
      place,
      `${table.name} has no primary key, so nothing identifies its rows`,
      help(table, keys),
      {
        subject: table.name,
        label: "without a key",
      },
    );
  }
  const columns = key.map((name) => named(table.columns, name)?.name);
  const unknown = key.find((_, n) => columns[n] === undefined);
  if (unknown !== undefined)
    throw declarationError(
      "unknown-column",
      place,
      `\`${table.name}\` has no column \`${unknown}\``,
      help(table, keys),
      {
        subject: table.name,
        label: "named by the key",
      },
    );
  const wanted = new Set(key.map(fold));
  const found = keys.find(
    (each) => each.length === wanted.size && each.every(({ column }) => wanted.has(fold(column))),
  );
  if (found !== undefined) return found.map(({ column }) => properName(table, column));
  throw declarationError(
    "rows-key",
    place,
    `${key.join(", ")} is not unique in ${table.name}: several rows may have the same values`,
    help(table, keys),
    {
      subject: table.name,
      label: "not a key",
    },
  );
}

function properName(table: Table, column: string): string {
  return named(table.columns, column)?.name ?? column;
}

function help(table: Table, keys: ReturnType<typeof uniqueKeys>): readonly string[] {
  if (keys.length === 0) return [`give ${table.name} a primary key, or a unique(…) that identifies its rows`];
  const said = keys.map((key) => `{ key: ${JSON.stringify(key.map(({ column }) => column))} }`);
  return [`what is unique there: ${said.join(" or ")}`];
}

/** How many rows one statement writes. */
const lot = 100;

/** Rows with the same key, including keys that differ only in case in a case-insensitive column. */
export function keyProblems(
  scratch: Scratch,
  table: Table,
  schema: Schema,
  { key, columns, rows }: DeclaredRows,
): readonly Problem[] {
  const terms = keyTerms(table, schema, key);
  const places = key.map((name) => columns.indexOf(name));
  const own = terms.map(({ column, collate }, n) => {
    const type = named(table.columns, column)?.type ?? "";
    return `c${n} ${type}${collate === null ? "" : ` COLLATE ${quoteName(collate)}`}`;
  });
  scratch.exec(`CREATE TABLE keys (n INTEGER PRIMARY KEY, ${own.join(", ")})`);
  for (let from = 0; from < rows.length; from += lot) {
    const lines = rows.slice(from, from + lot).map(({ values }, n) => {
      return `(${[from + n, ...places.map((place) => values[place] ?? "NULL")].join(", ")})`;
    });
    scratch.exec(`INSERT INTO keys VALUES ${lines.join(", ")}`);
  }
  const group = terms.map((_, n) => `c${n}`).join(", ");
  const double = scratch.all(
    `SELECT min(n), max(n) FROM keys GROUP BY ${group} HAVING count(*) > 1 ORDER BY 2 LIMIT 5`,
  );
  return double.flatMap(([a, b]) => {
    const [first, second] = [rows[Number(a)], rows[Number(b)]];
    if (first === undefined || second === undefined) return [];
    const written = places.map((place) => second.values[place]).join(", ");
    const same = places.every((place) => first.values[place] === second.values[place]);
    return declarationError(
      "rows-declared-twice",
      second.at,
      same
        ? `two rows of ${table.name} are declared with the key ${written}`
        : `two rows of ${table.name} have the same key: ${places.map((place) => first.values[place]).join(", ")} and ${written} are equal there`,
      ["keep one of the two, or give one of them another key"],
      { subject: table.name, label: "the second one", also: [{ at: first.at, label: "the first one" }] },
    ).problems;
  });
}
