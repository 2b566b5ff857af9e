import { EngineError } from "../database/connection.ts";
import { needsTheApplication } from "../introspect/compiles.ts";
import { fold, named } from "../model/names.ts";
import { type Pairs, pairTables } from "../planner/pair/pair-tables.ts";
import { askFilled } from "../planner/rows/ask.ts";
import type { ColumnRename } from "../diff/renames.ts";
import type { Fill } from "../planner/pair/fill.ts";
import type { Situation } from "../planner/situation.ts";
import type { Problem } from "../problem/problem.ts";
import { mentions } from "../sql/mentions.ts";
import { subject } from "../words/subject.ts";
import type { PlanRequest } from "./make-plan.ts";

/**
 * The fills that the engine refuses, whatever the rows are. Of a column that may be NULL nothing else about them is
 * asked, and a plan that fails on a person's expression does not show a bug.
 */
export async function refusedFills(
  { snapshot, beside }: PlanRequest,
  situation: Omit<Situation, "facts" | "code">,
): Promise<readonly Problem[]> {
  const { hints, decisions } = situation;
  const said = [...decisions.filter((each) => each.kind === "fill"), ...hints.fills];
  if (said.length === 0) return [];
  const pairs = pairTables(situation);
  const problems = new Map<string, Problem>();
  for (const { table, column } of said) {
    const pair = pairs.of(table);
    const filled = pair === undefined ? undefined : named(pair.columns, column);
    const question = pair === undefined || filled === undefined ? null : askFilled(pair, filled);
    const key = `${fold(table)}.${fold(column)}`;
    if (question === null || problems.has(key)) continue;
    const late = filled?.fill ? readTooEarly(filled.fill, pairs) : undefined;
    if (late !== undefined) {
      problems.set(key, tooEarly(subject(table, column), subject(late.table, late.to), situation.profile.engine));
      continue;
    }
    try {
      await snapshot.read([{ sql: `${question.find} LIMIT 0` }]);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!needsTheApplication(error.message, beside))
        problems.set(key, refused(subject(table, column), error.message));
    }
  }
  return [...problems.values()];
}

/** A column of another table that has this name only once its table is rebuilt. */
function readTooEarly({ sql, asked }: Fill, { renamedByRebuild }: Pairs): ColumnRename | undefined {
  if (sql === asked) return undefined;
  const names = mentions(sql);
  return [...renamedByRebuild.values()].flat().find(({ table, to }) => names.has(fold(table)) && names.has(fold(to)));
}

function tooEarly(column: string, read: string, engine: string): Problem {
  return {
    code: "rename-blocked",
    level: "error",
    subject: column,
    message: `the value that existing rows of ${column} get reads ${read}, which gets this name only later in the plan`,
    why: `${engine} cannot rename it in place, so its table is rebuilt`,
    help: [`rename ${read} first, in a plan of its own, then plan again`],
  };
}

function refused(column: string, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject: column,
    message: `the value that existing rows of ${column} get cannot be computed`,
    evidence: [why],
    help: [
      "write an expression that SQLite accepts: a text in single quotes, columns of the same table by their new names",
    ],
  };
}
