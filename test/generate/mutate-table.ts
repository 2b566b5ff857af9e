import { drop } from "./drop.ts";
import {
  giveForeignKey,
  giveGenerated,
  giveKey,
  giveUnique,
  type Make,
  makeCheck,
  makeColumn,
  someConflict,
} from "./make-table.ts";
import { freshName } from "./names.ts";
import { collations, constantDefault, looseTypes, someDefault, someExpression, strictTypes } from "./pools.ts";
import type { ColumnSketch, Sketch, TableSketch } from "./sketch.ts";

type TableEdit = (make: Make, sketch: Sketch, table: TableSketch, column: ColumnSketch) => void;

const edits: Record<string, TableEdit> = {
  "add column": (make, _sketch, table) => {
    const column = makeColumn(make, table);
    const place = make.random.chance(0.6) ? table.columns.length : make.random.below(table.columns.length + 1);
    table.columns.splice(place, 0, column);
  },
  "add column that needs no thought": (make, _sketch, table) => {
    table.columns.push({ ...makeColumn(make, table), notNull: null, default: null });
  },
  "add column with default": (make, _sketch, table) => {
    const column = makeColumn(make, table);
    const value = constantDefault(make.random, column.type, table.strict);
    table.columns.push({ ...column, default: value, notNull: value === "NULL" ? null : column.notNull });
  },
  "add generated column": (make, _sketch, table) => giveGenerated(make, table),
  "drop column": (_make, sketch, table, column) => {
    if (table.columns.length > 1) drop(sketch, column.id);
  },
  "rename column": ({ random }, _sketch, table, column) => {
    column.name = freshName(
      random,
      table.columns.map(({ name }) => name),
    );
  },
  "change the case of a column": (_make, _sketch, _table, column) => {
    const upper = column.name.toUpperCase();
    column.name = column.name === upper ? column.name.toLowerCase() : upper;
  },
  "swap columns": ({ random }, _sketch, table) => {
    const [a, b] = random.some(table.columns, 2);
    if (a && b) [a.name, b.name] = [b.name, a.name];
  },
  "reorder columns": ({ random }, _sketch, table) => {
    table.columns = random.shuffle(table.columns);
  },
  "change type": ({ random }, _sketch, table, column) => {
    // No other type could be right for a generated column in a STRICT table.
    if (!(table.strict && column.generated)) column.type = random.pick(table.strict ? strictTypes : looseTypes);
  },
  "change type, same affinity": (_make, _sketch, table, column) => {
    if (table.strict) return;
    const same: Record<string, string> = {
      TEXT: "VARCHAR(30)",
      INTEGER: "BIGINT",
      REAL: "DOUBLE",
      "VARCHAR(20)": "VARCHAR(30)",
    };
    column.type = same[column.type] ?? column.type;
  },
  "not null": ({ random }, _sketch, _table, column) => {
    if (!column.generated) column.notNull = column.notNull ? null : { name: null, conflict: someConflict(random) };
  },
  default: ({ random }, _sketch, table, column) => {
    if (column.generated) return;
    column.default = column.default && random.chance(0.4) ? null : someDefault(random, column.type, table.strict);
  },
  collation: ({ random }, _sketch, _table, column) => {
    column.collate = column.collate ? null : random.pick(collations);
  },
  "add check": (make, _sketch, table) => {
    table.checks.push(makeCheck(make, table));
  },
  "drop check": ({ random }, _sketch, table) => {
    table.checks.splice(random.below(table.checks.length || 1), 1);
  },
  "name check": ({ random }, _sketch, table) => {
    const check = random.any(table.checks);
    if (check) check.name = check.name ? null : freshName(random, []);
  },
  "add unique": (make, _sketch, table) => giveUnique(make, table),
  "drop unique": ({ random }, sketch, table) => {
    const unique = random.any(table.uniques);
    if (!unique) return;
    table.uniques = table.uniques.filter((each) => each !== unique);
    const columns = unique.terms.map(({ column }) => column).join();
    for (const other of sketch.tables) {
      other.foreignKeys = other.foreignKeys.filter((key) => key.references.join() !== columns);
    }
  },
  "add foreign key": (make, sketch, table) => giveForeignKey(make, table, make.random.pick(sketch.tables)),
  "drop foreign key": ({ random }, _sketch, table) => {
    table.foreignKeys.splice(random.below(table.foreignKeys.length || 1), 1);
  },
  "change foreign key": ({ random }, _sketch, table) => {
    const key = random.any(table.foreignKeys);
    if (!key) return;
    key.onDelete = random.pick(["SET NULL", "CASCADE", "RESTRICT", "NO ACTION"]);
    if (random.chance(0.3)) key.deferrable = key.deferrable ? null : "DEFERRABLE INITIALLY DEFERRED";
  },
  "add or change key": (make, sketch, table) => {
    loseKey(sketch, table);
    giveKey(make, table);
  },
  "drop key": (_make, sketch, table) => loseKey(sketch, table),
  "turn key around": ({ random }, sketch, table) => {
    const { key } = table;
    if (!key || key.terms.length < 2) return;
    loseKey(sketch, table, table.withoutRowid);
    table.key = { ...key, terms: random.shuffle(key.terms) };
  },
  autoincrement: (_make, _sketch, table) => {
    const { key } = table;
    if (key?.terms.length !== 1 || table.withoutRowid || key.terms[0]?.descending) return;
    table.key = { ...key, autoincrement: !key.autoincrement, onColumn: true };
  },
  strict: ({ random }, _sketch, table) => {
    table.strict = !table.strict;
    if (!table.strict) return;
    for (const column of table.columns) {
      if (!strictTypes.includes(column.type.toUpperCase()))
        column.type = column.generated ? "ANY" : random.pick(strictTypes);
    }
  },
  "without rowid": (_make, _sketch, table) => {
    if (table.key && !table.key.autoincrement) table.withoutRowid = !table.withoutRowid;
  },
  "stored or virtual": (_make, _sketch, _table, column) => {
    if (column.generated) column.generated.stored = !column.generated.stored;
  },
  "generated expression": ({ random }, _sketch, table, column) => {
    const plain = table.columns.filter(({ generated }) => !generated);
    if (column.generated) column.generated.expr = someExpression(random, random.pick(plain).id, random.pick(plain).id);
  },
  "generated to plain": (_make, _sketch, _table, column) => {
    column.generated = null;
  },
};

/** Foreign keys that relied on it go too: SQLite would call them a mismatch. */
function loseKey(sketch: Sketch, table: TableSketch, withoutRowid = false): void {
  const columns = table.key?.terms.map(({ column }) => column).join();
  table.key = null;
  table.withoutRowid = withoutRowid;
  for (const other of sketch.tables) {
    other.foreignKeys = other.foreignKeys.filter((key) => key.table !== table.id || key.references.join() !== columns);
  }
}

/** Each edit of some table and one of its columns. */
export const tableEdits: Record<string, (make: Make, sketch: Sketch) => void> = Object.fromEntries(
  Object.entries(edits).map(([name, edit]) => [
    name,
    (make: Make, sketch: Sketch) => {
      const table = make.random.pick(sketch.tables);
      edit(make, sketch, table, make.random.pick(table.columns));
    },
  ]),
);
