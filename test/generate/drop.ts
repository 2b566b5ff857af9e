import { mentions, type Sketch } from "./sketch.ts";

/** Removes what has this number, and everything that cannot exist without it. In place. */
export function drop(sketch: Sketch, id: number): void {
  const gone = [id];
  const without = <T extends { id: number }>(list: T[], dead: (item: T, id: number) => boolean, number: number): T[] =>
    list.filter((item) => {
      if (item.id !== number && !dead(item, number)) return true;
      if (item.id !== number) gone.push(item.id);
      return false;
    });
  for (let next = gone.pop(); next !== undefined; next = gone.pop()) {
    const number = next;
    for (const columns of [...sketch.tables, ...sketch.views].filter((owner) => owner.id === number)) {
      gone.push(...columns.columns.map((column) => column.id));
    }
    sketch.tables = without(sketch.tables, () => false, number);
    for (const table of sketch.tables) {
      table.columns = without(
        table.columns,
        (column, id) => mentions(column.generated?.expr ?? "", id) || mentions(column.default ?? "", id),
        number,
      );
      if (table.key?.terms.some(({ column }) => column === number)) {
        table.key.terms = table.key.terms.filter(({ column }) => column !== number);
        if (table.key.terms.length === 0) {
          table.key = null;
          table.withoutRowid = false;
        }
      }
      table.uniques = without(table.uniques, ({ terms }, id) => terms.some(({ column }) => column === id), number);
      table.checks = without(table.checks, ({ expr }, id) => mentions(expr, id), number);
      table.foreignKeys = without(
        table.foreignKeys,
        (key, id) => key.table === id || key.columns.includes(id) || key.references.includes(id),
        number,
      );
    }
    sketch.tables = sketch.tables.filter((table) => {
      if (table.columns.some((column) => !column.generated)) return true;
      gone.push(table.id, ...table.columns.map((column) => column.id));
      return false;
    });
    sketch.indexes = without(
      sketch.indexes,
      (index, id) =>
        index.table === id || mentions(index.where ?? "", id) || index.terms.some(({ sql }) => mentions(sql, id)),
      number,
    );
    sketch.views = without(sketch.views, ({ body }, id) => mentions(body, id), number);
    for (const view of sketch.views) {
      if (view.columns.some((column) => column.id === number)) gone.push(view.id);
    }
    sketch.triggers = without(
      sketch.triggers,
      ({ on, event, when, body }, id) => on === id || [event, when ?? "", ...body].some((sql) => mentions(sql, id)),
      number,
    );
    sketch.virtuals = without(
      sketch.virtuals,
      ({ args, content }, id) => content === id || args.some((arg) => mentions(arg, id)),
      number,
    );
  }
}
