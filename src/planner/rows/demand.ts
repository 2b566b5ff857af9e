import type { Index, Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Question } from "../../plan/facts.ts";
import type { Problem } from "../../problem/problem.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { askDuplicates } from "./ask.ts";
import { duplicateRows } from "./refusals.ts";
import { mentions } from "../../sql/retarget.ts";
import { type Situation, findColumn, findTable } from "../situation.ts";

/** Something that the live rows can forbid: what to ask them, and what to say where the answer is not zero. */
export interface Demand {
  readonly question: Question;
  /** The table or column it is about, as a person would name it. */
  readonly subject: string;
  /** The tables and columns that the answer rests on: where one of them may be a renamed one, the answer means nothing yet. */
  readonly rests: readonly string[];
  readonly refuse: (count: number, sample: readonly string[], find: string) => Problem;
}

export function demand(
  question: Question | null,
  about: string,
  refuse: Demand["refuse"],
  rests: readonly string[] = [about],
): Demand[] {
  return question === null ? [] : [{ question, subject: about, rests, refuse }];
}

export function columnsOf(table: Table, names: readonly string[]): string[] {
  return names.flatMap((name) => findColumn(table, name)?.name ?? []).map((name) => subject(table.name, name));
}

export function unique(
  situation: Situation,
  table: Table,
  terms: readonly string[],
  names: readonly string[],
  filter: string | null = null,
): Demand[] {
  return demand(
    askDuplicates(situation, table, terms, filter),
    subject(table.name),
    (...facts) => duplicateRows(table.name, names, ...facts),
    columnsOf(table, [...names.flatMap((name) => [name, ...mentions(name)]), ...mentions(filter ?? "")]),
  );
}

export function uniqueIndex(situation: Situation, index: Index): Demand[] {
  const table = findTable(situation.target, index.table);
  if (!index.unique || table === null) return [];
  const terms = index.terms.map((term) => {
    const value = term.column === null ? `(${term.expr?.text}\n)` : qualified(table.name, term.column);
    return `${value} COLLATE ${quoteName(term.collate ?? "BINARY")}`;
  });
  return unique(
    situation,
    table,
    terms,
    index.terms.map((term) => term.column ?? term.expr?.text ?? ""),
    index.where?.text ?? null,
  );
}
