import {
  check,
  type Column,
  foreignKey,
  index,
  primaryKey,
  sql,
  table,
  trigger,
  unique,
  uniqueIndex,
  view,
  virtualTable,
} from "../../src/index.ts";
import { quoteName, quoteText } from "../../src/sql/quote.ts";
import { startColumn } from "../../src/vocabulary/column-clauses.ts";
import type { Trait } from "../../src/vocabulary/column.ts";
import type { Action, Conflict, Declared, Deferrable, ObjectData } from "../../src/vocabulary/declaration.ts";
import type { Term } from "../../src/vocabulary/reference.ts";
import type { Interpolation, Sql } from "../../src/vocabulary/sql.ts";
import type { Random } from "../generate/random.ts";
import { namesOf, type ColumnSketch, type Sketch, type TableSketch, type TermSketch } from "../generate/sketch.ts";

type AnyBuilder = Column<unknown, Trait>;

/** A generated schema as a person might declare it: constraints on columns or on the table, at random. */
export function declareSketch(sketch: Sketch, random: Random): Declared<ObjectData>[] {
  const names = namesOf(sketch);
  /** Tables, views and columns by number, once they are declared. */
  const made = new Map<number, Interpolation>();
  const template = (text: string, bare: boolean): Sql => {
    const pieces = text.split(/⟦(\d+(?::text)?)⟧/);
    const values = pieces.flatMap((piece, at): Interpolation[] => {
      if (at % 2 === 0) return [];
      const id = Number.parseInt(piece, 10);
      const name = names.get(id) ?? "";
      if (piece.endsWith(":text")) return [name];
      const known = made.get(id);
      // In views and triggers the sketches name columns without their table, unless a dot comes before.
      return [known === undefined || (bare && !(pieces[at - 1] ?? "").endsWith(".")) ? sql.id(name) : known];
    });
    return sql(
      pieces.filter((_, at) => at % 2 === 0),
      ...values,
    );
  };
  const declared: Declared<ObjectData>[] = [];
  for (const each of sketch.tables) {
    const value = declareTable(each, names, template, random);
    made.set(each.id, value);
    for (const column of each.columns) made.set(column.id, value[column.name] as Term);
    declared.push(value);
  }
  for (const each of sketch.indexes) {
    const terms = each.terms.map(({ sql: text, collate, descending }): Term | Sql => {
      const column = /^⟦(\d+)⟧$/.exec(text)?.[1];
      if (column !== undefined) return sorted(made.get(Number(column)) as Term, collate, descending);
      return template(`${text}${collate === null ? "" : ` COLLATE ${collate}`}${descending ? " DESC" : ""}`, false);
    });
    const word = each.unique ? uniqueIndex : index;
    const [first, ...rest] = terms as [Term | Sql, ...(Term | Sql)[]];
    const whole = word(each.name, first, ...rest).on(made.get(each.table) as Declared<never>);
    declared.push(each.where === null ? whole : whole.where(template(each.where, false)));
  }
  for (const each of sketch.views) {
    const columns = each.columns.map(({ name }) => name);
    const value = view(each.name, template(each.body, true), each.listed ? { columns } : {});
    made.set(each.id, value);
    declared.push(value);
  }
  for (const each of sketch.virtuals) {
    // The arguments of a module are compared as they were written: as text, not by names.
    const args = each.args.join(", ").replace(/⟦(\d+)(:text)?⟧/g, (_, id: string, text?: string) => {
      const name = names.get(Number(id)) ?? "";
      return text === undefined ? quoteName(name) : quoteText(name);
    });
    declared.push(virtualTable(each.name, sql([`${each.module}(${args})`])));
  }
  for (const each of sketch.triggers) {
    const when = each.when === null ? "" : `WHEN ${each.when} `;
    const body = each.body.map((statement) => `    ${statement};\n`).join("");
    const text = `\n  ${each.time} ${each.event} ON ⟦${each.on}⟧ ${when}\n  BEGIN\n${body}  END;\n`;
    declared.push(trigger(each.name, template(text, true)));
  }
  return declared;
}

