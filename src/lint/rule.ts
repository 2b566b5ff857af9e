import { grouped } from "../model/grouped.ts";
import type { Index, Schema } from "../model/schema.ts";
import { fold } from "../model/names.ts";
import type { lintCodes } from "../problem/codes-lint.ts";
import type { Problem } from "../problem/problem.ts";

export type RuleCode = keyof typeof lintCodes;

/** What a rule found. `places` are keys of spans, the best first: the first that is known is shown. */
export interface Finding {
  /** An object, or columns of a table, which comes first. */
  readonly on: readonly [object: string, ...columns: readonly string[]];
  readonly places: readonly string[];
  readonly message: string;
  readonly label?: string;
  readonly also?: readonly { readonly place: string; readonly label: string }[];
  readonly why?: string;
  readonly help: Problem["help"] | ((code: InCode) => Problem["help"]);
  /**
   * The same in a schema language that is not trueup's, where it reads differently; null if the rule does not fit there.
   * `key` is what the language calls a column.
   */
  readonly helpIn?: (language: ForeignLanguage, key: (column: string) => string) => Problem["help"] | null;
}

/** How trueup declarations write a table and its columns: its export may have another name, and so may a column. */
export interface InCode {
  readonly table: (name: string) => string;
  readonly column: (table: string, name: string) => string;
}

export type ForeignLanguage = "sql" | "drizzle" | "prisma";

/** The hint that keeps the rows of a renamed column. */
export const wasIn: Readonly<Record<ForeignLanguage, string>> = {
  sql: "-- @was old_name",
  drizzle: "/** @was old_name */",
  prisma: "/// @was old_name",
};

/** One rule of the style of schemas: pure, over what is declared. */
export interface Rule {
  readonly code: RuleCode;
  /** The default level. */
  readonly level: "off" | "warn" | "error";
  readonly find: (schema: Schema) => readonly Finding[];
}

/** Found at once: a schema may have ten thousand tables, and rules ask about each of them. */
const indexesOf = new WeakMap<Schema, ReadonlyMap<string, readonly Index[]>>();

export function indexesOn(schema: Schema, table: string): readonly Index[] {
  const known = indexesOf.get(schema) ?? grouped(schema.indexes, (index) => fold(index.table));
  indexesOf.set(schema, known);
  return known.get(fold(table)) ?? [];
}
