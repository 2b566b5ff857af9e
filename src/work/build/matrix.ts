import { fold, sameName } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { writeDecision } from "../../plan/directive.ts";
import type { Item } from "../../plan/plan.ts";
import { saysAnswer } from "../../planner/rows/elsewhere.ts";
import type { Problem } from "../../problem/problem.ts";
import { valuesFor, writable } from "../../prove/allowed-rows.ts";
import { affected, within } from "../../prove/affected.ts";
import type { ReleaseResult } from "../../report/releases.ts";
import { mentions } from "../../sql/mentions.ts";
import { subject } from "../../words/subject.ts";
import { emptyBase, openIn, type Vintage } from "./bundle.ts";
import { carryOut, type Outcome } from "./carry-out.ts";
import type { Way } from "./plan-base.ts";

/** Proves a base on an empty schema, as its plan was, and on rows that its constraints allow. */
export function proveVintage({ base, planned }: Vintage, { target, beside }: Way): ReleaseResult {
  const { releases, fingerprint, schema } = base;
  const none = { databases: 0, rows: 0, rowless: [], refuses: [], needs: [], problems: [] };
  const told = { releases, fingerprint, engine: null, ...none };
  if (planned.kind === "refused") return { ...told, state: "open", problems: openIn([{ base, planned }]) };
  const { items } = planned;
  const needs = [...planned.decisions.map(writeDecision), ...planned.answers.map(saysAnswer)];
  if (items.length === 0 && base !== emptyBase) return { ...told, state: "same" };
  // What the plan does not touch need not be made again for each value.
  const seeds = new Set(items.flatMap(({ sql }) => [...mentions(sql)].map(fold)));
  const inside = affected(seeds, [schema, target]);
  const [from, to] = [within(schema, inside), within(target, inside)];
  const rowless = new Set<string>();
  const refuses = new Set<string>();
  const problems: Problem[] = [];
  let [databases, rows] = [0, 0];
  const tryOn = (awkward: Parameters<typeof carryOut>[4]): Outcome => {
    const tried = carryOut(from, items, to, beside, awkward);
    databases += 1;
    rows += tried.rows;
    for (const table of tried.rowless) rowless.add(table);
    if (tried.outcome.kind === "refused") refuses.add(tried.outcome.note.replace("refuse ", ""));
    return tried.outcome;
  };
  const plain = tryOn(null);
  if (plain.kind === "failed") problems.push(failure(plain, releases, "plain rows"));
  for (const { table, column } of problems.length > 0 ? [] : touched(from, items)) {
    const whole = tryOn({ table: table.name, column, value: null });
    // Which of the values it was, and whether the others come through.
    const each = whole.kind === "reached" ? [] : [...new Set(valuesFor(table, column))];
    const failed = each.flatMap((value) => {
      const outcome = tryOn({ table: table.name, column, value });
      return outcome.kind === "failed" ? [{ outcome, value }] : [];
    });
    const [first] = failed;
    const values = failed
      .map(({ value }) => value)
      .slice(0, 5)
      .join(", ");
    if (first !== undefined)
      problems.push(failure(first.outcome, releases, `${values} in ${subject(table.name, column)}`));
    else if (whole.kind === "failed")
      problems.push(failure(whole, releases, `several values in ${subject(table.name, column)}`));
  }
  const state = problems.length > 0 ? "fails" : refuses.size > 0 ? "refuses" : "reaches";
  return { ...told, state, databases, rows, rowless: [...rowless], refuses: [...refuses].sort(), needs, problems };
}

/** The columns of the tables that a plan names. */
function touched(base: Schema, items: readonly Item[]) {
  const named = new Set(items.flatMap(({ sql }) => [...mentions(sql)]));
  return base.tables
    .filter(({ name }) => [...named].some((each) => sameName(each, name)))
    .flatMap((table) => writable(table).map(({ name }) => ({ table, column: name })));
}

function failure(
  { at, why }: Extract<Outcome, { kind: "failed" }>,
  releases: readonly string[],
  rows: string,
): Problem {
  const where = at === null ? "at the end" : `at ${at.kind} ${at.kind === "step" ? at.step : at.check} ${at.subject}`;
  return {
    code: "vintage-fails",
    level: "error",
    subject: releases[0] ?? "an empty database",
    message: `a database of ${releases[0] ?? "no release"} with ${rows} does not come to the declarations`,
    evidence: [`${where}: ${why}`, ...(at === null ? [] : [at.sql.length > 200 ? `${at.sql.slice(0, 200)}…` : at.sql])],
    help: ["mend such rows with a fill or a repair, or say that this release does not start there"],
  };
}
