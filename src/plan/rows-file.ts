import { lineLike, namePattern, unword, word } from "../words/subject.ts";
import type { FoundFact, FoundRows, PlanRows } from "./plan.ts";
import { type Line, Unusable } from "./unusable.ts";

/** Where a plan starts and leads in terms of declared rows, next to the fingerprints of the schema. */
export type RowsEnds = Pick<PlanRows, "base" | "target">;

export function writeRowsEnds(rows: PlanRows | undefined): readonly string[] {
  return rows === undefined ? [] : [`--@ rows-base   ${rows.base}`, `--@ rows-target ${rows.target}`];
}

/** What was found in the tables, a line for each row. From it the steps can be derived again without the database. */
export function writeFound(rows: PlanRows | undefined): readonly string[] {
  return (rows?.found ?? []).flatMap(({ table, facts }) => [
    `--@ before-rows ${word(table)}`,
    ...facts.map((fact) => `--= ${JSON.stringify(fact)}`),
  ]);
}

export interface RowsDraft {
  rowsBase: string | null;
  rowsTarget: string | null;
}

/** Reads a line of the header; false if it is not one of these. */
export function takeRowsLine(draft: RowsDraft, said: string, line: Line): boolean {
  const [word = ""] = said.split(" ", 1);
  if (word !== "rows-base" && word !== "rows-target") return false;
  const digest = /^rows-(?:base|target) +(rows1:[0-9a-f]{64})$/.exec(said)?.[1];
  if (digest === undefined) throw new Unusable("this is not a digest of rows that this trueup knows", line);
  if (word === "rows-base") draft.rowsBase = digest;
  else draft.rowsTarget = digest;
  return true;
}

/** Null if the plan has no declared rows. */
export function rowsEnds({ rowsBase, rowsTarget }: RowsDraft, first: Line | undefined): RowsEnds | null {
  if (rowsBase === null && rowsTarget === null) return null;
  if (rowsBase === null || rowsTarget === null)
    throw new Unusable("the file has the digest of its rows at one end only", first ?? null);
  return { base: rowsBase, target: rowsTarget };
}

const before = lineLike(`^before-rows (${namePattern})$`);

export function readFound(said: string, line: Line, body: readonly Line[]): FoundRows {
  const table = before(said)?.[1];
  if (table === undefined) throw new Unusable("this line cannot be read", line);
  const lines = body.filter(({ text }) => text.trim() !== "");
  return { table: unword(table), facts: lines.map(factIn) };
}

function factIn(line: Line): FoundFact {
  const fact: unknown = line.text.startsWith("--= ") ? parsed(line.text.slice(4)) : null;
  if (!isFact(fact)) throw new Unusable("this does not say what was found in a row", line);
  return fact;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isFact(value: unknown): value is FoundFact {
  if (typeof value !== "object" || value === null || !("fact" in value)) return false;
  switch (value.fact) {
    case "missing":
      return "key" in value && isTexts(value.key);
    case "all-missing":
      return "rows" in value && Number.isSafeInteger(value.rows);
    case "changed":
      return "key" in value && isTexts(value.key) && "live" in value && isTexts(value.live, true);
    case "extra":
      return "live" in value && isTexts(value.live);
    case "referring":
      return (
        "on" in value &&
        isEvent(value.on) &&
        "by" in value &&
        isTexts(value.by) &&
        "does" in value &&
        isEvent(value.does) &&
        "rows" in value &&
        Number.isSafeInteger(value.rows)
      );
    default:
      return false;
  }
}

function isEvent(value: unknown): boolean {
  return value === "delete" || value === "update";
}

function isTexts(value: unknown, gaps = false): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string" || (gaps && each === null));
}
