import { resolve } from "node:path";
import type { ApplyOutcome } from "../apply/events.ts";
import type { Plan } from "../plan/plan.ts";
import { type HookListener, type Hooks, withHooks } from "../target/hooks.ts";
import type { ChangeRequest, Target } from "../target/target.ts";
import { refuse } from "../work/context.ts";
import type { Project } from "../work/project.ts";
import { type Aim, targetOf } from "../work/targets.ts";
import { applyProgress } from "./apply-progress.ts";
import { placeOf } from "./place-of.ts";
import { lastRehearsal } from "../work/rehearsed.ts";
import type { Shell } from "./shell.ts";
import { readTime } from "./values.ts";

/** What is to be done to one database. */
export interface Work {
  readonly aim: Aim;
  readonly plan: Plan;
  readonly seal: string;
  /** As people name the file; null in the dev loop. */
  readonly planName: string | null;
}

/** Applies to whatever kind of database it is, with the hooks around it. */
export async function carryOut(shell: Shell, project: Project, work: Work): Promise<ApplyOutcome> {
  const { aim, plan, seal, planName } = work;
  const target = await targetOf(shell, aim);
  const onEvent = applyProgress(shell);
  const backup = backupChoice(shell, aim, target);
  const { root, name } = placeOf(shell, project, aim);
  return withHooks(target, hooksOf(aim, project), hookListener(shell), () =>
    target.change(
      {
        plan,
        seal,
        planName,
        ignore: aim.ignore,
        lockTimeout: lockTimeout(shell, aim),
        place: { root: backup.folder ?? root, name },
        backup: backup.kind,
        keep: keepOf(project),
        estimates: lastRehearsal(project, seal)?.estimates ?? {},
        allowLong: shell.options.flag("allow-long"),
        writersStopped: aim.before !== null,
        replicas: shell.options.text("wait-replicas")?.split(",").filter(Boolean) ?? [],
      },
      {
        onEvent,
        ...(shell.out.messages.terminal && !shell.json ? { onAlive: onEvent } : {}),
        now: () => new Date(),
        stop: shell.interrupted,
        kill: shell.killed,
      },
    ),
  );
}

export function hooksOf({ before, after }: Aim, { folder }: Project): Hooks {
  return { before, after, folder };
}

/** What hooks print goes to stderr. */
export function hookListener(shell: Shell): HookListener {
  return {
    onBegin: (which, words) => shell.out.say(shell.out.messages.style.dim(`${which}: ${words}`)),
    onOutput: (chunk) => void process.stderr.write(chunk),
    onProblems: (problems) => shell.out.problems(problems),
  };
}

/** What is kept of older backups; null keeps all. */
export function keepOf(project: Project) {
  const keep = project.config?.keep ?? { count: null, days: null };
  return keep.count === null && keep.days === null ? null : keep;
}

/** What backup is made, and the folder for it where a flag names one; none where it was declined aloud. */
function backupChoice(
  shell: Shell,
  aim: Aim,
  target: Target,
): { readonly kind: ChangeRequest["backup"]; readonly folder: string | null } {
  const said = shell.options.text("backup");
  const own = target.ownBackups.find((each) => each === said);
  if (own !== undefined) return { kind: own, folder: null };
  if (said === "none" || (said === undefined && aim.backups === null)) return { kind: "none", folder: null };
  return { kind: "take", folder: said === undefined ? null : resolve(shell.cwd, said) };
}

export function lockTimeout(shell: Shell, aim: Aim): number {
  const said = shell.options.text("lock-timeout");
  return said === undefined ? (aim.lockTimeout ?? 5000) : (readTime(said) ?? 5000);
}

/** A target may want its name said before anything is changed. */
export async function confirmed(shell: Shell, aim: Aim): Promise<void> {
  if (!aim.confirm) return;
  const said = shell.options.text("confirm") ?? (await shell.prompt.ask(`type ${aim.name} to go on: `));
  if (said === aim.name) return;
  refuse({
    code: "not-confirmed",
    level: "error",
    subject: aim.name,
    message: said === null ? `${aim.name} wants to be confirmed by name` : `\`${said}\` is not the name of this target`,
    help: [`trueup ${shell.command} … --confirm ${aim.name}`],
    decision: {
      code: "not-confirmed",
      subject: aim.name,
      evidence: ["its configuration says  confirm: true"],
      answers: [{ means: "yes, this one", flags: ["--confirm", aim.name] }],
    },
  });
}
