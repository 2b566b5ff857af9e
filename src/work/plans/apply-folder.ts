import type { ApplyOutcome } from "../../apply/events.ts";
import { expectNone } from "../../target/change-process.ts";
import { type CarryOutOptions, carryOut, type PlanToApply } from "../change/change.ts";
import { confirmed } from "../change/confirm.ts";
import type { Context } from "../context.ts";
import { expectSeals } from "../change/expect-seals.ts";
import { explainStale } from "../change/explain-stale.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";
import type { Aim } from "../targets.ts";
import { groundOf, type Way, wayOf } from "./way.ts";

export type FolderOutcome =
  /** The database matches the declarations. */
  | { readonly kind: "nothing"; readonly target: string; readonly fingerprint: string }
  | { readonly kind: "database"; readonly target: string; readonly outcome: ApplyOutcome };

/** Brings a database to the declarations with the plans of a folder, or fails without touching anything. */
export async function applyFolder(
  context: Context,
  project: Project,
  aim: Aim,
  folder: string,
  options: CarryOutOptions & { readonly seals?: readonly string[] },
): Promise<FolderOutcome> {
  const ground = await groundOf(context, project, folder);
  const target = aim.name;
  let done: FolderOutcome | null = null;
  for (let last = ""; ; ) {
    const way = await wayOf(context, project, aim, ground);
    if (way.kind === "there" && done !== null) return done;
    if (way.kind === "there") {
      expectNone();
      return { kind: "nothing", target, fingerprint: way.fingerprint };
    }
    // Reported and confirmed once, before anything is done.
    if (last === "") {
      if (way.kind === "plans") expectSeals(way.files, options.seals ?? []);
      sayWay(context, target, way, folder);
      await confirmed(context, aim, options.confirm);
    }
    const plans = plansOf(way);
    const outcome = await carryOut(context, project, aim, plans, options);
    // Another process may have applied some or all of the plans meanwhile: then the state of the database is read
    // again.
    const seals = plans.map(({ seal }) => seal).join(" ");
    const moved = outcome.kind === "already" || (outcome.kind === "stale" && seals !== last);
    last = seals;
    if (moved) continue;
    const [file] = way.kind === "plans" ? way.files : [];
    const told = file === undefined ? outcome : await explainStale(context, project, aim, file, outcome);
    done = { kind: "database", target, outcome: told };
    // No plan covers rows that users wrote. If some rows are declared, they are compared again.
    if (outcome.kind !== "applied" || ground.goal.schema.rows === undefined) return done;
  }
}

type Changing = Exclude<Way, { kind: "there" }>;

function sayWay({ tell, cwd }: Context, target: string, way: Changing, folder: string): void {
  if (way.kind === "create") {
    tell({ kind: "creating", target, folder });
    return;
  }
  const plans = way.files.map(({ name }) => name);
  tell({ kind: "behind", target, plans, instead: way.instead.map(({ file }) => shownFrom(cwd, file)) });
}

function plansOf(way: Changing): readonly [PlanToApply, ...PlanToApply[]] {
  return way.kind === "create" ? [{ plan: way.plan, seal: way.seal, name: null }] : way.files;
}
