import type { Renames } from "../diff/renames.ts";
import { named, sameName } from "../model/names.ts";
import type { EngineProfile } from "../model/profile.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import type { Facts, Question } from "../plan/facts.ts";
import type { Hints } from "../plan/hints.ts";
import type { Decision } from "../plan/plan.ts";

/** All that a plan is made from. Values only: what has to be asked of an engine has been asked, or comes as a question. */
export interface Situation {
  readonly live: Schema;
  /** The live schema after the renames, as the engine made it; its views and triggers stand as they were before. */
  readonly renamed: Schema;
  readonly target: Schema;
  readonly renames: Renames;
  readonly hints: Hints;
  readonly decisions: readonly Decision[];
  /** Names of objects whose drop is refused even when approved. */
  readonly protect: readonly string[];
  readonly columnOrder: boolean;
  readonly facts: Facts;
  /** Of the engine that will run the plan. */
  readonly profile: EngineProfile;
  /** Which views and triggers stand in the way of changing these tables and dropping these views, as the engine resolves them. */
  readonly lift: (touched: readonly string[], gone: readonly string[], alters: boolean) => readonly Lifted[];
}

/** A live view or trigger that is dropped before the tables change, and comes back as it stood unless it is declared otherwise. */
export interface Lifted {
  readonly type: "view" | "trigger";
  readonly name: string;
  readonly table: string;
  /** As it stands before the plan. */
  readonly before: string;
  /** As it must be created again: the same, with names that a rename has changed. */
  readonly again: string;
}

/** The live name of a table that is called `name` after the renames; null where it is new. */
export function liveTable(situation: Situation, name: string): Table | null {
  const rename = situation.renames.tables.find((each) => sameName(each.to, name));
  const taken = situation.renames.tables.some((each) => sameName(each.from, name));
  if (rename === undefined && taken) return null;
  return findTable(situation.live, rename?.from ?? name);
}

export function findTable(schema: Schema, name: string): Table | null {
  return named(schema.tables, name) ?? null;
}

/** The live name of a column that is called `name` after the renames. */
export function liveColumn(situation: Situation, table: string, name: string): string {
  return situation.renames.columns.find((each) => sameName(each.table, table) && sameName(each.to, name))?.from ?? name;
}

export function findColumn(table: Table, name: string): Column | undefined {
  return named(table.columns, name);
}

/** What existing rows get in a column: decided on the command line, else hinted at in the declarations. */
export function fillFor(situation: Situation, table: string, column: string): string | null {
  const decided = decidedFill(situation, table, column);
  if (decided !== null) return decided;
  return (
    situation.hints.fills.find((each) => sameName(each.table, table) && sameName(each.column, column))?.sql.text ?? null
  );
}

/** The value that somebody gave for this one plan. */
export function decidedFill(situation: Situation, table: string, column: string): string | null {
  const decided = situation.decisions.find(
    (each) => each.kind === "fill" && sameName(each.table, table) && sameName(each.column, column),
  );
  return decided?.kind === "fill" ? decided.sql : null;
}

/** Collects the questions whose answers are still missing. */
export class Missing {
  readonly questions = new Map<string, Question>();

  /** The answer, or null while it is unknown. */
  count(situation: Situation, question: Question): number | null {
    const fact = situation.facts.get(question.key);
    if (fact === undefined) this.questions.set(question.key, question);
    return fact?.known ? fact.count : null;
  }
}
