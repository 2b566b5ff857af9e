import { asideName, namesIn } from "../../model/aside.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { Action, ForeignKey, Index, Table } from "../../model/schema.ts";
import { subject, subjectNames } from "../../words/subject.ts";
import type { Item, Step } from "../../plan/plan.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import type { Schemas } from "../situation.ts";
import { referring } from "../pair/unmanaged.ts";
import { step } from "./item.ts";
import { rebuildName } from "./rebuild-name.ts";

/**
 * For an engine whose foreign keys stay on. DROP TABLE deletes the rows of a table first, and rows that refer to them
 * are deleted or set to NULL. So while the table is dropped, each child has a trigger that ignores what the reference
 * does to it. Actions of foreign keys fire triggers, and RAISE(IGNORE) in one leaves the row as it is:
 * https://www.sqlite.org/lang_createtrigger.html#raise. The engine counts the missing parents meanwhile, and stops
 * counting them when the table comes back under its name. The plan checks in the end that none is missing, and so does
 * apply.
 */
export function shielded(items: readonly Item[], schemas: Schemas): Item[] {
  const standing = new Standing(schemas);
  return items.flatMap((item): Item[] => {
    if (item.kind === "check") return [item];
    const all = around(item, standing, schemas);
    standing.after(item);
    return all;
  });
}

function around(item: Step, standing: Standing, schemas: Schemas): Item[] {
  const [name = ""] = subjectNames(item.subject);
  const on = item.subject;
  switch (item.step) {
    case "rebuild-create": {
      if (!standing.isTied(name, schemas)) return [item];
      return [defer(on), item, ...ownReferences(name, item, standing, schemas)];
    }
    case "rebuild-drop": {
      const { up, down } = shields(name, standing);
      return [...dropOwnIndexes(name, standing, schemas), ...up, item, ...down];
    }
    case "rebuild-rename":
      return standing.isTied(name, schemas) ? [item, ...standing.takeDown(), settle(on)] : [item];
    case "drop-table": {
      const { up, down } = shields(name, standing);
      return standing.childrenOf(name).length === 0 ? [item] : [defer(on), ...up, item, ...down, settle(on)];
    }
    default:
      return [item];
  }
}

function defer(on: string): Step {
  return step("defer-keys", on, "PRAGMA defer_foreign_keys = ON", "its rows go and come back");
}

function settle(on: string): Step {
  return step("settle-keys", on, "PRAGMA defer_foreign_keys = OFF", "what was counted meanwhile is checked below");
}

/** The rows of a fresh copy refer to each other. Without an index, each reference would scan the whole table. */
function ownReferences(name: string, create: Step, standing: Standing, schemas: Schemas): Step[] {
  const to = named(schemas.target.tables, name);
  const own = (to?.foreignKeys ?? []).filter(({ table }) => sameName(table, name));
  if (to === undefined || own.length === 0) return [];
  const fresh = rebuildName(schemas, name);
  const lacking = own.filter(({ columns }) => !beginsIndex(to, [], columns));
  return lacking.map(({ columns }) => {
    const index = standing.take("ref");
    standing.later(step("drop-reference-index", create.subject, `DROP INDEX ${quoteName(index)}`));
    return step("reference-index", create.subject, createIndex(index, fresh, columns), "while it is rebuilt");
  });
}

interface Shields {
  readonly up: Step[];
  readonly down: Step[];
}

/** The triggers that keep the children of a table while it is dropped, and the indexes that find the referring rows. */
function shields(name: string, standing: Standing): Shields {
  const up: Step[] = [];
  const down: Step[] = [];
  for (const { child, foreignKeys } of standing.childrenOf(name)) {
    const on = subject(child.name);
    // Whatever belongs to the table itself is dropped with it.
    const goes = sameName(child.name, name);
    for (const { columns } of foreignKeys) {
      if (beginsIndex(child, standing.indexesOf(child.name), columns)) continue;
      const index = standing.take("ref");
      up.push(
        step("reference-index", on, createIndex(index, child.name, columns), `finds the rows that refer to ${name}`),
      );
      if (!goes) down.unshift(step("drop-reference-index", on, `DROP INDEX ${quoteName(index)}`));
    }
    for (const [event, actions] of events) {
      const acting = foreignKeys.filter(({ onDelete }) => actions.includes(onDelete));
      if (acting.length === 0) continue;
      const trigger = standing.take("shield");
      const why = `ON DELETE ${[...new Set(acting.map(({ onDelete }) => onDelete))].join(", ")} must not act while ${name} is dropped`;
      const sql = `CREATE TRIGGER ${quoteName(trigger)} BEFORE ${event} ON ${quoteName(child.name)} BEGIN SELECT RAISE(IGNORE); END`;
      up.push(step("shield", on, sql, why));
      if (!goes) down.unshift(step("unshield", on, `DROP TRIGGER ${quoteName(trigger)}`));
    }
  }
  standing.giveBack();
  return { up, down };
}

/** What an action does to the child, as its triggers see it. */
const events: readonly (readonly ["DELETE" | "UPDATE", readonly Action[]])[] = [
  ["DELETE", ["CASCADE"]],
  ["UPDATE", ["SET NULL", "SET DEFAULT"]],
];

