import { fold } from "../../model/names.ts";
import { hazards } from "../../plan/kinds.ts";
import type { Item, PlanCheck } from "../../plan/plan.ts";
import { subjectNames, word } from "../../words/subject.ts";
import type { Destruction } from "../loss/destructions.ts";
import type { Demand, Guard } from "../rows/demand.ts";
import { answerTo, type RowsAnswer } from "../rows/elsewhere.ts";
import { altersColumns } from "../way/in-place.ts";
import { type PlannedChange, plannedTables } from "../way/way.ts";
import { answerToEnd } from "./elsewhere.ts";
import { check, none } from "./item.ts";

/** The rows at stake are counted again under the lock: there may be more than were approved. */
export function dropGuards(bounds: ReadonlyMap<Destruction, number>, elsewhere: readonly RowsAnswer[]): Item[] {
  return [...bounds].flatMap(([each, bound]): Item[] => {
    const { check: kind, takes } = hazards[each.rule];
    if (each.rows === null || kind === null || bound === Number.POSITIVE_INFINITY) return [];
    if (answerToEnd(elsewhere, each) !== undefined) return [];
    const kept = bound === 0 ? "every value converts without loss" : "what stays as it is was approved";
    const note = takes === "nothing" ? kept : "the approved loss";
    const expect = takes === "nothing" && bound === 0 ? none : ({ kind: "most", value: bound } as const);
    return [check(kind, each.object, expect, each.rows.count, note)];
  });
}

/**
 * Asks again what was asked of the rows while planning, with the same statement and before anything is touched, if the
 * steps themselves would not notice: ALTER COLUMN reads no rows, and SQLite converts silently.
 */
export function rowGuards(
  demands: readonly Demand[],
  changes: readonly PlannedChange[],
  bounds: ReadonlyMap<Destruction, number>,
  elsewhere: readonly RowsAnswer[],
): Item[] {
  const unseen = new Set(
    plannedTables(changes).flatMap(({ name, way }) =>
      way.how === "in-place" && altersColumns(way) ? [fold(name)] : [],
    ),
  );
  const isUnseen = ({ subject }: Demand) => unseen.has(fold(subjectNames(subject)[0] ?? ""));
  // If every value is of the new type, the conversion changes none of them.
  const converted = new Set(
    [...bounds].flatMap(([{ rule, object }, bound]) => (rule === "keep-unconverted" && bound === 0 ? [object] : [])),
  );
  const isAsked = (each: Demand) => (each.guard === "convert" ? !converted.has(each.subject) : isUnseen(each));
  const guarded = demands.flatMap((each): Guarded[] =>
    each.guard !== null && isAsked(each) && (each.promised || answerTo(elsewhere, each) === undefined)
      ? [{ ...each, guard: each.guard }]
      : [],
  );
  const groups = new Map<string, Guarded[]>();
  for (const each of guarded) {
    const { guard, question, subject } = each;
    const key = guard === "convert" ? question.key : `${subjectNames(subject)[0]} ${question.where?.rows}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map(guardOf);
}

type Guarded = Demand & { readonly guard: Guard };

/** The constraints of one table that concern the same rows are checked in one scan. */
function guardOf(asked: readonly Guarded[]): PlanCheck {
  const [first, ...more] = asked as [Guarded, ...Guarded[]];
  const { guard, subject, question } = first;
  const note = guard === "convert" ? "every value converts without loss" : null;
  if (more.length === 0 || question.where === null) return check(guard, subject, none, question.count, note);
  const wrong = asked.map(({ question: { where } }) => where?.condition);
  const about = more.every((each) => each.subject === subject) ? subject : word(subjectNames(subject)[0] ?? "");
  const sql = `SELECT count(*) FROM ${question.where.rows} WHERE ${wrong.join(" OR ")}`;
  return check("check", about, none, sql, "all its new constraints");
}
