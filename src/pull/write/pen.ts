import { named } from "../../model/names.ts";
import type { SchemaObject, Table } from "../../model/schema.ts";
import { bareName } from "../../sql/bare-name.ts";
import { member, propertyKey } from "./literal.ts";
import type { Selectable } from "./query-names.ts";

/** What the writer knows about the file that it writes. */
export interface Surroundings {
  /** The const of an object; null if it is not declared. */
  readonly nameOf: (object: SchemaObject) => string | null;
  /** A table, view or virtual table by its name in any case. */
  readonly find: (name: string) => SchemaObject | null;
  /** Whether the child may refer to the parent with an arrow function: not if their types would need each other. */
  readonly canArrow: (child: Table, parent: Table) => boolean;
  /** Whether the object is already defined when this one is evaluated. */
  readonly isThere: (object: SchemaObject, from: SchemaObject) => boolean;
}

/** Writes one object, and records what the file must import for it. */
export interface Pen {
  readonly words: Set<string>;
  readonly uses: Set<SchemaObject>;
  readonly word: (name: string) => string;
  /** The parent that a foreign key's arrow function can name; null if it must be a string. */
  readonly parent: (child: Table, name: string) => { readonly table: Table; readonly code: () => string } | null;
  readonly table: (name: string) => Table | null;
  readonly selectable: (name: string) => Selectable | null;
}

export function makePen(owner: SchemaObject, around: Surroundings): Pen {
  const words = new Set<string>();
  const uses = new Set<SchemaObject>();
  const use = (object: SchemaObject, name: string) => {
    uses.add(object);
    return name;
  };
  return {
    words,
    uses,
    word: (name) => {
      words.add(name);
      return name;
    },
    parent: (child, name) => {
      const found = around.find(name);
      const code = found?.kind === "table" ? around.nameOf(found) : null;
      if (found?.kind !== "table" || code === null || !around.canArrow(child, found)) return null;
      return { table: found, code: () => use(found, code) };
    },
    table: (name) => {
      const found = around.find(name);
      return found?.kind === "table" ? found : null;
    },
    selectable: (name) => {
      const found = around.find(name);
      const code = found === null ? null : around.nameOf(found);
      if (found === null || code === null || found === owner || !around.isThere(found, owner)) return null;
      return {
        name: found.name,
        get code() {
          return use(found, code);
        },
        column: (column) => {
          const known = found.kind === "table" && found.columns.some((each) => each.name === column);
          return known && column === bareKey(column) ? use(found, columnOf(code, column)) : null;
        },
      };
    },
  };
}

/** Only names that both SQL and TypeScript write bare are worth an interpolation in a query. */
function bareKey(column: string): string | null {
  return bareName(column) === column ? column : null;
}

/** The key of a column in its table. `__proto__` must be computed, otherwise it would not be a property. */
export function keyText(column: string): string {
  return column === "__proto__" ? '["__proto__"]' : propertyKey(column);
}

/** Integer keys come first in every JavaScript object, so their order must be declared. */
export function needsOrder(table: Table): boolean {
  return table.columns.some((column) => /^(0|[1-9][0-9]*)$/.test(column.name));
}

export function columnOf(base: string, column: string): string {
  return column === "__proto__" ? `${base}["__proto__"]` : member(base, column);
}

/** The column of a table as it is spelled there. */
export function spelled(table: Table, column: string): string | null {
  return named(table.columns, column)?.name ?? null;
}