function declareTable(
  sketch: TableSketch,
  names: ReadonlyMap<number, string>,
  template: (text: string, bare: boolean) => Sql,
  random: Random,
) {
  const columns = new Map(sketch.columns.map((column) => [column.id, declareColumn(column, template)]));
  const onTable: ((terms: (of: readonly TermSketch[]) => [Term, ...Term[]]) => ReturnType<typeof check>)[] = [];
  const put = (id: number, change: (column: AnyBuilder) => AnyBuilder) =>
    columns.set(id, change(columns.get(id) as AnyBuilder));
  const single = (terms: readonly TermSketch[]) => {
    const [first, second] = terms;
    return first !== undefined && second === undefined && first.collate === null ? first : null;
  };
  const { key } = sketch;
  if (key !== null) {
    const only = single(key.terms);
    const options = { ...optional(key), ...(only?.descending ? { order: "desc" as const } : {}) };
    const can = only !== null && (key.onColumn || (!only.descending && random.chance(0.5)));
    if (only !== null && (can || key.autoincrement)) {
      put(only.column, (column) =>
        column.primaryKey({ ...options, ...(key.autoincrement ? { autoincrement: true } : {}) }),
      );
    } else
      onTable.push((terms) =>
        conflicting(
          key.name === null ? primaryKey(...terms(key.terms)) : primaryKey(key.name, ...terms(key.terms)),
          key.conflict,
        ),
      );
  }
  for (const each of sketch.uniques) {
    const only = single(each.terms);
    if (only !== null && !only.descending && random.chance(0.5))
      put(only.column, (column) => column.unique(optional(each)));
    else
      onTable.push((terms) =>
        conflicting(
          each.name === null ? unique(...terms(each.terms)) : unique(each.name, ...terms(each.terms)),
          each.conflict,
        ),
      );
  }
  for (const each of sketch.checks) {
    const condition = template(each.expr, false);
    const column = random.pick(sketch.columns).id;
    if (random.chance(0.5)) put(column, (it) => it.check(condition, each.name === null ? {} : { name: each.name }));
    else onTable.push(() => (each.name === null ? check(condition) : check(each.name, condition)));
  }
  for (const each of sketch.foreignKeys) {
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
    const table = quoted(names.get(each.table) ?? "");
    const targets = each.references.map((id) => `${table}.${quoted(names.get(id) ?? "")}`);
    const actions = {
      ...(each.onDelete === "NO ACTION" ? {} : { onDelete: each.onDelete.toLowerCase() as Action }),
      ...(each.onUpdate === "NO ACTION" ? {} : { onUpdate: each.onUpdate.toLowerCase() as Action }),
      ...(each.match === null ? {} : { match: each.match }),
      ...(each.deferrable === null ? {} : { deferrable: each.deferrable.toLowerCase() as Deferrable }),
    };
    const [column, ...more] = each.columns as [number, ...number[]];
    if (more.length === 0 && random.chance(0.5))
      put(column, (it) =>
        it.references(targets[0] ?? table, each.name === null ? actions : { ...actions, name: each.name }),
      );
    else {
      const ends = each.columns.map((id) => ({ column: id, collate: null, descending: false }));
      onTable.push((terms) => {
        const start = each.name === null ? foreignKey(...terms(ends)) : foreignKey(each.name, ...terms(ends));
        return start.references(targets, actions);
      });
    }
  }
  const entries = sketch.columns.map(({ id, name }) => [name, columns.get(id) as AnyBuilder] as const);
  return table(sketch.name, Object.fromEntries(entries), {
    strict: sketch.strict,
    withoutRowid: sketch.withoutRowid,
    order: entries.map(([name]) => name),
    constraints: (t) => {
      const terms = (of: readonly TermSketch[]) =>
        of.map((term) => sorted(t[names.get(term.column) ?? ""] as Term, term.collate, term.descending)) as [
          Term,
          ...Term[],
        ];
      return onTable.map((make) => make(terms));
    },
  });
}

function declareColumn(sketch: ColumnSketch, template: (text: string, bare: boolean) => Sql): AnyBuilder {
  let column = startColumn<unknown, Trait>(sketch.type);
  const { notNull, generated } = sketch;
  if (notNull === null) column = column.nullable();
  else if (notNull.name !== null || notNull.conflict !== null) column = column.notNull(optional(notNull));
  if (sketch.default !== null) column = column.default(template(sketch.default, false));
  if (sketch.collate !== null) column = column.collate(sketch.collate);
  if (generated !== null) column = column.generated(template(generated.expr, false), { stored: generated.stored });
  return column;
}

function sorted(term: Term, collate: string | null, descending: boolean): Term {
  const compared = collate === null ? term : term.collate(collate);
  return descending ? compared.desc() : compared;
}

function optional({ name, conflict }: { name: string | null; conflict: string | null }) {
  return {
    ...(name === null ? {} : { name }),
    ...(conflict === null ? {} : { onConflict: conflict.toLowerCase() as Conflict }),
  };
}

function conflicting(constraint: ReturnType<typeof unique>, conflict: string | null) {
  return conflict === null ? constraint : constraint.onConflict(conflict.toLowerCase() as Conflict);
}
