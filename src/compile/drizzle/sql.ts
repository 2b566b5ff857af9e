import { type Declared, declared, dataOf, isSql, type NameData, type SqlData } from "../../vocabulary/declaration.ts";
import { Misuse } from "../../vocabulary/misuse.ts";
import { known } from "../read/unread.ts";
import type { Line } from "./line.ts";

/** Drizzle's `sql` as a trueup template: the same pieces, with lists in parentheses as Drizzle writes them. */
export interface DrizzleSql extends Declared<SqlData> {}

const methods = Object.freeze({
  as(this: DrizzleSql) {
    return this;
  },
  mapWith(this: DrizzleSql) {
    return this;
  },
  inlineParams(this: DrizzleSql) {
    return this;
  },
  getSQL(this: DrizzleSql) {
    return this;
  },
  $type(this: DrizzleSql) {
    return this;
  },
});

function piece(strings: readonly string[], values: readonly unknown[]): DrizzleSql {
  const parts = values.map(inPiece);
  const data: SqlData = Object.freeze({
    declare: "sql",
    strings: Object.freeze(strings.map((text, n) => edge(parts[n - 1], "end") + text + edge(parts[n], "start"))),
    values: Object.freeze(parts),
  });
  return Object.freeze(Object.create(methods, { [declared]: { value: data } }));
}

/** Keeps white space at the ends of an inner piece, which would otherwise be lost: Drizzle writes it as it is. */
function edge(value: unknown, side: "start" | "end"): string {
  if (!isSql(value)) return "";
  const { strings } = value[declared];
  const text = (side === "start" ? strings[0] : strings.at(-1)) ?? "";
  return (side === "start" ? /^\s+/ : /\s+$/).test(text) ? " " : "";
}

/** A value in a template. A list is written in parentheses, undefined as nothing. */
function inPiece(value: unknown): unknown {
  const found: unknown = known(value);
  if (found === undefined) return piece([""], []);
  if (Array.isArray(found)) return joined(found, ", ", "(", ")");
  if (found === null || ["string", "number", "bigint", "boolean"].includes(typeof found)) return found;
  if (found instanceof Uint8Array || isPart(found)) return found;
  throw new Misuse("this value cannot be used in SQL", "use a column, a table, sql`…`, a string or a number");
}

function isPart(value: unknown): boolean {
  const declare = dataOf(value)?.declare;
  return declare !== undefined && ["sql", "term", "name", "table", "view", "virtual-table"].includes(declare);
}

/** Values with a separator, and with something around them. */
function joined(values: readonly unknown[], between: string, before = "", after = ""): DrizzleSql {
  if (values.length === 0) return piece([before + after], []);
  const strings = values.map((_, n) => (n === 0 ? before : between));
  return piece([...strings, after], values);
}

export function raw(text: unknown): DrizzleSql {
  return piece([String(known(text))], []);
}

function identifier(name: unknown): Declared<NameData> {
  return Object.freeze({ [declared]: Object.freeze({ declare: "name" as const, of: String(known(name)) }) });
}

/** `sql.join(list, sql` and `)`: the separator is a piece itself. */
function join(values: unknown, separator: unknown): DrizzleSql {
  const list = known(values);
  if (!Array.isArray(list)) throw new Misuse("sql.join takes a list", "write sql.join([a, b], sql`, `)");
  const between = known(separator);
  const parts = list.flatMap((value, n) => (n === 0 || between === undefined ? [value] : [between, value]));
  return joined(parts, "");
}

export const sql = Object.assign(
  (strings: readonly string[], ...values: readonly unknown[]) => piece(strings, values),
  { raw, join, identifier, empty: () => piece([""], []), param: (value: unknown) => piece(["", ""], [value]) },
);

const binary = (operator: string) => (left: unknown, right: unknown) => piece(["", ` ${operator} `, ""], [left, right]);

/** Parentheses, which 1.0 writes around more than 0.x did. */
type Around = readonly [before: string, after: string];

const behind =
  (text: string, [before, after]: Around = ["", ""]) =>
  (value: unknown) =>
    piece([before, ` ${text}${after}`], [value]);

/** Undefined conditions do not count, and a single one needs no parentheses. */
const connected =
  (word: string, [before, after]: Around) =>
  (...conditions: readonly unknown[]) => {
    const given = conditions.filter((each) => known(each) !== undefined);
    const [only] = given;
    if (given.length === 1) return piece(["", ""], [only]);
    return joined(given, `${after} ${word} ${before}`, `(${before}`, `${after})`);
  };

const among = (word: string, none: string) => (column: unknown, values: unknown) => {
  const list = known(values);
  return Array.isArray(list) && list.length === 0 ? raw(none) : piece(["", ` ${word} `, ""], [column, list]);
};

const between = (word: string) => (column: unknown, low: unknown, high: unknown) =>
  piece(["", ` ${word} `, " and ", ""], [column, low, high]);

/** The conditions that a major version of `drizzle-orm` exports. */
export function conditions({ major }: Line) {
  const around: Around = major === 1 ? ["(", ")"] : ["", ""];
  return {
    eq: binary("="),
    ne: binary("<>"),
    gt: binary(">"),
    gte: binary(">="),
    lt: binary("<"),
    lte: binary("<="),
    like: binary("like"),
    notLike: binary("not like"),
    and: connected("and", around),
    or: connected("or", around),
    not: (condition: unknown) =>
      isSql(condition) ? piece([`not ${around[0]}`, around[1]], [condition]) : piece(["not ", ""], [condition]),
    isNull: behind("is null", around),
    isNotNull: behind("is not null", around),
    asc: behind("asc"),
    desc: behind("desc"),
    inArray: among("in", "false"),
    notInArray: among("not in", "true"),
    between: between("between"),
    notBetween: between("not between"),
    exists: (query: unknown) => piece(["exists ", ""], [query]),
    notExists: (query: unknown) => piece(["not exists ", ""], [query]),
  } as const;
}

export function needSql(value: unknown, help: string): DrizzleSql {
  const found: unknown = known(value);
  if (isSql(found)) return found;
  throw new Misuse("a piece of SQL belongs here", help);
}
