import { index, integer, table, text } from "trueup";

export const constructor_table = table("constructor", {
  prototype: text().nullable(),
  constructor: text(),
  toString: text().nullable(),
  valueOf: text().nullable(),
  hasOwnProperty: text().nullable(),
  ["__proto__"]: text().nullable(),
  then: text().nullable(),
  length: integer().nullable(),
  name: text().nullable(),
});

export const proto = table("__proto__", {
  id: integer().primaryKey(),
  __defineGetter__: text().nullable(),
});

export const valueOf_index = index("valueOf", proto.__defineGetter__);

export const toString_table = table("toString", {
  id: integer().primaryKey(),
  c: text().nullable().references(() => constructor_table.constructor),
});

export const hasOwnProperty_table = table("hasOwnProperty", {
  id: integer().primaryKey(),
});
