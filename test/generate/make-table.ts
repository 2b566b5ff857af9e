import type { Action, Conflict } from "../../src/model/schema.ts";
import { freshName } from "./names.ts";
import { collations, kindOf, looseTypes, someCheck, someDefault, someExpression, strictTypes } from "./pools.ts";
import type { Random } from "./random.ts";
import type { CheckSketch, ColumnSketch, ForeignKeySketch, KeySketch, TableSketch, TermSketch } from "./sketch.ts";

export interface Make {
  readonly random: Random;
  readonly id: () => number;
}

const conflicts: Conflict[] = ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"];
const actions: Action[] = ["SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT", "NO ACTION"];

export function someConflict(random: Random): Conflict | null {
  return random.chance(0.15) ? random.pick(conflicts) : null;
}

function constraintName(random: Random): string | null {
  return random.chance(0.2) ? freshName(random, []) : null;
}

export function makeColumn({ random, id }: Make, table: Pick<TableSketch, "strict" | "columns">): ColumnSketch {
  const type = random.pick(table.strict ? strictTypes : looseTypes);
  return {
    id: id(),
    name: freshName(
      random,
      table.columns.map(({ name }) => name),
    ),
    type,
    notNull: random.chance(0.35) ? { name: constraintName(random), conflict: someConflict(random) } : null,
    default: random.chance(0.35) ? someDefault(random, type, table.strict) : null,
    collate: random.chance(0.15) ? random.pick(collations) : null,
    generated: null,
  };
}

export function makeTable(make: Make, taken: readonly string[]): TableSketch {
  const { random } = make;
  const table: TableSketch = {
    id: make.id(),
    name: freshName(random, taken),
    columns: [],
    key: null,
    uniques: [],
    checks: [],
    foreignKeys: [],
    strict: random.chance(0.3),
    withoutRowid: false,
  };
  const count = 1 + random.below(random.chance(0.1) ? 14 : 6);
  for (let i = 0; i < count; i++) table.columns.push(makeColumn(make, table));
  if (random.chance(0.8)) giveKey(make, table);
  for (let i = random.below(3); i > 0; i--) giveGenerated(make, table, 0.3);
  if (random.chance(0.3)) giveUnique(make, table);
  for (let i = random.below(3); i > 0; i--) table.checks.push(makeCheck(make, table));
  return table;
}

export function giveKey({ random }: Make, table: TableSketch): void {
  const columns = table.columns.filter(({ generated }) => !generated);
  if (random.chance(0.55)) {
    const column = random.pick(columns);
    column.type = random.chance(0.3) && !table.strict ? "integer" : "INTEGER";
    column.default = null;
    column.collate = null;
    const descending = random.chance(0.05);
    table.key = {
      name: constraintName(random),
      terms: [{ column: column.id, collate: null, descending }],
      conflict: someConflict(random),
      autoincrement: !descending && random.chance(0.35),
      onColumn: descending || random.chance(0.5),
    };
    if (table.key.autoincrement) table.key.onColumn = true;
    else table.withoutRowid = random.chance(0.1);
    return;
  }
  const count = Math.min(columns.length, 1 + random.below(3));
  table.key = {
    name: constraintName(random),
    terms: terms(random, random.some(columns, count)),
    conflict: someConflict(random),
    autoincrement: false,
    onColumn: false,
  };
  table.withoutRowid = random.chance(0.5);
}

function terms(random: Random, columns: readonly ColumnSketch[]): TermSketch[] {
  return columns.map(({ id }) => ({
    column: id,
    collate: random.chance(0.1) ? random.pick(["NOCASE", "RTRIM", "BINARY"]) : null,
    descending: random.chance(0.15),
  }));
}

export function giveGenerated(make: Make, table: TableSketch, probability = 1): void {
  const { random } = make;
  const plain = table.columns.filter(({ generated }) => !generated);
  if (!random.chance(probability)) return;
  const column = makeColumn(make, table);
  const stored = random.chance(0.4);
  const expr = someExpression(random, random.pick(plain).id, random.pick(plain).id);
  // A strict type would refuse what the expression returns.
  const type = table.strict ? "ANY" : column.type;
  const generated = { ...column, type, notNull: null, default: null, generated: { expr, stored } };
  table.columns.splice(random.below(table.columns.length + 1), 0, generated);
}

export function giveUnique({ random, id }: Make, table: TableSketch): void {
  const count = Math.min(table.columns.length, 1 + random.below(2));
  const chosen = terms(random, random.some(table.columns, count));
  const key = (list: readonly TermSketch[]) => list.map(({ column }) => column).join();
  const taken = [...table.uniques.map((unique) => key(unique.terms)), table.key ? key(table.key.terms) : ""];
  if (taken.includes(key(chosen))) return;
  table.uniques.push({ id: id(), name: constraintName(random), terms: chosen, conflict: someConflict(random) });
}

export function makeCheck({ random, id }: Make, table: TableSketch): CheckSketch {
  const expr = someCheck(random, random.pick(table.columns).id, random.pick(table.columns).id);
  return { id: id(), name: constraintName(random), expr };
}

/** To a parent's key, or to one of its UNIQUE constraints, if the parent has one that a foreign key can use. */
export function giveForeignKey({ random, id }: Make, table: TableSketch, parent: TableSketch): void {
  const options = [parent.key, ...parent.uniques]
    .filter((key): key is KeySketch => key !== null && key.terms.every((term) => fits(parent, term)))
    .map(({ terms }) => terms.map(({ column }) => column));
  const references = random.any(options);
  if (!references) return;
  const free = table.columns.filter(({ generated }) => !generated);
  const columns: number[] = [];
  for (const number of references) {
    const wanted = parent.columns.find((column) => column.id === number) as ColumnSketch;
    const kind = kindOf(wanted.type, parent.strict);
    const column = random.any(
      free.filter((c) => !columns.includes(c.id) && (kindOf(c.type, table.strict) === kind || !table.strict)),
    );
    if (!column) return;
    columns.push(column.id);
  }
  table.foreignKeys.push({
    id: id(),
    name: constraintName(random),
    columns,
    table: parent.id,
    references,
    onDelete: random.chance(0.5) ? random.pick(actions) : "NO ACTION",
    onUpdate: random.chance(0.2) ? random.pick(actions) : "NO ACTION",
    match: random.chance(0.05) ? random.pick(["SIMPLE", "FULL", "PARTIAL"]) : null,
    deferrable: random.chance(0.2)
      ? random.pick(["DEFERRABLE INITIALLY DEFERRED", "NOT DEFERRABLE", "DEFERRABLE INITIALLY IMMEDIATE", "DEFERRABLE"])
      : null,
  } satisfies ForeignKeySketch);
}

/** SQLite requires the collation of the key to be that of the column. */
function fits(parent: TableSketch, term: TermSketch): boolean {
  const column = parent.columns.find(({ id }) => id === term.column);
  return term.collate === null || term.collate === (column?.collate ?? "BINARY");
}
