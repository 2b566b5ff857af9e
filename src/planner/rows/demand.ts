import { named } from "../../model/names.ts";
import { keyOfUnique } from "../../model/declaration-keys.ts";
import type { Check, Index, PrimaryKey, Table, Unique } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Question } from "../../model/facts.ts";
import type { CheckKind } from "../../plan/kinds.ts";
import type { Problem } from "../../problem/problem.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import type { Pairs } from "../pair/pair-tables.ts";
import type { TablePair } from "../pair/table-pair.ts";
import { onOneLine } from "../../sql/fragment.ts";
import { askCheck, askDuplicates, termExpression } from "./ask.ts";
import { isImplied, isPromised, type Today } from "./promised.ts";
import { checkRows, duplicateRows } from "./refusals.ts";

/** Something that the live rows can forbid: what to ask them, and what to report if the answer is not zero. */
export interface Demand {
  readonly question: Question;
  /** The table or column it is about, as a person would name it. */
  readonly subject: string;
  /**
   * The tables and columns that the answer depends on. If one of them may be a renamed one, the answer means nothing
   * yet.
   */
  readonly rests: readonly string[];
  readonly refuse: (count: number, sample: readonly string[], find: string) => Problem;
  /**
   * The check by which the plan asks the same again, because no step would notice; null if SQLite notices by itself.
   */
  readonly guard: Guard | null;
  /** Its name in answers for rows on other people's machines; null if only a fill answers it. */
  readonly rule: Rule | null;
  /** Whether no row can violate it, because the live schema already guarantees it. */
  readonly promised: boolean;
}

export interface Rule {
  readonly name: RuleName;
  readonly object: string;
}

export const ruleNames = [
  "not-null",
  "convert",
  "check",
  "unique",
  "references",
] as const satisfies readonly CheckKind[];

export type RuleName = (typeof ruleNames)[number];

/** `convert`: SQLite converts silently. The others are checked by a rebuild, but not by an ALTER COLUMN. */
export type Guard = Extract<CheckKind, "not-null" | "check" | "convert">;

interface MoreOfDemand {
  readonly rests?: readonly string[];
  readonly guard?: Guard | null;
  readonly rule?: RuleName;
  /** If it differs from the subject. */
  readonly object?: string;
  readonly promised?: boolean;
}

export function demand(
  question: Question | null,
  about: string,
  refuse: Demand["refuse"],
  { rests = [about], guard = null, rule, object = about, promised = false }: MoreOfDemand = {},
): Demand[] {
  const named = rule === undefined ? null : { name: rule, object };
  return question === null ? [] : [{ question, subject: about, rests, refuse, guard, rule: named, promised }];
}

/** `users.email`, `users(first, last)`: what a rule over several columns, or an expression, is called. */
export function ruleOver(table: Table, names: readonly string[]): string {
  const [only] = names;
  const one = names.length === 1 && only !== undefined && named(table.columns, only) !== undefined;
  return one ? subject(table.name, only) : `${subject(table.name)}(${names.map(onOneLine).join(", ")})`;
}

export function columnSubjects(table: Table, names: readonly string[]): string[] {
  return names.flatMap((name) => named(table.columns, name)?.name ?? []).map((name) => subject(table.name, name));
}

function unique(
  pair: TablePair,
  terms: readonly string[],
  names: readonly string[],
  places: readonly string[],
  promised: boolean,
  filter: string | null = null,
): Demand[] {
  return demand(
    askDuplicates(pair, terms, filter),
    subject(pair.name),
    (...facts) => duplicateRows(pair.name, names, places, ...facts),
    {
      rests: columnSubjects(pair.to, [
        ...names.flatMap((name) => [name, ...mentions(name)]),
        ...mentions(filter ?? ""),
      ]),
      rule: "unique",
      object: ruleOver(pair.to, names),
      promised,
    },
  );
}

/** A UNIQUE constraint, or the primary key. */
export function uniqueKey(pair: TablePair, key: Unique | PrimaryKey, today: Today): Demand[] {
  const { terms } = key;
  const names = terms.map((term) => term.column);
  return unique(
    pair,
    terms.map((term) => termExpression(pair.to, term)),
    names,
    key === pair.to.primaryKey ? [`primary-key:${pair.name}`] : [keyOfUnique(pair.name, names)],
    isPromised(pair, today, terms),
  );
}

export function uniqueIndex(pairs: Pairs, index: Index, today: Today): Demand[] {
  const pair = pairs.of(index.table);
  if (!index.unique || pair === undefined) return [];
  const terms = index.terms.map((term) => {
    const value = term.column === null ? `(${term.expr?.text}\n)` : qualified(pair.name, term.column);
    return `${value} COLLATE ${quoteName(term.collate ?? "BINARY")}`;
  });
  return unique(
    pair,
    terms,
    index.terms.map((term) => term.column ?? term.expr?.text ?? ""),
    [`index:${index.name}`],
    index.terms.every(({ column }) => column !== null) &&
      isPromised(
        pair,
        today,
        index.terms.map(({ column, collate }) => ({ column: column ?? "", collate })),
      ),
    index.where?.text ?? null,
  );
}

export function checkHolds(pair: TablePair, check: Check): Demand[] {
  return demand(
    askCheck(pair, check.expr.text),
    subject(pair.name),
    (...facts) => checkRows(pair.to, check, ...facts),
    {
      rests: columnSubjects(pair.to, [...mentions(check.expr.text)]),
      guard: "check",
      rule: "check",
      object: check.name === null ? ruleOver(pair.to, [check.expr.text]) : subject(pair.name, check.name),
      promised: isImplied(pair, check),
    },
  );
}
