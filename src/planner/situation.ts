import type { Unasked } from "../plan/kinds.ts";
import type { Renames } from "../diff/renames.ts";
import type { EngineProfile } from "../model/profile.ts";
import type { Schema, SchemaObject, TriggerFires } from "../model/schema.ts";
import type { Facts } from "../model/facts.ts";
import type { Hints } from "../model/hints.ts";
import type { Decision } from "../plan/plan.ts";
import type { RowsAnswer } from "./rows/elsewhere.ts";

export interface Schemas {
  /** Including views and triggers that do not compile, if the plan replaces or drops them. */
  readonly live: Schema;
  /** The same as found in the database, where what does not compile takes no part in a comparison. */
  readonly base: Schema;
  /** Why each of them does not compile. */
  readonly broken: ReadonlyMap<SchemaObject, string>;
  /** The live schema after the renames, as the engine made it. Its views and triggers are as they were before. */
  readonly renamed: Schema;
  readonly target: Schema;
  readonly renames: Renames;
}

/** What people decided. */
export interface Decided {
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  /** Names of objects whose drop is refused even when approved. */
  readonly protect: readonly string[];
  /** What needs no approval on this target. */
  readonly unasked: readonly Unasked[];
  /** What happens to rows on other people's machines; absent if the rows are here and can be asked. */
  readonly elsewhere?: readonly RowsAnswer[] | undefined;
}

/**
 * Everything that a plan is made from. Values only: what an engine must be asked has been asked, or is returned as a
 * question.
 */
export interface Situation extends Schemas, Decided {
  readonly columnOrder: boolean;
  /** Of the engine that will run the plan. */
  readonly profile: EngineProfile;
  readonly facts: Facts;
  readonly code: CodeFacts;
}

/**
 * A question that only the engine can answer: which views and triggers cannot stay while these tables change and these
 * views are dropped. All names are today's.
 */
export interface CodeQuestion {
  readonly key: string;
  readonly touched: readonly string[];
  readonly gone: readonly string[];
  /** Whether the plan contains an ALTER, for which SQLite reads the whole schema again. */
  readonly alters: boolean;
}

/** By key, like the facts about rows. */
export type CodeFacts = ReadonlyMap<string, readonly SetAside[]>;

/**
 * A live view or trigger that is dropped before the tables change, and then restored unless it is declared otherwise.
 */
export interface SetAside {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly table: string;
  /** Of a trigger; null if its text could not be read. */
  readonly fires: TriggerFires | null;
  /** Its definition before the plan. */
  readonly before: string;
  /** The definition to create it with again: the same, except for names that a rename changed. */
  readonly after: string;
}
