import type { Span } from "../../problem/problem.ts";
import { nameList, quoteName, quoteText } from "../../sql/quote.ts";
import {
  argumentOf,
  attributeOf,
  columnFields,
  primaryKeyTerms,
  mapped,
  type Pairs,
  type PrismaSchema,
  type Term,
  termsOf,
  textOf,
} from "./model.ts";
import type { Attribute, Block, Field, Value } from "./parse.ts";

/** A CREATE statement, and where in the schema it comes from. */
export interface WrittenTable {
  readonly kind: "table" | "index";
  readonly name: string;
  readonly sql: string;
  readonly at: Span;
}

/** A model as the table that Prisma's engine makes of it, with its indexes. */
export function* writeModel(model: Block, schema: PrismaSchema): Iterable<WrittenTable> {
  const table = mapped(model);
  const key = primaryKeyTerms(model);
  const [only] = key;
  const columns = columnFields(model, schema).map((field) => {
    const name = mapped(field);
    const inKey = key.length === 1 && only?.column === name && attributeOf(field, "id") !== undefined;
    return writeColumn(field, inKey, schema);
  });
  const written = key.length === 1 && model.fields.some((field) => attributeOf(field, "id") !== undefined);
  const keys = key.length === 0 || written ? [] : [`PRIMARY KEY (${terms(key)})`];
  const references = schema.withoutKeys ? [] : model.fields.flatMap((field) => reference(field, model, table, schema));
  yield { kind: "table", name: table, sql: create(table, [...columns, ...keys, ...references]), at: model.at };
  yield* indexesOf(model, table);
}

function create(table: string, lines: readonly string[]): string {
  return `CREATE TABLE ${quoteName(table)} (\n    ${lines.join(",\n    ")}\n)`;
}

function terms(list: readonly Term[]): string {
  return list.map(({ column, descending }) => `${quoteName(column)}${descending ? " DESC" : ""}`).join(", ");
}

const types: Readonly<Record<string, string>> = {
  Int: "INTEGER",
  BigInt: "BIGINT",
  Boolean: "BOOLEAN",
  Float: "REAL",
  Decimal: "DECIMAL",
  DateTime: "DATETIME",
  String: "TEXT",
  Bytes: "BLOB",
  Json: "JSONB",
};

export function typeOf(field: Field, schema: PrismaSchema): string | null {
  if (field.unsupported !== null) return field.unsupported;
  if (schema.enums.has(field.type)) return "TEXT";
  return Object.hasOwn(types, field.type) ? (types[field.type] ?? null) : null;
}

function writeColumn(field: Field, isKey: boolean, schema: PrismaSchema): string {
  const type = typeOf(field, schema) ?? "";
  const fallback = defaultOf(field, schema);
  return [
    quoteName(mapped(field)),
    type,
    field.optional ? "" : "NOT NULL",
    // Prisma makes every single Int key AUTOINCREMENT, whether the schema says autoincrement() or not.
    isKey ? `PRIMARY KEY${field.type === "Int" ? " AUTOINCREMENT" : ""}` : "",
    fallback === null ? "" : `DEFAULT ${fallback}`,
  ]
    .filter((each) => each !== "")
    .join(" ");
}

/** Defaults of the database; values that the client makes do not concern it. */
function defaultOf(field: Field, schema: PrismaSchema): string | null {
  const value = argumentOf(attributeOf(field, "default")?.args ?? [], "value", true);
  if (value === undefined) return null;
  if (value.is === "number") return value.text;
  if (value.is === "text") return textDefault(field, value.text);
  if (value.is === "list") return null;
  if (value.args === null) return nameDefault(field, value.name, schema);
  if (value.name === "now") return "CURRENT_TIMESTAMP";
  return value.name === "dbgenerated" ? dbgenerated(value.args[0]?.value) : null;
}

function textDefault(field: Field, text: string): string {
  if (field.type === "DateTime") return quoteText(momentOf(text));
  if (field.type !== "Bytes") return quoteText(text);
  // A string of hexadecimal digits rather than bytes, as the engine writes it.
  return quoteText(Buffer.from(text, "base64").toString("hex"));
}

