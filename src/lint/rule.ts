import type { Schema, Table } from "../model/schema.ts";
import { sameName } from "../model/names.ts";
import type { lintCodes } from "../problem/codes-lint.ts";
import type { Problem } from "../problem/problem.ts";

export type RuleCode = keyof typeof lintCodes;

/** What a rule found. `places` are keys of spans, the best first: the first that is known is shown. */
export interface Finding {
  readonly subject: string;
  readonly places: readonly string[];
  readonly message: string;
  readonly label?: string;
  readonly also?: readonly { readonly place: string; readonly label: string }[];
  readonly why?: string;
  readonly help: Problem["help"];
}

/** One rule of the style of schemas: pure, over what is declared. */
export interface Rule {
  readonly code: RuleCode;
  /** Where the configuration says nothing. */
  readonly level: "off" | "warn" | "error";
  readonly find: (schema: Schema) => readonly Finding[];
}

export function tableNamed(schema: Schema, name: string): Table | undefined {
  return schema.tables.find((table) => sameName(table.name, name));
}
