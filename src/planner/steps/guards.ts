import { fold } from "../../model/names.ts";
import { anyOf } from "../../sql/any-of.ts";
import { grouped } from "../../model/grouped.ts";
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
  const counted: Item[] = [];
  const converted: Guarded[] = [];
  for (const [each, bound] of bounds) {
    const { check: kind, takes } = hazards[each.rule];
    if (each.rows === null || kind === null || bound === Number.POSITIVE_INFINITY) continue;
    if (answerToEnd(elsewhere, each) !== undefined) continue;
    if (takes === "nothing" && bound === 0) {
      converted.push({ guard: "convert", subject: each.object, question: each.rows });
      continue;
    }
    const note = takes === "nothing" ? "what stays as it is was approved" : "the approved loss";
    counted.push(check(kind, each.object, { kind: "most", value: bound }, each.rows.count, note));
  }
  return [...counted, ...guardsOf(converted)];
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
  return guardsOf(guarded);
}

type Guarded = Pick<Demand, "subject" | "question"> & { readonly guard: Guard };

/** What concerns the same rows of one table is checked in one scan: its constraints, and its conversions. */
function guardsOf(guarded: readonly Guarded[]): PlanCheck[] {
  const key = ({ guard, question: { key, where }, subject }: Guarded) =>
    where === null ? key : `${guard === "convert"} ${subjectNames(subject)[0]} ${where.rows}`;
  return [...grouped(guarded, key).values()].map(guardOf);
}

function guardOf(asked: readonly Guarded[]): PlanCheck {
  const [first, ...more] = asked as [Guarded, ...Guarded[]];
  const { guard, subject, question } = first;
  const note = guard === "convert" ? "every value converts without loss" : null;
  if (more.length === 0 || question.where === null) return check(guard, subject, none, question.count, note);
  const wrong = asked.flatMap(({ question: { where } }) => where?.condition ?? []);
  const about = more.every((each) => each.subject === subject) ? subject : word(subjectNames(subject)[0] ?? "");
  const from = `SELECT count(*) FROM ${question.where.rows}`;
  return guard === "convert"
    ? check(guard, about, none, `${from}\n  WHERE ${anyOf(wrong, "\n  OR ")}`, note)
    : check("check", about, none, `${from} WHERE ${anyOf(wrong)}`, "all its new constraints");
}
