import { affinity } from "../../src/model/affinity.ts";
import { sameName } from "../../src/model/names.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { quoteName } from "../../src/sql/quote.ts";
import type { Survival } from "../kit/compare-rows.ts";
import { makeSketch } from "./make.ts";
import { mutate } from "./mutate.ts";
import { constantDefault } from "./pools.ts";
import { Random } from "./random.ts";
import { makeRows, rowidColumn, rowidName, rowSql } from "./rows.ts";
import type { ColumnSketch, Pair, Sketch, TableSketch } from "./sketch.ts";

export interface SeededPair extends Pair {
  readonly edits: readonly string[];
}

/** Two schemas that are some edits apart, and rows for the first. */
export function makePair(seed: number): SeededPair {
  const random = new Random(seed);
  const before = makeSketch(random, random.chance(0.3) ? 4 : 2);
  const orphans = seed % 4 === 1;
  const rows = makeRows(before, random, orphans);
  const { sketch: after, edits } = mutate(before, random, 1 + random.below(random.chance(0.2) ? 12 : 4));
  return { before, after, rows, edits, filled: seed % 3 === 0, orphans };
}

export function rowsSql(pair: Pair): string[] {
  return pair.rows.flatMap((row) => rowSql(pair.before, row));
}

/** Each table of the second schema with the one that it was in the first. */
function survivors(pair: Pair): [TableSketch, TableSketch][] {
  return pair.after.tables.flatMap((to) => {
    const from = pair.before.tables.find(({ id }) => id === to.id);
    return from ? [[from, to] as [TableSketch, TableSketch]] : [];
  });
}

/** The decisions that the plan needs: which name became which, and what fills the gaps. */
export function decisionsFor(pair: Pair): Decision[] {
  const out: Decision[] = [];
  for (const [from, to] of survivors(pair)) {
    if (!sameName(from.name, to.name)) out.push({ kind: "rename-table", from: from.name, to: to.name });
    for (const column of to.columns) {
      const old = from.columns.find(({ id }) => id === column.id);
      if (old && !sameName(old.name, column.name)) {
        out.push({ kind: "rename-column", table: to.name, from: old.name, to: column.name });
      }
      const fill = fillFor(pair, from, to, old, column);
      if (fill !== null)
        out.push({ kind: "fill", table: to.name, column: column.name, sql: fill(quoteName(column.name)) });
    }
  }
  return out;
}

/** An expression, given the name of the column. */
type Fill = (own: string) => string;

/** The fills that a user may choose: convert a value, keep it, or replace it. */
const fills: readonly Fill[] = [
  (own) => own,
  (own) => `CAST(${own} AS TEXT)`,
  (own) => `CAST(${own} AS INTEGER)`,
  (own) => `CAST(${own} AS REAL)`,
  (own) => `printf('%05d', ${own})`,
  (own) => `${own} || 'ft'`,
  (own) => `coalesce(${own}, 1)`,
  (own) => `CASE WHEN ${own} > 5 THEN ${own} ELSE '007' END`,
  (own) => `typeof(${own})`,
  () => "'5ft'",
  () => "7",
  () => "1.5",
  () => "NULL",
];

/** Only if it does something: one without an effect is refused. */
function fillFor(
  pair: Pair,
  from: TableSketch,
  to: TableSketch,
  old: ColumnSketch | undefined,
  column: ColumnSketch,
): Fill | null {
  if (column.generated) return null;
  const random = new Random(column.id * 7);
  const retyped = old !== undefined && affinity(old.type) !== affinity(column.type);
  const becomes = old !== undefined && !old.notNull && !!column.notNull;
  if (pair.filled && (retyped || old === undefined || becomes) && random.chance(0.7))
    return random.pick(old === undefined ? fills.filter((fill) => fill("") === fill("x")) : fills);
  const needed = neededFill(from, to, old, column);
  return needed === null ? null : () => needed;
}

/** Where rows cannot exist without it. */
function neededFill(
  from: TableSketch,
  to: TableSketch,
  old: ColumnSketch | undefined,
  column: ColumnSketch,
): string | null {
  if (!isNotNull(to, column)) return null;
  const value = constantDefault(new Random(column.id), column.type, to.strict);
  const constant = /NULL/.test(value) ? "0" : value;
  if (!old) return column.default === null || /^\(? ?NULL/.test(column.default) ? constant : null;
  return isNotNull(from, old) || old.generated ? null : constant;
}

function isNotNull(table: TableSketch, column: ColumnSketch): boolean {
  return !!column.notNull || (table.withoutRowid && !!table.key?.terms.some((term) => term.column === column.id));
}

/** The values that must be there afterwards. */
export function survivalsOf(pair: Pair): Survival[] {
  return survivors(pair).map(([from, to]) => {
    const columns = to.columns.flatMap((column) => {
      const old = from.columns.find(({ id }) => id === column.id);
      const fill = column.generated ? null : fillFor(pair, from, to, old, column);
      const same = old !== undefined && affinity(old.type) === affinity(column.type);
      if (old?.generated && fill !== null) return [];
      if (old && fill !== null && pair.filled) {
        const own = `o.${quoteName(old.name)}`;
        const sql = same ? `coalesce(${own}, ${fill(own)})` : `(${fill(own)})`;
        return [{ from: old.name, sql, to: column.name, type: column.type }];
      }
      if (!old || column.generated || fill !== null) return [];
      return [{ from: old.name, to: column.name, type: column.type }];
    });
    return { from: from.name, to: to.name, columns, rowid: keptRowid(from, to), strict: to.strict };
  });
}

function keptRowid(from: TableSketch, to: TableSketch): Survival["rowid"] {
  if (from.withoutRowid || to.withoutRowid) return null;
  const [was, is] = [rowidColumn(from), rowidColumn(to)];
  if (is !== null && was !== is) return null;
  const names = { from: rowidName(from), to: rowidName(to) };
  return names.from && names.to ? { from: names.from, to: names.to } : null;
}

export interface Readable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rowid: string | null;
}

export function readables(sketch: Sketch): Readable[] {
  return sketch.tables.map((table) => ({
    name: table.name,
    columns: table.columns.map(({ name }) => name),
    rowid: table.withoutRowid ? null : rowidName(table),
  }));
}

/** Fills a fresh database of the second schema with the rows of a file attached as `done`. */
export function refill(sketch: Sketch): string[] {
  return sketch.tables.map((table) => {
    const rowid = table.withoutRowid || rowidColumn(table) !== null ? null : rowidName(table);
    const columns = table.columns.filter(({ generated }) => !generated).map(({ name }) => quoteName(name));
    const list = [...(rowid ? [rowid] : []), ...columns].join(", ");
    const name = quoteName(table.name);
    return `INSERT OR ABORT INTO main.${name} (${list}) SELECT ${list} FROM done.${name}`;
  });
}
