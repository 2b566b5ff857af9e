import type { Unasked } from "../plan/kinds.ts";
import type { Renames } from "../diff/renames.ts";
import type { EngineProfile } from "../model/profile.ts";
import type { Schema, SchemaObject, TriggerFires } from "../model/schema.ts";
import type { Facts } from "../model/facts.ts";
import type { Hints } from "../model/hints.ts";
import type { Decision } from "../plan/plan.ts";
import type { RowsAnswer } from "./rows/elsewhere.ts";

export interface Schemas {
  /** With those of the views and triggers that do not compile which the plan replaces or drops. */
  readonly live: Schema;
  /** The same as it is found in the database, where what does not compile is no part of a comparison. */
  readonly base: Schema;
  /** Why each of them does not. */
  readonly broken: ReadonlyMap<SchemaObject, string>;
  /** The live schema after the renames, as the engine made it; its views and triggers stand as they were before. */
  readonly renamed: Schema;
  readonly target: Schema;
  readonly renames: Renames;
}

/** What people said about the way there. */
export interface Said {
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  /** Names of objects whose drop is refused even when approved. */
  readonly protect: readonly string[];
  /** What the target wants no approval for. */
  readonly unasked: readonly Unasked[];
  /** What happens to rows on machines of other people; left out where the rows are here and can be asked. */
  readonly elsewhere?: readonly RowsAnswer[] | undefined;
}

/** All that a plan is made from. Values only: what has to be asked of an engine has been asked, or comes as a question. */
export interface Situation extends Schemas, Said {
  readonly columnOrder: boolean;
  /** Of the engine that will run the plan. */
  readonly profile: EngineProfile;
  readonly facts: Facts;
  readonly code: CodeFacts;
}

/**
 * Something that only the engine can tell: which views and triggers cannot stay while these tables change and these views go.
 * All names are those of today.
 */
export interface CodeQuestion {
  readonly key: string;
  readonly touched: readonly string[];
  readonly gone: readonly string[];
  /** Whether the plan holds an ALTER, at which SQLite reads the whole schema again. */
  readonly alters: boolean;
}

/** By key, like the facts about rows. */
export type CodeFacts = ReadonlyMap<string, readonly SetAside[]>;

/** A live view or trigger that is dropped before the tables change, and comes back as it stood unless it is declared otherwise. */
export interface SetAside {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly table: string;
  /** Of a trigger; null if its text could not be read. */
  readonly fires: TriggerFires | null;
  /** As it stands before the plan. */
  readonly before: string;
  /** As it must be created again: the same, with names that a rename has changed. */
  readonly after: string;
}