/** `2020-03-19T14:21:00.000Z` as the engine writes it: `2020-03-19 14:21:00 +00:00`. */
function momentOf(text: string): string {
  const [, day, time, fraction = "", zone] = /^(\S{10})[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (day === undefined) return text;
  return `${day} ${time}${/[1-9]/.test(fraction) ? fraction : ""} ${zone === "Z" ? "+00:00" : zone}`;
}

function nameDefault(field: Field, name: string, schema: PrismaSchema): string {
  const member = schema.enums.get(field.type)?.fields.find((each) => each.name === name);
  return member === undefined ? name : quoteText(mapped(member));
}

function dbgenerated(value: Value | undefined): string | null {
  const text = textOf(value);
  return text === null || text === "" ? null : text;
}

const actions: Readonly<Record<string, string>> = {
  Cascade: "CASCADE",
  Restrict: "RESTRICT",
  NoAction: "NO ACTION",
  SetNull: "SET NULL",
  SetDefault: "SET DEFAULT",
};

function actionOf(relation: Attribute, name: string, otherwise: string): string {
  const value = argumentOf(relation.args, name);
  return value?.is === "name" && Object.hasOwn(actions, value.name) ? (actions[value.name] ?? otherwise) : otherwise;
}

function reference(field: Field, model: Block, table: string, schema: PrismaSchema): readonly string[] {
  const parent = schema.models.get(field.type);
  const relation = attributeOf(field, "relation");
  if (parent === undefined || relation === undefined) return [];
  const own = termsOf(argumentOf(relation.args, "fields"), model).map(({ column }) => column);
  const theirs = termsOf(argumentOf(relation.args, "references"), parent).map(({ column }) => column);
  if (own.length === 0) return [];
  const required = !field.optional;
  const name = textOf(argumentOf(relation.args, "map")) ?? `${table}_${own.join("_")}_fkey`;
  const onDelete = actionOf(relation, "onDelete", required ? "RESTRICT" : "SET NULL");
  const onUpdate = actionOf(relation, "onUpdate", "CASCADE");
  return [
    `CONSTRAINT ${quoteName(name)} FOREIGN KEY (${nameList(own)}) REFERENCES ${quoteName(mapped(parent))} (${nameList(theirs)}) ON DELETE ${onDelete} ON UPDATE ${onUpdate}`,
  ];
}

function* indexesOf(model: Block, table: string): Iterable<WrittenTable> {
  for (const field of model.fields) {
    const unique = attributeOf(field, "unique");
    if (unique === undefined) continue;
    const sort = argumentOf(unique.args, "sort");
    const term = { column: mapped(field), descending: sort?.is === "name" && sort.name === "Desc" };
    yield index(table, [term], true, textOf(argumentOf(unique.args, "map")), field.at);
  }
  for (const attribute of model.attributes) {
    if (attribute.name !== "unique" && attribute.name !== "index") continue;
    const list = termsOf(argumentOf(attribute.args, "fields", true), model);
    // In older schemas, `name` was the name in the database.
    const name = textOf(argumentOf(attribute.args, "map"));
    yield index(table, list, attribute.name === "unique", name, attribute.at);
  }
}

function index(table: string, list: readonly Term[], unique: boolean, given: string | null, at: Span): WrittenTable {
  const columns = list.map(({ column }) => column).join("_");
  const name = given ?? `${table}_${columns}_${unique ? "key" : "idx"}`;
  const sql = `CREATE ${unique ? "UNIQUE " : ""}INDEX ${quoteName(name)} ON ${quoteName(table)} (${terms(list)})`;
  return { kind: "index", name, sql, at };
}

/** The join table between two lists that point at each other. */
export function* writePairs({ name, a, b, at }: Pairs, schema: PrismaSchema): Iterable<WrittenTable> {
  const side = (column: string, model: Block) => {
    const [key] = primaryKeyTerms(model);
    const field = model.fields.find((each) => mapped(each) === key?.column);
    const type = field === undefined ? "" : (typeOf(field, schema) ?? "");
    const foreign = `CONSTRAINT ${quoteName(`${name}_${column}_fkey`)} FOREIGN KEY (${quoteName(column)}) REFERENCES ${quoteName(mapped(model))} (${quoteName(key?.column ?? "")}) ON DELETE CASCADE ON UPDATE CASCADE`;
    return { column: `${quoteName(column)} ${type} NOT NULL`, foreign };
  };
  const [left, right] = [side("A", a), side("B", b)];
  const keys = schema.withoutKeys ? [] : [left.foreign, right.foreign];
  yield { kind: "table", name, sql: create(name, [left.column, right.column, ...keys]), at };
  yield {
    kind: "index",
    name: `${name}_AB_unique`,
    sql: `CREATE UNIQUE INDEX ${quoteName(`${name}_AB_unique`)} ON ${quoteName(name)} ("A", "B")`,
    at,
  };
  yield {
    kind: "index",
    name: `${name}_B_index`,
    sql: `CREATE INDEX ${quoteName(`${name}_B_index`)} ON ${quoteName(name)} ("B")`,
    at,
  };
}
