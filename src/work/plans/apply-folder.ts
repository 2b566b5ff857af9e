import type { Applied, ApplyOutcome } from "../../apply/events.ts";
import { asOne } from "../../target/change-all.ts";
import { expectNone } from "../../target/change-process.ts";
import { type CarryOutOptions, carryOut, type PlanToApply } from "../change/change.ts";
import { confirmed } from "../change/confirm.ts";
import type { Context } from "../context.ts";
import { expectSeals } from "../change/expect-seals.ts";
import { explainStale } from "../change/explain-stale.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";
import type { Aim } from "../targets.ts";
import { groundOf, type FolderWay, wayOf } from "./way.ts";

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
  const done: Applied[] = [];
  for (let last = ""; ; ) {
    const way = await wayOf(context, project, aim, ground);
    if (way.kind === "there" && done.length > 0) return { kind: "database", target, outcome: allOf(done) };
    if (way.kind === "there") {
      expectNone();
      return { kind: "nothing", target, fingerprint: way.fingerprint };
    }
    if (way.kind === "plans") expectSeals(way.files, options.seals ?? []);
    // Confirmed once, before anything is done.
    if (last === "" || done.length > 0) sayWay(context, target, way, folder, done.length > 0);
    if (last === "") await confirmed(context, aim, options.confirm);
    const plans = plansOf(way);
    const outcome = await carryOut(context, project, aim, plans, options);
    // Another process may have applied some or all of the plans meanwhile: then the state of the database is read
    // again.
    const seals = plans.map(({ seal }) => seal).join(" ");
    const moved = outcome.kind === "already" || (outcome.kind === "stale" && seals !== last);
    last = seals;
    if (moved) continue;
    const [file] = way.kind === "plans" ? way.files : [];
    const explained = file === undefined ? outcome : await explainStale(context, project, aim, file, outcome);
    if (explained.kind !== "applied") return { kind: "database", target, outcome: after(done, explained) };
    done.push(explained);
    // No plan covers rows that users wrote. If some rows are declared, they are compared again.
    if (ground.goal.schema.rows === undefined) return { kind: "database", target, outcome: allOf(done) };
  }
}

/** Changes that were made one after the other, each with a backup of its own: what undoes the last comes first. */
function allOf(done: readonly Applied[]): Applied {
  const last = done.at(-1);
  const all = asOne(done);
  if (all === null || last === undefined) throw new Error("nothing was applied");
  return { ...all, backup: last.backup, undo: last.undo };
}

/** What was applied before stays. */
function after(done: readonly Applied[], outcome: Exclude<ApplyOutcome, Applied>): ApplyOutcome {
  if (done.length === 0 || !("problems" in outcome)) return outcome;
  return { ...outcome, before: done.flatMap(({ plans }) => plans) };
}

type Changing = Exclude<FolderWay, { kind: "there" }>;

function sayWay({ tell, cwd }: Context, target: string, way: Changing, folder: string, again: boolean): void {
  if (way.kind === "create") {
    tell({ kind: "creating", target, folder });
    return;
  }
  const plans = way.files.map(({ name }) => name);
  tell({ kind: "behind", target, plans, again, instead: way.instead.map(({ file }) => shownFrom(cwd, file)) });
}

function plansOf(way: Changing): readonly [PlanToApply, ...PlanToApply[]] {
  return way.kind === "create" ? [{ plan: way.plan, seal: way.seal, name: null }] : way.files;
}
