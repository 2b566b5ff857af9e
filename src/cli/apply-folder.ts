import type { Applied, ApplyOutcome } from "../apply/events.ts";
import { plural } from "../plan/words.ts";
import { listed } from "../report/number.ts";
import { expectNone } from "../target/change-process.ts";
import type { Project } from "../work/project.ts";
import { type Ground, groundOf, type Way, wayOf } from "../work/plans/way.ts";
import { shownFrom } from "../work/shown-from.ts";
import type { Aim } from "../work/targets.ts";
import { carryOut, confirmed, type Work } from "./carry-out.ts";
import { type Exit, exits } from "./exit-codes.ts";
import { expectSeals } from "./expect-seals.ts";
import { explainStale } from "./explain-stale.ts";
import type { Shell } from "./shell.ts";
import { tellOutcome } from "./tell-outcome.ts";

/** Brings a database to the declarations by the plans of a folder, or fails with nothing touched. */
export async function applyFolder(shell: Shell, project: Project, aim: Aim, typed: string): Promise<Exit> {
  const ground = await groundOf(shell, project, typed);
  for (let last = ""; ; ) {
    const way = await wayOf(shell, project, aim, ground);
    if (way.kind === "there") return there(shell, aim, way.fingerprint);
    if (last === "") await begin(shell, aim, way, ground);
    const work = worksOf(aim, way);
    const outcome = await oneAfterAnother(shell, project, work);
    // Somebody else may have been faster, by some of the plans or by all: then it is looked at anew where the database is.
    const seals = work.map(({ seal }) => seal).join(" ");
    const moved = outcome.kind === "already" || (outcome.kind === "stale" && seals !== last);
    last = seals;
    if (moved) continue;
    const [file] = way.kind === "plans" ? way.files : [];
    return tellOutcome(
      shell,
      aim,
      file === undefined ? outcome : await explainStale(shell, project, aim, file, outcome),
    );
  }
}

type Changing = Exclude<Way, { kind: "there" }>;

function there(shell: Shell, aim: Aim, fingerprint: string): Exit {
  expectNone();
  if (shell.json) return tellOutcome(shell, aim, { kind: "already", target: aim.name, fingerprint });
  shell.out.print(`Nothing to do: ${aim.name} is what the declarations say.`);
  return exits.done;
}

/** Said and asked once, before anything is done. */
async function begin(shell: Shell, aim: Aim, way: Changing, ground: Ground): Promise<void> {
  if (way.kind === "create") {
    shell.out.say(`${aim.name} is empty, and no plan of ${ground.name} begins there: it is created as declared`);
  } else {
    const names = way.files.map(({ name }) => name);
    expectSeals(shell, way.files);
    if (names.length > 1) shell.out.say(`${aim.name} is ${plural(names.length, "plan")} behind: ${names.join(", ")}`);
    const others = way.instead.map(({ file }) => shownFrom(shell.cwd, file));
    if (others.length > 0)
      shell.out.say(`there is another path, by ${listed(others)}; the fewest plans are taken, then the first by name`);
  }
  await confirmed(shell, aim);
}

function worksOf(aim: Aim, way: Changing): readonly Work[] {
  if (way.kind === "create") return [{ aim, plan: way.plan, seal: way.seal, planName: null }];
  return way.files.map(({ plan, seal, name }) => ({ aim, plan, seal, planName: name }));
}

async function oneAfterAnother(shell: Shell, project: Project, works: readonly Work[]): Promise<ApplyOutcome> {
  const done: Applied[] = [];
  for (const work of works) {
    const outcome = await carryOut(shell, project, work);
    if (outcome.kind !== "applied") return outcome;
    done.push(outcome);
  }
  return done.at(-1) as Applied;
}
