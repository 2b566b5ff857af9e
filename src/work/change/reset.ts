import type { ApplyOutcome } from "../../apply/events.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { runHook } from "../../target/hooks.ts";
import type { Target } from "../../target/target.ts";
import { type ChangeOptions, carryOut, hookListener, type PlanToApply } from "./change.ts";
import { confirmed } from "./confirm.ts";
import { type Context, checked, need, refuse } from "../context.ts";
import { readDecisions } from "../planning/decisions.ts";
import { type PlanningOptions, planFor } from "../planning/planning.ts";
import type { Project } from "../project.ts";
import { emptyState, goalOf, type State } from "../schema/states.ts";
import { type Aim, oneTarget, targetOf } from "../targets.ts";
import { sealed } from "../plans/write-plan.ts";

export interface ResetOptions extends ChangeOptions {
  /** The default target if left out. */
  readonly target?: string | undefined;
}

export interface Reset {
  readonly target: string;
  readonly outcome: ApplyOutcome;
}

/**
 * Empties a disposable database, creates it as declared and fills it with its seed. What it held is kept as a backup.
 */
export function reset(project: Project, options: ResetOptions = {}): Promise<Checked<Reset>> {
  return checked("reset", project.cwd, options, async (context) => {
    // The seed writes after the change, so only a full backup could be put back.
    const aim = { ...oneTarget(context, project, options.target), fullUpTo: null };
    if (!aim.disposable) refuse(notDisposable(aim));
    const goal = await goalOf(context, project, undefined);
    const target = await targetOf(context, aim);
    const emptying = await plansTo(context, aim, emptyState, { answer: approved(context) }, "emptied");
    const [first, ...others] = [...emptying, ...(await plansTo(context, aim, goal, { emptied: true }))];
    await confirmed(context, aim, options.confirm);
    const then = (target: Target) => seed(context, project, aim, target);
    if (first === undefined) {
      // Nothing is declared, and the database is empty.
      const { fingerprint } = await import("../../model/fingerprint.ts");
      return {
        target: aim.name,
        outcome: { kind: "already", target: aim.name, fingerprint: fingerprint(goal.schema) },
      };
    }
    const outcome = await carryOut(context, project, aim, [first, ...others], { ...options, create: true, then });
    return { target: aim.name, outcome: aim.seed === null ? outcome : withUndo(outcome, target.whose.place) };
  });
}

/**
 * The seed has written since then, and the database no longer matches the backup, so undo needs both stated
 * explicitly.
 */
function withUndo(outcome: ApplyOutcome, place: string): ApplyOutcome {
  if (outcome.kind !== "applied" || outcome.undo === null) return outcome;
  return { ...outcome, undo: [...outcome.undo, "--discard-writes", "--from", place] };
}

async function plansTo(
  context: Context,
  aim: Aim,
  goal: State,
  options: PlanningOptions,
  name: string | null = null,
): Promise<readonly PlanToApply[]> {
  const { planned } = await planFor(context, aim, goal, options);
  if (planned.kind === "refused") refuse(...planned.problems);
  if (planned.kind === "nothing") return [];
  const { plan } = planned;
  return [{ plan, seal: (await sealed(plan)).seal, name }];
}

/** The configuration says that everything may be lost. What is protected is still refused: that is not a question. */
function approved(context: Context): NonNullable<PlanningOptions["answer"]> {
  const said = new Set<string>();
  return async (problems: readonly Problem[]): Promise<readonly Decision[]> => {
    const flags = problems.flatMap(({ decision }) => {
      const answer = decision?.answers.find((each) => each.flags.includes("--approve"))?.flags ?? [];
      const approval = answer[answer.indexOf("--approve") + 1];
      if (approval === undefined || said.has(approval)) return [];
      said.add(approval);
      return ["--approve", approval];
    });
    return flags.length === 0 ? [] : need(context, readDecisions([...flags, "--because", "reset"]));
  };
}

async function seed(
  context: Context,
  { folder }: Project,
  { before, after, seed }: Aim,
  target: Target,
): Promise<void> {
  await runHook(target, { before, after, seed, folder }, "seed", hookListener(context));
}

function notDisposable(aim: Aim): Problem {
  return {
    code: "not-disposable",
    level: "error",
    subject: aim.name,
    message: `the configuration does not mark ${aim.name} as disposable`,
    why: "a reset empties the database",
    help: [
      "if all of its rows may always be lost, set  disposable: true  for its target",
      "to drop all tables with a plan that is reviewed:  trueup plan --to empty",
    ],
  };
}
