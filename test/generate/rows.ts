import { openScratch } from "../../src/database/scratch.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { createIn } from "./engine.ts";
import { valueFor } from "./pools.ts";
import type { Random } from "./random.ts";
import { namesOf, type RowSketch, type Sketch, type TableSketch } from "./sketch.ts";
import { spell } from "./spell.ts";

/**
 * Rows that the schema accepts, with triggers and foreign keys on, unless `orphans` may be among them; parents come
 * first if that is possible.
 */
export function makeRows(sketch: Sketch, random: Random, orphans: boolean, each = 8): RowSketch[] {
  const scratch = openScratch();
  createIn(scratch, spell(sketch));
  scratch.exec(`PRAGMA foreign_keys = ${orphans ? "OFF" : "ON"}`);
  const rows: RowSketch[] = [];
  for (const table of parentsFirst(sketch)) {
    const count = random.chance(0.1) ? 0 : 1 + random.below(each);
    for (let i = 0; i < count; i++) {
      const row = makeRow(sketch, random, table, orphans);
      if (runs(scratch, sketch, row)) rows.push(row);
    }
  }
  scratch.close();
  return rows;
}

function runs(scratch: { exec(sql: string): void }, sketch: Sketch, row: RowSketch): boolean {
  try {
    for (const statement of rowSql(sketch, row)) scratch.exec(statement);
    return true;
  } catch {
    return false;
  }
}

/** Which of these rows the engine accepts: fewer once a schema has shrunk. */
export function rowsThatFit(sketch: Sketch, rows: readonly RowSketch[], orphans: boolean): RowSketch[] {
  const scratch = openScratch();
  createIn(scratch, spell(sketch));
  scratch.exec(`PRAGMA foreign_keys = ${orphans ? "OFF" : "ON"}`);
  const fit = rows.filter((row) => sketch.tables.some(({ id }) => id === row.table) && runs(scratch, sketch, row));
  scratch.close();
  return fit;
}

function makeRow(sketch: Sketch, random: Random, table: TableSketch, orphans: boolean): RowSketch {
  const names = namesOf(sketch);
  const values: RowSketch["values"] = [];
  for (const column of table.columns) {
    if (column.generated || (column.default !== null && random.chance(0.4))) continue;
    const isRowid = rowidColumn(table) === column.id;
    if (isRowid && random.chance(0.6)) continue;
    const foreign = table.foreignKeys.find(({ columns }) => columns.includes(column.id));
    if (foreign && orphans && random.chance(0.4)) values.push([column.id, valueFor(random, column.type, table.strict)]);
    else if (foreign) {
      const parent = names.get(foreign.table);
      const target = names.get(foreign.references[foreign.columns.indexOf(column.id)] as number);
      if (parent === undefined || target === undefined) throw new Error("a foreign key to nothing");
      // The same offset for each column of a composite key: a row that is really there.
      const offset = values.length === 0 ? random.below(4) : 0;
      const from = `(SELECT ${quoteName(target)} FROM ${quoteName(parent)} ORDER BY 1 LIMIT 1 OFFSET ${offset})`;
      values.push([column.id, random.chance(0.8) ? from : "NULL"]);
    } else if (isRowid)
      values.push([column.id, String(random.pick([random.below(50), 100 + random.below(1000), 7_000_000_000]))]);
    else if (!column.notNull && random.chance(0.2)) values.push([column.id, "NULL"]);
    else values.push([column.id, valueFor(random, column.type, table.strict)]);
  }
  const rowid =
    !table.withoutRowid && rowidColumn(table) === null && rowidName(table) && random.chance(0.3)
      ? String(random.below(5000))
      : null;
  return { table: table.id, rowid, values, gone: random.chance(0.12) };
}

export function rowSql(sketch: Sketch, row: RowSketch): string[] {
  const table = sketch.tables.find(({ id }) => id === row.table);
  if (!table) return [];
  const values = row.values.filter(([id]) => table.columns.some((column) => column.id === id && !column.generated));
  const names = values.map(([id]) => quoteName(table.columns.find((column) => column.id === id)?.name ?? ""));
  const rowidAlias = rowidName(table);
  const withRowid = row.rowid !== null && rowidAlias !== null && !table.withoutRowid && rowidColumn(table) === null;
  const columns = withRowid ? [rowidAlias, ...names] : names;
  const list = withRowid ? [row.rowid, ...values.map(([, sql]) => sql)] : values.map(([, sql]) => sql);
  const into = quoteName(table.name);
  const insert =
    columns.length === 0
      ? `INSERT INTO ${into} DEFAULT VALUES`
      : `INSERT OR ABORT INTO ${into} (${columns.join(", ")}) VALUES (${list.join(", ")})`;
  if (!row.gone || table.withoutRowid || rowidAlias === null) return [insert];
  return [insert, `DELETE FROM ${into} WHERE ${rowidAlias} = (SELECT max(${rowidAlias}) FROM ${into})`];
}

/** The column that is the rowid; null if there is none. */
export function rowidColumn(table: TableSketch): number | null {
  const { key } = table;
  const [first, second] = key?.terms ?? [];
  if (!key || !first || second || table.withoutRowid) return null;
  const column = table.columns.find(({ id }) => id === first.column);
  return column && /^integer$/i.test(column.type) && !(first.descending && key.onColumn) ? column.id : null;
}

/** A name that means the rowid; null if columns have taken all three. */
export function rowidName(table: TableSketch): string | null {
  const taken = table.columns.map(({ name }) => name.toLowerCase());
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.includes(name)) ?? null;
}

function parentsFirst(sketch: Sketch): TableSketch[] {
  const out: TableSketch[] = [];
  const visit = (table: TableSketch, path: readonly number[]): void => {
    if (out.includes(table) || path.includes(table.id)) return;
    for (const key of table.foreignKeys) {
      const parent = sketch.tables.find(({ id }) => id === key.table);
      if (parent) visit(parent, [...path, table.id]);
    }
    out.push(table);
  };
  for (const table of sketch.tables) visit(table, []);
  return out;
}
