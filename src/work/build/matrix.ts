import { openNodeSqlite } from "../../database/node-sqlite.ts";
import { fold } from "../../model/names.ts";
import type { Schema, Table } from "../../model/schema.ts";
import { writeDecision } from "../../plan/directive.ts";
import type { Item } from "../../plan/plan.ts";
import { saysAnswer } from "../../planner/rows/elsewhere.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Awkward, valuesFor, writable } from "../../prove/allowed-rows.ts";
import { affected, within } from "../../prove/affected.ts";
import type { ReleaseResult } from "../../report/releases.ts";
import { mentions } from "../../sql/mentions.ts";
import { subject } from "../../words/subject.ts";
import { emptyBase, openIn, type Vintage } from "./bundle.ts";
import { tryOnRows, type Outcome } from "./try-on-rows.ts";
import type { OpenNative } from "./native-scratch.ts";
import type { ForAllBases } from "./plan-base.ts";

/** Proves the plan for a base on an empty schema, and on rows that its constraints allow. */
export function proveVintage(
  { base, planned, stored }: Vintage,
  { target, beside }: ForAllBases,
  open: OpenNative = openNodeSqlite,
): ReleaseResult {
  const { releases, fingerprint, schema } = base;
  const none = { databases: 0, rows: 0, rowless: [], refuses: [], needs: [], problems: [] };
  const told = { releases, fingerprint, engine: null, ...none };
  if (planned.kind === "refused") return { ...told, state: "open", problems: openIn([{ base, planned }]) };
  const { items } = planned;
  const needs = [...planned.decisions.map(writeDecision), ...planned.answers.map(saysAnswer)];
  if (items.length === 0 && base !== emptyBase) return { ...told, state: "same" };
  // What the plan does not touch need not be created again for each value.
  const seeds = new Set(items.flatMap(({ sql }) => [...mentions(sql)].map(fold)));
  const inside = affected(seeds, [schema, target]);
  const [from, to] = [within(schema, inside), within(target, inside)];
  const rowless = new Set<string>();
  const refuses = new Set<string>();
  const problems: Problem[] = [];
  let [databases, rows] = [0, 0];
  const tryOn = (awkward: Awkward | null): Outcome => {
    const tried = tryOnRows(from, items, to, beside, awkward, stored === undefined ? null : open);
    databases += 1;
    rows += tried.rows;
    for (const table of tried.rowless) rowless.add(table);
    if (tried.outcome.kind === "refused") refuses.add(tried.outcome.rule);
    return tried.outcome;
  };
  const plain = tryOn(null);
  if (plain.kind === "failed") problems.push(failure(plain, releases, "plain rows"));
  for (const table of problems.length > 0 ? [] : touched(from, items)) {
    const awkward = { table: table.name, column: null, value: null };
    const all = tryOn(awkward);
    if (all.kind === "reached") continue;
    // Finds the column, and which of its values it was: a value that is refused must not hide what another value does.
    const found = writable(table).flatMap(({ name: column }) => failedIn(tryOn, table, column, releases));
    problems.push(...found);
    if (found.length === 0 && all.kind === "failed")
      problems.push(failure(all, releases, `values of every kind in ${subject(table.name)}`));
  }
  const state = problems.length > 0 ? "fails" : refuses.size > 0 ? "refuses" : "reaches";
  return { ...told, state, databases, rows, rowless: [...rowless], refuses: [...refuses].sort(), needs, problems };
}

type TryOn = (awkward: Awkward) => Outcome;

function failedIn(tryOn: TryOn, table: Table, column: string, releases: readonly string[]): readonly Problem[] {
  const whole = tryOn({ table: table.name, column, value: null });
  if (whole.kind === "reached") return [];
  const failed = [...new Set(valuesFor(table, column))].flatMap((value) => {
    const outcome = tryOn({ table: table.name, column, value });
    return outcome.kind === "failed" ? [{ outcome, value }] : [];
  });
  const [first] = failed;
  const values = failed.map(({ value }) => value).slice(0, 5);
  const on = subject(table.name, column);
  if (first !== undefined) return [failure(first.outcome, releases, `${values.join(", ")} in ${on}`)];
  return whole.kind === "failed" ? [failure(whole, releases, `several values in ${on}`)] : [];
}

/** The tables that a plan names. */
function touched(base: Schema, items: readonly Item[]): readonly Table[] {
  const named = new Set(items.flatMap(({ sql }) => [...mentions(sql)].map(fold)));
  return base.tables.filter(({ name }) => named.has(fold(name)));
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
    message: `a database of ${releases[0] ?? "no release"} with ${rows} does not reach the declarations`,
    evidence: [`${where}: ${why}`, ...(at === null ? [] : [at.sql.length > 200 ? `${at.sql.slice(0, 200)}…` : at.sql])],
    help: ["repair such rows with a fill or a repair, or say that this release does not start there"],
  };
}
