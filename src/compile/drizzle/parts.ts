import {
  type ConstraintData,
  type Declared,
  declared,
  type IndexData,
  isTerm,
  type KeyTerm,
} from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { known } from "../read/unread.ts";
import { actionOf, fieldOf, listOf, textOf, toAction } from "./given.ts";
import { needSql, type DrizzleSql } from "./sql.ts";

/** What a table has besides its columns, before it is known which table it is. */
export type Part =
  | {
      readonly part: "index";
      readonly name: string;
      readonly unique: boolean;
      readonly terms: readonly (KeyTerm | DrizzleSql)[];
      readonly where: DrizzleSql | null;
    }
  | { readonly part: "unique"; readonly name: string | null; readonly columns: readonly KeyTerm[] }
  | { readonly part: "primary-key"; readonly name: string | null; readonly columns: readonly KeyTerm[] }
  | { readonly part: "check"; readonly name: string; readonly expr: DrizzleSql }
  | ForeignKeyPart;

interface ForeignKeyPart {
  readonly part: "foreign-key";
  readonly name: string | null;
  readonly columns: readonly KeyTerm[];
  readonly foreign: () => unknown;
  readonly onDelete: ReturnType<typeof toAction>;
  readonly onUpdate: ReturnType<typeof toAction>;
}

const held: unique symbol = Symbol("drizzle part");

export interface DrizzlePart {
  readonly [held]: Part;
}

export function isPart(value: unknown): value is DrizzlePart {
  return typeof value === "object" && value !== null && held in value;
}

export function partOf(value: DrizzlePart): Part {
  return value[held];
}

function made(part: Part, methods: object = {}): DrizzlePart {
  return Object.freeze(Object.create(Object.freeze(methods), { [held]: { value: Object.freeze(part) } }));
}

/** Columns, given one by one or as one list. */
function terms(given: readonly unknown[]): readonly KeyTerm[] {
  return given
    .flatMap((each) => {
      const value: unknown = known(each);
      return Array.isArray(value) ? value : [value];
    })
    .map((each) => {
      const term: unknown = known(each);
      if (isTerm(term)) return term;
      throw new Misuse("a column of the table belongs here", "write t.id");
    });
}

const whereOf = Object.freeze({
  where(this: DrizzlePart, condition: unknown): DrizzlePart {
    const part = this[held];
    if (part.part !== "index") return this;
    return made({ ...part, where: needSql(condition, "write .where(sql`…`)") }, whereOf);
  },
});

function indexNamed(unique: boolean) {
  return (given: unknown) => {
    const name = textOf(given);
    const on = (...columns: readonly unknown[]) => {
      const list = columns.map((each) => {
        const value: unknown = known(each);
        return isTerm(value) ? value : needSql(value, "write t.title, or sql`lower(${t.title})`");
      });
      return made({ part: "index", name, unique, terms: list, where: null }, whereOf);
    };
    return Object.freeze({ on });
  };
}

const actionsOf = Object.freeze({
  onDelete(this: DrizzlePart, action: unknown): DrizzlePart {
    return made({ ...(this[held] as ForeignKeyPart), onDelete: toAction(action) }, actionsOf);
  },
  onUpdate(this: DrizzlePart, action: unknown): DrizzlePart {
    return made({ ...(this[held] as ForeignKeyPart), onUpdate: toAction(action) }, actionsOf);
  },
});

/** The functions for what a table has besides columns. */
export const partWords = {
  index: indexNamed(false),
  uniqueIndex: indexNamed(true),
  unique: (name?: unknown) => {
    const given = known(name) === undefined ? null : textOf(name);
    return Object.freeze({
      on: (...columns: readonly unknown[]) => made({ part: "unique", name: given, columns: terms(columns) }),
    });
  },
  check: (name: unknown, expr: unknown) =>
    made({ part: "check", name: textOf(name), expr: needSql(expr, "write check('name', sql`…`)") }),
  /** `primaryKey({ columns: [t.a, t.b] })`, and `primaryKey(t.a, t.b)` of older schemas. */
  primaryKey: (first: unknown, ...more: readonly unknown[]) => {
    const columns = isTerm(first) ? undefined : fieldOf(first, "columns");
    const name = columns === undefined ? undefined : known(fieldOf(first, "name"));
    const list = columns === undefined ? [first, ...more] : listOf(columns);
    return made({ part: "primary-key", name: name === undefined ? null : textOf(name), columns: terms(list) });
  },
  foreignKey: (given: unknown) => {
    const options: unknown = known(given);
    // Older schemas pass a function that returns the columns.
    const of: unknown = typeof options === "function" ? known(Reflect.apply(options, undefined, [])) : options;
    const name = known(fieldOf(of, "name"));
    return made(
      {
        part: "foreign-key",
        name: name === undefined ? null : textOf(name),
        columns: terms(listOf(fieldOf(of, "columns"))),
        foreign: () => terms(listOf(fieldOf(of, "foreignColumns"))),
        onDelete: actionOf(of, "onDelete"),
        onUpdate: actionOf(of, "onUpdate"),
      },
      actionsOf,
    );
  },
} as const;

export function asConstraint(data: ConstraintData): Declared<ConstraintData> {
  return Object.freeze({ [declared]: Object.freeze(data) });
}

export function asIndex(data: IndexData): Declared<IndexData> {
  return Object.freeze({ [declared]: Object.freeze(data) });
}
