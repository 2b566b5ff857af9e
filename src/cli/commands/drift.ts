import { fingerprint, fingerprintLike } from "../../model/fingerprint.ts";
import { type Drift, type DriftedDatabase, hasDrift } from "../../report/drift.ts";
import { driftText } from "../../report/drift-text.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { plansIn } from "../plan-folder.ts";
import { loadProject, type Project } from "../project.ts";
import type { Shell } from "../shell.ts";
import { liveFingerprint, liveSchema } from "../live.ts";
import { declarations, type State } from "../states.ts";
import { type Aim, findTarget, type Named } from "../targets.ts";
import { shownFrom } from "../terminal.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const started = Date.now();
  const project = await loadProject(shell);
  const names: readonly (string | undefined)[] = shell.args.length === 0 ? [undefined] : shell.args;
  const wanted = names.map((name) => findTarget(shell, project, name));
  if (await everythingMatches(shell, project, wanted, started)) return exits.done;
  const declared = await declarations(shell, project, project.schema);
  const databases: DriftedDatabase[] = [];
  for (const named of wanted) {
    if (named.kind === "one") {
      databases.push(await lookAt(shell, project, named.aim, declared));
      continue;
    }
    const { driftFleet } = await import("../fleet.ts");
    databases.push(...(await driftFleet(shell, project, named.target, declared)));
  }
  const drift: Drift = {
    declared: shownFrom(shell.cwd, project.schema),
    target: fingerprint(declared.schema),
    milliseconds: Date.now() - started,
    databases,
  };
  await tell(shell, drift);
  return hasDrift(drift) ? exits.differs : exits.done;
}

/** The usual outcome, told without reading any schema: both fingerprints are known from earlier. */
async function everythingMatches(
  shell: Shell,
  project: Project,
  wanted: readonly Named[],
  started: number,
): Promise<boolean> {
  const { knownFingerprint } = await import("../../compile/compile.ts");
  const target = project.cache === null ? null : knownFingerprint(project.schema, { cache: project.cache });
  if (target === null) return false;
  const { leaveToTheEnd } = await import("../../database/collect.ts");
  leaveToTheEnd();
  const databases: DriftedDatabase[] = [];
  for (const named of wanted) {
    if (named.kind !== "one" || (await liveFingerprint(shell, named.aim)) !== target) return false;
    databases.push({ name: named.aim.name, state: "matches" });
  }
  const declared = shownFrom(shell.cwd, project.schema);
  await tell(shell, { declared, target, milliseconds: Date.now() - started, databases });
  return true;
}

async function lookAt(shell: Shell, project: Project, aim: Aim, declared: State): Promise<DriftedDatabase> {
  if ((await liveFingerprint(shell, aim)) === fingerprint(declared.schema)) {
    return { name: aim.name, state: "matches" };
  }
  const live = await liveSchema(shell, aim);
  const seen = fingerprint(live);
  // Changed to fit in between.
  if (seen === fingerprint(declared.schema)) return { name: aim.name, state: "matches" };
  const plan = (await plansIn(shell, project.plans)).find(({ plan }) => fingerprintLike(plan.base, live) === plan.base);
  if (plan !== undefined && plan.plan.target === fingerprintLike(plan.plan.target, declared.schema)) {
    return { name: aim.name, state: "waiting", fingerprint: seen, plan: plan.name };
  }
  const { difference } = await import("../../planner/difference.ts");
  const { changes } = difference(declared.schema, live);
  return { name: aim.name, state: "drifted", fingerprint: seen, changes };
}

async function tell(shell: Shell, drift: Drift): Promise<void> {
  const { width, style } = shell.out.data;
  if (shell.json) {
    const { driftJson } = await import("../../report/state-page.ts");
    const databases = drift.databases.map((one) =>
      one.state === "unreadable" ? { ...one, problems: problemsJson(shell, one.problems) } : one,
    );
    const exit = hasDrift(drift) ? exits.differs : exits.done;
    shell.out.print(document(shell, exit, { ...driftJson(drift), databases }));
    return;
  }
  if (shell.options.text("format") === "html" || /\.html$/.test(shell.options.text("out") ?? "")) {
    const { driftPage } = await import("../../report/state-page.ts");
    writeOut(shell, driftPage(drift));
    return;
  }
  const text = driftText(drift, { width, style, all: shell.options.flag("verbose"), command: "trueup" });
  if (shell.options.text("out") === undefined) shell.out.print(text);
  else writeOut(shell, text);
}
