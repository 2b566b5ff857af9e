import { fold, namePattern } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Checked } from "../../problem/problem.ts";
import { writeSql } from "../../pull/sql/write-sql.ts";
import { checked, type Listening, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { goalOf } from "./states.ts";

export interface PrintOptions extends Listening {
  /** Another state than the declarations: a target, a path, `git:REV`. */
  readonly state?: string | undefined;
  /** Patterns: only tables and views with such a name, with the indexes and triggers on them. */
  readonly only?: readonly string[];
}

export interface PrintedObject {
  readonly kind: "table" | "virtual-table" | "index" | "view" | "trigger";
  readonly name: string;
  /** What an index or a trigger is on. */
  readonly on: string | null;
  readonly sql: string;
}

export interface Printed {
  readonly state: string;
  /** A script that creates all of it. */
  readonly text: string;
  readonly objects: readonly PrintedObject[];
}

/** A schema as its definitions: the declared one, or that of any other state. */
export function printSchema(project: Project, options: PrintOptions = {}): Promise<Checked<Printed>> {
  return checked("schema", project.cwd, options, async (context) => {
    const { label, schema } = await goalOf(context, project, options.state);
    const some = chosen(schema, options.only ?? []);
    return { state: label, text: writeSql(some), objects: objectsOf(some) };
  });
}

function chosen(schema: Schema, only: readonly string[]): Schema {
  if (only.length === 0) return schema;
  const patterns = only.map((each) => namePattern(fold(each)));
  const is = (name: string) => patterns.some((pattern) => pattern.test(fold(name)));
  const some = {
    ...schema,
    tables: schema.tables.filter(({ name }) => is(name)),
    virtualTables: schema.virtualTables.filter(({ name }) => is(name)),
    views: schema.views.filter(({ name }) => is(name)),
    indexes: schema.indexes.filter(({ name, table }) => is(name) || is(table)),
    triggers: schema.triggers.filter(({ name, table }) => is(name) || is(table)),
  };
  if (objectsOf(some).length > 0) return some;
  return refuse({
    code: "nothing-named",
    level: "error",
    subject: only.join(", "),
    message: `nothing in this schema is named ${only.join(" or ")}`,
    help: ["`*` matches any characters"],
  });
}

function objectsOf({ tables, virtualTables, indexes, views, triggers }: Schema): readonly PrintedObject[] {
  const all = <Kind extends PrintedObject["kind"]>(
    kind: Kind,
    found: readonly { readonly name: string; readonly text: string; readonly table?: string }[],
  ) => found.map(({ name, text, table }) => ({ kind, name, on: table ?? null, sql: text }));
  return [
    ...all("table", tables),
    ...all("virtual-table", virtualTables),
    ...all("index", indexes),
    ...all("view", views),
    ...all("trigger", triggers),
  ];
}
