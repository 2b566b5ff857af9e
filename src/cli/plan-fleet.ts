import type { Target } from "../compile/config-type.ts";
import { type Cohort, planFleet as planAll } from "../fleet/plan.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { Decision } from "../plan/plan.ts";
import { plural, short } from "../report/number.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { fleetOf, looking, memberAim } from "./fleet.ts";
import { document } from "./json-out.ts";
import type { Comparison } from "./planning.ts";
import type { Project } from "./project.ts";
import type { Shell } from "./shell.ts";
import { goal } from "./states.ts";
import { planDocument, tellComparison, type Written, writePlanFile } from "./tell-plan.ts";

/** One plan for each distinct state of a fleet. With --out each gets a file; the base is in its name where there are several. */
export async function planFleet(
  shell: Shell,
  project: Project,
  target: Target,
  decisions: readonly Decision[],
): Promise<Exit> {
  const to = await goal(shell, project);
  const { aim, members } = await fleetOf(shell, project, target);
  const columnOrder = shell.options.flag("column-order");
  const planned = await planAll({
    members,
    target: to.schema,
    fingerprint: fingerprint(to.schema, columnOrder ? "fp1o" : "fp1"),
    hints: to.hints,
    decisions,
    protect: aim.protect,
    ignore: aim.ignore,
    columnOrder,
    token: aim.authToken ?? null,
    onLook: looking(shell),
  });
  const told: unknown[] = [];
  let exit: Exit = exits.done;
  for (const cohort of planned.cohorts) {
    const first = cohort.members[0];
    if (first === undefined) continue;
    const file = await written(shell, cohort, planned.cohorts.length);
    const name = `${plural(cohort.members.length, "database")} like ${first.name}`;
    const comparison: Comparison = {
      aim: { ...memberAim(aim, first), name },
      goal: to,
      planned: cohort.planned,
      decisions,
    };
    if (cohort.planned.kind === "refused") exit = exitFor(cohort.planned.problems);
    if (shell.json)
      told.push({ databases: cohort.members.map((each) => each.name), ...planDocument(shell, comparison, file) });
    else await tellComparison(shell, comparison, file, null);
  }
  for (const { problems } of planned.unreadable) if (!shell.json) shell.out.problems(problems, shell.sources);
  if (planned.unreadable.length > 0 && exit === exits.done) exit = exits.fleet;
  if (shell.json)
    shell.out.print(document(shell, exit, { target: target.name, done: planned.done.length, states: told }));
  else
    shell.out.print(
      `${plural(members.length, "database")}: ${planned.done.length} done, ${plural(planned.cohorts.length, "state")} to bring on, ${planned.unreadable.length} unreadable.`,
    );
  const differs = planned.cohorts.length > 0 && shell.options.flag("exit-code");
  return exit === exits.done && differs ? exits.differs : exit;
}

async function written(shell: Shell, cohort: Cohort, states: number): Promise<Written | null> {
  const out = shell.options.text("out");
  if (out === undefined || cohort.planned.kind !== "plan") return null;
  const base = short(cohort.fingerprint).replace(/^.*:/, "");
  const name = states === 1 ? out : out.replace(/(\.plan)?\.sql$/, "").concat(`-${base}.plan.sql`);
  return writePlanFile(shell, cohort.planned.plan, name);
}
