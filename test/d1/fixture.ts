import { besideWith } from "../../src/plan/of-application.ts";
import { type Beside, nothingBeside } from "../../src/model/beside.ts";
import type { Decision, Plan } from "../../src/plan/plan.ts";
import { readPlan, type SealedPlan } from "../../src/plan/read.ts";
import { writePlan } from "../../src/plan/write.ts";
import { type Hints, noHints } from "../../src/model/hints.ts";
import type { Schema } from "../../src/model/schema.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import { makePlan, type Planned } from "../../src/prove/make-plan.ts";
import { type Problem, ProblemError } from "../../src/problem/problem.ts";
import type { ApplyOutcome } from "../../src/apply/events.ts";
import type { RestoreOutcome } from "../../src/apply/restore-outcome.ts";
import { statementsIn } from "../../src/sql/statement.ts";
import type { ChangeHooks, ChangeRequest, Target } from "../../src/target/target.ts";
import { quiet, targetAt } from "../kit/target.ts";
import { schemaOf } from "../kit/database.ts";
import type { Database, Front } from "./front.ts";

export function targetOf(front: Front, database: Pick<Database, "url">): Promise<Target> {
  return targetAt(database.url, { authToken: front.token, apiUrl: front.api });
}

/** The statements of a file, each by itself. */
export function statements(text: string): readonly string[] {
  return statementsIn(text).map((tokens) => text.slice(tokens[0]?.start, tokens.at(-1)?.end));
}

/** Fills a database as a dump does, with rows in any order, and orphans among them. */
export async function fill(database: Database, ...texts: readonly string[]): Promise<void> {
  const all = texts.flatMap(statements);
  await database.run("PRAGMA defer_foreign_keys = ON", ...all, "PRAGMA defer_foreign_keys = OFF");
}

export async function planFor(
  target: Target,
  goal: { readonly schema: Schema; readonly hints: Hints },
  decisions: readonly Decision[] = [],
  beside: Beside = nothingBeside,
): Promise<Planned> {
  const { schema, hints } = goal;
  const looked = await target.look((connection) =>
    connection.snapshot(async (snapshot) => {
      const live = await introspect(snapshot, beside);
      if (!live.ok) throw new ProblemError(...live.problems);
      const said = {
        hints,
        decisions,
        protect: [],
        beside,
        columnOrder: false,
        profile: connection.profile,
      };
      return makePlan({ snapshot, live: live.value, target: schema, ...said });
    }),
  );
  if (!looked.ok) throw new ProblemError(...looked.problems);
  return looked.value;
}

/** The plan from what exists to what these statements make, sealed. */
export async function planTo(target: Target, sql: string, decisions: readonly Decision[] = []): Promise<SealedPlan> {
  const planned = await planFor(target, { schema: schemaOf(sql), hints: noHints }, decisions);
  if (planned.kind === "refused") throw new ProblemError(...planned.problems);
  if (planned.kind !== "plan") throw new Error("there is nothing to do");
  return sealed(planned.plan);
}

export function sealed(plan: Plan): SealedPlan {
  const read = readPlan(writePlan(plan), "x.plan.sql");
  if (!read.ok) throw new ProblemError(...read.problems);
  return read.value;
}

export function applyTo(
  target: Target,
  { plan, seal }: SealedPlan,
  root: string,
  more: Partial<ChangeRequest> = {},
  hooks: Partial<ChangeHooks> = {},
): Promise<ApplyOutcome> {
  const request: ChangeRequest = {
    plan,
    seal,
    planName: null,
    beside: besideWith(nothingBeside, [plan]),
    lockTimeout: 1000,
    place: { root, name: "d1" },
    backup: "none",
    keep: null,
    estimates: {},
    create: false,
    allowLong: false,
    writersStopped: false,
    replicas: [],
    ...more,
  };
  return target.change(request, { ...quiet, ...hooks });
}

export function putBack(
  target: Target,
  backup: string,
  root: string,
  more: { readonly discardWrites?: boolean } = {},
): Promise<RestoreOutcome> {
  const request = { backup, lockTimeout: 1000, place: { root, name: "d1" }, keep: null, beside: nothingBeside };
  return target.putBack({ ...request, discardWrites: false, writersStopped: false, ...more }, quiet);
}

/** How a change ended, in the words that the tests compare. */
export function short(outcome: ApplyOutcome | RestoreOutcome) {
  const problems: readonly Problem[] = "problems" in outcome ? outcome.problems : [];
  return {
    kind: outcome.kind,
    codes: problems.map(({ code }) => code),
    evidence: problems.flatMap(({ evidence = [] }) => evidence),
  };
}
