import { integer, real, table, text } from "trueup";

export const class_table = table("class", {
  id: integer().primaryKey(),
  new: text().nullable(),
  this: text().nullable(),
  delete_: text().nullable(),
  function: text().nullable(),
});

export const await_table = table("await", {
  id: integer().primaryKey(),
});

export const let_table = table("let", {
  id: integer().primaryKey(),
});

export const default_table = table("default", {
  id: integer().primaryKey(),
});

export const text_table = table("text", {
  text: text().nullable(),
  integer: integer().nullable(),
  real: real().nullable(),
  sql: text().nullable(),
});

export const sql_table = table("sql", {
  id: integer().primaryKey(),
  text_id: text().nullable().references(() => text_table.text),
});

export const view_table = table("view", {
  id: integer().primaryKey(),
});

export const trigger_ = table({
  id: integer().primaryKey(),
});

export const Object_table = table("Object", {
  id: integer().primaryKey(),
});

export const undefined_table = table("undefined", {
  id: integer().primaryKey(),
});

export const arguments_table = table("arguments", {
  id: integer().primaryKey(),
});

export const eval_table = table("eval", {
  id: integer().primaryKey(),
});

export const type = table({
  id: integer().primaryKey(),
  as: text().nullable(),
});

export const Row_table = table("Row", {
  id: integer().primaryKey(),
});

export const enum_table = table("enum", {
  id: integer().primaryKey(),
});

export const null_table = table("null", {
  id: integer().primaryKey(),
});

export const NaN_table = table("NaN", {
  id: integer().primaryKey(),
});
