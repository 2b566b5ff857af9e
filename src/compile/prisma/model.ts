import type { Span } from "../../problem/problem.ts";
import type { Argument, Attribute, Block, Field, Value } from "./parse.ts";

/** The models and other definitions of a schema, by name. */
export interface PrismaSchema {
  readonly models: ReadonlyMap<string, Block>;
  readonly enums: ReadonlyMap<string, Block>;
  /** They stay as the database has them. */
  readonly views: ReadonlyMap<string, Block>;
  /** Whether the client enforces foreign keys: `relationMode = "prisma"`. */
  readonly withoutKeys: boolean;
}

export function attributeOf(of: { readonly attributes: readonly Attribute[] }, name: string): Attribute | undefined {
  return of.attributes.find((attribute) => attribute.name === name);
}

/** An argument by name, or the first one without a name. */
export function argumentOf(args: readonly Argument[], name: string, first = false): Value | undefined {
  const named = args.find((each) => each.name === name);
  const unnamed = first ? args.find((each) => each.name === null) : undefined;
  return (named ?? unnamed)?.value;
}

export function textOf(value: Value | undefined): string | null {
  return value?.is === "text" ? value.text : null;
}

/** The name in the database: `@map`, or else the own name. */
export function mapped(of: { readonly name: string; readonly attributes: readonly Attribute[] }): string {
  const found = attributeOf(of, "map");
  return (found === undefined ? null : textOf(argumentOf(found.args, "name", true))) ?? of.name;
}

/** The fields that are columns: fields whose type is a model or a view are relations. */
export function columnFields(model: Block, schema: PrismaSchema): readonly Field[] {
  return model.fields.filter(({ type }) => !schema.models.has(type) && !schema.views.has(type));
}

/** A column of a key or index, by its name in the database. */
export interface Term {
  readonly column: string;
  readonly descending: boolean;
}

/** `[a, b(sort: Desc)]`, in names of fields. */
export function termsOf(value: Value | undefined, model: Block): readonly Term[] {
  const values = value?.is === "list" ? value.values : value === undefined ? [] : [value];
  return values.flatMap((each): Term[] => {
    if (each.is !== "name") return [];
    const sort = each.args === null ? undefined : argumentOf(each.args, "sort");
    return [{ column: columnNamed(model, each.name), descending: sort?.is === "name" && sort.name === "Desc" }];
  });
}

function columnNamed(model: Block, field: string): string {
  const found = model.fields.find(({ name }) => name === field);
  return found === undefined ? field : mapped(found);
}

/** The fields of the primary key. */
export function primaryKeyTerms(model: Block): readonly Term[] {
  const block = attributeOf(model, "id");
  if (block !== undefined) return termsOf(argumentOf(block.args, "fields", true), model);
  const field = model.fields.find((each) => attributeOf(each, "id") !== undefined);
  const sort = field === undefined ? undefined : argumentOf(attributeOf(field, "id")?.args ?? [], "sort");
  return field === undefined
    ? []
    : [{ column: mapped(field), descending: sort?.is === "name" && sort.name === "Desc" }];
}

/** Two lists that point at each other: an implicit join table. */
export interface Pairs {
  readonly name: string;
  readonly a: Block;
  readonly b: Block;
  readonly at: Span;
}

export function pairsIn(schema: PrismaSchema): readonly Pairs[] {
  const found = new Map<string, Pairs>();
  for (const model of schema.models.values()) {
    for (const field of model.fields) {
      const other = schema.models.get(field.type);
      if (!field.list || other === undefined) continue;
      const name = relationName(field);
      const back = other.fields.filter(
        (each) => each.type === model.name && each !== field && relationName(each) === name,
      );
      // With the key on the other side, it is one-to-many.
      const pair = back.find((each) => each.list);
      if (pair === undefined) continue;
      const [a, b] = [model, other].sort((x, y) => (x.name < y.name ? -1 : x.name > y.name ? 1 : 0)) as [Block, Block];
      const table = `_${name ?? `${a.name}To${b.name}`}`;
      if (!found.has(table)) found.set(table, { name: table, a, b, at: field.at });
    }
  }
  return [...found.values()];
}

function relationName(field: Field): string | null {
  const relation = attributeOf(field, "relation");
  return relation === undefined ? null : textOf(argumentOf(relation.args, "name", true));
}
