import { dirname } from "node:path";
import type { Target } from "../compile/config/config-type.ts";
import { type Cohort, type FleetPlanned, planFleet as planAll } from "../fleet/plan.ts";
import { withoutSecrets } from "../target/kinds.ts";
import { fingerprint } from "../model/fingerprint.ts";
import type { Decision } from "../plan/plan.ts";
import { plural } from "../plan/words.ts";
import { short } from "../report/number.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { exitFor } from "./exit-for.ts";
import { fleetOf, looking, memberAim } from "../work/fleet.ts";
import { document } from "./json-out.ts";
import { planFor } from "../work/planning.ts";
import type { Project } from "../work/project.ts";
import { unneeded } from "./rebase.ts";
import type { Shell } from "./shell.ts";
import { goalOf, type State } from "../work/states.ts";
import type { Aim } from "../work/targets.ts";
import { planDocument, type Told, tellComparison, type Written, writePlanFile } from "./tell-plan.ts";

/** One plan for each distinct state of a fleet. With --out each gets a file; its base is in the name where there are several. */
export async function planFleet(
  shell: Shell,
  project: Project,
  target: Target,
  decisions: readonly Decision[],
): Promise<Exit> {
  const to = await goalOf(shell, project, shell.options.text("to"));
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
  const wrote: string[] = [];
  let exit: Exit = planned.unreadable.length > 0 ? exits.fleet : exits.done;
  for (const cohort of await unusedElsewhere(shell, aim, to, planned.cohorts, decisions)) {
    const file = await written(shell, cohort, planned.cohorts.length);
    if (file !== null) wrote.push(file.path);
    if (cohort.planned.kind === "refused") exit = exitFor(cohort.planned.problems);
    const comparison = comparisonOf(aim, to, cohort, decisions);
    const databases = cohort.members.map((each) => each.name);
    if (shell.json) told.push({ databases, ...planDocument(shell, comparison, file) });
    else {
      await tellComparison(shell, comparison, file, null);
      shell.out.print("");
    }
  }
  if (shell.json)
    shell.out.print(document(shell, exit, { target: target.name, done: planned.done.length, states: told }));
  else summary(shell, target, members.length, planned, wrote);
  const differs = planned.cohorts.length > 0 && shell.options.flag("exit-code");
  return exit === exits.done && differs ? exits.differs : exit;
}

function comparisonOf(aim: Aim, goal: State, { members, planned }: Cohort, decisions: readonly Decision[]): Told {
  const [first] = members;
  const name = `${plural(members.length, "database")} like ${first?.name}`;
  const one = first === undefined ? aim : memberAim(aim, first);
  return { target: name, place: withoutSecrets(one.url), goal, planned, decisions, many: true };
}

function summary(shell: Shell, target: Target, all: number, planned: FleetPlanned, wrote: readonly string[]): void {
  for (const { problems } of planned.unreadable) shell.out.problems(problems, shell.sources);
  const counts = `${planned.done.length} done, ${plural(planned.cohorts.length, "state")} to bring on`;
  shell.out.print(`${plural(all, "database")}: ${counts}, ${planned.unreadable.length} unreadable.`);
  for (const path of wrote) shell.out.print(`Wrote ${path}.`);
  if (wrote[0] === undefined) return;
  const command = `trueup apply ${dirname(wrote[0])} ${target.name} --canary 1`;
  shell.out.print(`Next: review and commit, then  ${shell.out.data.style.command(command)}`);
}

/** A decision that one state has no use for is no mistake where another one has. */
async function unusedElsewhere(
  shell: Shell,
  aim: Aim,
  to: State,
  cohorts: readonly Cohort[],
  decisions: readonly Decision[],
): Promise<readonly Cohort[]> {
  const unused = cohorts.map(({ planned }) =>
    planned.kind === "refused" ? unneeded(planned.problems, decisions) : [],
  );
  const useless = decisions.filter((decision) => unused.every((each) => each.includes(decision)));
  const again: Cohort[] = [];
  for (const [index, cohort] of cohorts.entries()) {
    const [first] = cohort.members;
    const idle = (unused[index] ?? []).filter((decision) => !useless.includes(decision));
    const needed = decisions.filter((decision) => !idle.includes(decision));
    if (first === undefined || idle.length === 0) again.push(cohort);
    else again.push({ ...cohort, planned: await replanned(shell, memberAim(aim, first), to, needed) });
  }
  return again;
}

async function replanned(shell: Shell, aim: Aim, to: State, decisions: readonly Decision[]) {
  const { planned } = await planFor(shell, aim, to, { decisions, columnOrder: shell.options.flag("column-order") });
  return planned;
}

async function written(shell: Shell, cohort: Cohort, states: number): Promise<Written | null> {
  const out = shell.options.text("out");
  if (out === undefined || cohort.planned.kind !== "plan") return null;
  const base = short(cohort.fingerprint).replace(/^.*:/, "");
  const name = states === 1 ? out : out.replace(/(\.plan)?\.sql$/, "").concat(`-${base}.plan.sql`);
  return writePlanFile(shell, cohort.planned.plan, name);
}
