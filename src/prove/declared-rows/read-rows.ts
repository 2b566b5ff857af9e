import type { Snapshot } from "../../database/connection.ts";
import { askEncoding } from "../../introspect/profile.ts";
import { asText } from "../../database/values.ts";
import type { RowsDifference } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { among, keyPlaces } from "../../planner/declared-rows/compare.ts";
import type { Item } from "../../plan/plan.ts";
import type { RowsPlanned } from "../../planner/declared-rows/plan-rows.ts";
import type { RowCheck } from "../../planner/declared-rows/steps.ts";
import type { Pairs } from "../../planner/pair/pair-tables.ts";
import type { TablePair } from "../../planner/pair/table-pair.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { askStored, literalOf, readStored } from "../../sql/value.ts";

/** Rows of a live table, each value as SQL. */
export interface CopiedRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table up to this size is copied completely, so that the proof finds any conflict with its rows. */
const whole = 20_000;

/**
 * The live rows that a plan for declared rows affects: those of the tables that it writes (for a large table, the rows
 * with the keys of those that it writes, and of others that a check counts with them), and the parents that they refer to.
 */
export async function readRows(
  snapshot: Snapshot,
  target: Schema,
  pairs: Pairs,
  { tables, differences, checks, isQuiet }: RowsPlanned,
): Promise<{ readonly copied: readonly CopiedRows[]; readonly left: ReadonlySet<Item> }> {
  const [encoding] = await snapshot.read([askEncoding]);
  const read = (table: Table, condition: string) => readTable(snapshot, table, condition, String(encoding?.[0]?.[0]));
  const copied: CopiedRows[] = [];
  const left = new Set<Item>();
  const complete = new Set<string>();
  for (const name of tables) {
    const pair = pairs.of(name);
    if (pair === undefined) continue;
    const [count] = await snapshot.read([{ sql: `SELECT count(*) FROM ${quoteName(pair.live.name)}` }]);
    if (Number(count?.[0]?.[0]) <= whole) {
      copied.push(await read(pair.live, "1"));
      complete.add(name);
      continue;
    }
    const difference = differences.find(({ rows }) => sameName(rows.table, name));
    const own = checks.filter(({ table }) => sameName(table, name));
    if (difference === undefined) for (const { item } of own) left.add(item);
    if (difference === undefined) continue;
    const some = isQuiet ? partOf(difference, own) : { members: difference.rows.rows.keys(), others: [] };
    for (const { item } of some.others) left.add(item);
    copied.push(await read(pair.live, keyed(pair, difference, some.members)));
  }
  for (const difference of differences)
    for (const { parent, condition } of parentsOf(target, pairs, difference))
      if (!complete.has(parent.name)) copied.push(await read(parent.live, condition));
  return { copied, left };
}

interface Part {
  /** The declared rows that are written, and those that are counted together with them, by their places in the list. */
  readonly members: Iterable<number>;
  /** The checks that count none of them, or all rows of the table. */
  readonly others: readonly RowCheck[];
}

function partOf({ missing, changed }: RowsDifference, checks: readonly RowCheck[]): Part {
  const written = new Set([...missing, ...changed.map(({ row }) => row)]);
  const isAbout = ({ members }: RowCheck) => members?.some((member) => written.has(member)) === true;
  return {
    members: checks.filter(isAbout).flatMap(({ members }) => members ?? []),
    others: checks.filter((each) => !isAbout(each)),
  };
}

function keyed(pair: TablePair, { rows, extra, changed }: RowsDifference, members: Iterable<number>): string {
  const places = keyPlaces(rows);
  const columns = rows.key.map((name) => named(pair.columns, name)?.live ?? null);
  if (columns.includes(null)) return "1";
  const declared = [...members].map((member) => rows.rows[member]?.values ?? []);
  const keys = [...declared, ...extra, ...changed.map(({ live }) => live)].map((values) =>
    places.map((place) => values[place] ?? "NULL"),
  );
  return among(
    columns.map((column) => qualified(pair.live.name, column ?? "")),
    keys,
  );
}

/** The rows of other tables that declared rows refer to. */
function parentsOf(
  target: Schema,
  pairs: Pairs,
  { rows, missing, changed }: RowsDifference,
): readonly { readonly parent: TablePair; readonly condition: string }[] {
  const table = named(target.tables, rows.table);
  const written = [...missing, ...changed.map(({ row }) => row)];
  return (table?.foreignKeys ?? []).flatMap(({ table: to, columns, references }) => {
    const parent = pairs.of(to);
    const places = columns.map((column) => rows.columns.findIndex((each) => sameName(each, column)));
    const keys = references.map((column) => parent && named(parent.columns, column)?.live);
    if (parent === undefined || places.includes(-1) || keys.length === 0 || keys.some((key) => key == null)) return [];
    const values = written
      .map((row) => places.map((place) => rows.rows[row]?.values[place] ?? "NULL"))
      .filter((key) => !key.includes("NULL"));
    if (values.length === 0) return [];
    return [
      {
        parent,
        condition: among(
          keys.map((key) => qualified(parent.live.name, key ?? "")),
          values,
        ),
      },
    ];
  });
}

async function readTable(snapshot: Snapshot, table: Table, condition: string, encoding: string): Promise<CopiedRows> {
  const columns = table.columns.filter(({ generated }) => generated === null).map(({ name }) => name);
  const asked = columns.map((name) => askStored(qualified(table.name, name)));
  const [rows = []] = await snapshot.read([
    { sql: `SELECT ${asked.join(", ")} FROM ${quoteName(table.name)} WHERE ${condition}` },
  ]);
  return {
    table: table.name,
    columns,
    rows: rows.map((row) => columns.map((_, n) => literalOf(readStored(row, n, (value) => asText(value, encoding))))),
  };
}