/**
 * Dropping an index by itself costs less than removing its entries row by row. The exception is an index that finds
 * rows that refer to others of the same table.
 */
function dropOwnIndexes(name: string, standing: Standing, schemas: Schemas): Step[] {
  const children = standing.childrenOf(name);
  if (children.length === 0) return [];
  const own = children.find(({ child }) => sameName(child.name, name))?.foreignKeys ?? [];
  const needed = (index: Index) => own.some(({ columns }) => begins(index, columns));
  const again = (index: Index) => named(schemas.target.indexes, index.name) !== undefined;
  return standing
    .indexesOf(name)
    .filter((index) => !index.unique && !needed(index))
    .map((index) => {
      const note = again(index) ? "is dropped faster by itself than with the table, and is created again below" : null;
      const sql = `DROP INDEX ${quoteName(index.name)}`;
      return step("drop-index", subject(index.name), sql, note ?? "is dropped faster by itself than with the table");
    });
}

function createIndex(name: string, table: string, columns: readonly string[]): string {
  return `CREATE INDEX ${quoteName(name)} ON ${quoteName(table)} (${nameList(columns)})`;
}

/** Whether a key or an index of the table begins with these columns, in any order. */
function beginsIndex(table: Table, indexes: readonly Index[], columns: readonly string[]): boolean {
  const keys = [table.primaryKey?.terms ?? [], ...table.uniques.map(({ terms }) => terms)];
  return (
    keys.some((terms) =>
      isPrefix(
        terms.map(({ column }) => column),
        columns,
      ),
    ) || indexes.some((index) => begins(index, columns))
  );
}

function begins(index: Index, columns: readonly string[]): boolean {
  return (
    index.where === null &&
    isPrefix(
      index.terms.map(({ column }) => column),
      columns,
    )
  );
}

function isPrefix(terms: readonly (string | null)[], columns: readonly string[]): boolean {
  const first = new Set(terms.slice(0, columns.length).map((term) => (term === null ? null : fold(term))));
  return columns.every((column) => first.has(fold(column)));
}

interface Child {
  readonly child: Table;
  /** Those that refer to the table in question. */
  readonly foreignKeys: readonly ForeignKey[];
}

/** The tables as they are between two steps. */
class Standing {
  readonly #tables: Map<string, Table>;
  readonly #target: ReadonlyMap<string, Table>;
  #indexes: readonly Index[];
  readonly #taken: Set<string>;
  #used: string[] = [];
  #later: Step[] = [];

  constructor(schemas: Schemas) {
    const { live, renamed, target } = schemas;
    const unmanaged = referring(renamed).flatMap((each) => (each.table === null ? [] : [each.table]));
    this.#tables = new Map([...renamed.tables, ...unmanaged].map((table) => [fold(table.name), table]));
    this.#target = new Map(target.tables.map((table) => [fold(table.name), table]));
    this.#indexes = renamed.indexes;
    const triggers = [live, renamed, target].flatMap((schema) => schema.triggers.map(({ name }) => fold(name)));
    this.#taken = new Set([...[live, renamed, target].flatMap((schema) => [...namesIn(schema)]), ...triggers]);
  }

  childrenOf(name: string): readonly Child[] {
    return [...this.#tables.values()].flatMap((child) => {
      const foreignKeys = child.foreignKeys.filter(({ table }) => sameName(table, name));
      return foreignKeys.length === 0 ? [] : [{ child, foreignKeys }];
    });
  }

  indexesOf(table: string): readonly Index[] {
    return this.#indexes.filter((index) => sameName(index.table, table));
  }

  /** Whether it refers to any table, or any table refers to it, before or after. */
  isTied(name: string, { renamed, target }: Schemas): boolean {
    const own = [renamed, target].some(({ tables }) => (named(tables, name)?.foreignKeys.length ?? 0) > 0);
    return own || this.childrenOf(name).length > 0;
  }

  /** An unused name: `__trueup_shield_1`. */
  take(what: string): string {
    for (let n = 1; ; n++) {
      const name = asideName(`${what}_${n}`, this.#taken);
      if (this.#used.includes(name)) continue;
      this.#used.push(name);
      return name;
    }
  }

  /** The names of temporary objects for one drop are free again; those of objects that remain are not. */
  giveBack(): void {
    this.#used = this.#used.filter((name) => this.#later.some(({ sql }) => sql.includes(quoteName(name))));
  }

  later(step: Step): void {
    this.#later.push(step);
  }

  takeDown(): Step[] {
    const steps = this.#later;
    this.#later = [];
    this.giveBack();
    return steps;
  }

  after(item: Step): void {
    const [name = ""] = subjectNames(item.subject);
    const to = this.#target.get(fold(name));
    switch (item.step) {
      case "rebuild-rename":
      case "create-table":
      case "add-column":
        if (to !== undefined) this.#tables.set(fold(name), to);
        return;
      case "drop-index":
        this.#indexes = this.#indexes.filter((index) => !sameName(index.name, name));
        return;
      case "rebuild-drop":
      case "drop-table":
        this.#indexes = this.#indexes.filter((index) => !sameName(index.table, name));
        if (item.step === "drop-table") this.#tables.delete(fold(name));
        return;
      default:
        return;
    }
  }
}
