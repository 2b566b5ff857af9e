import type { ApplyOutcome } from "../apply/events.ts";
import { parseTarget } from "../target/kinds.ts";
import type { Plan } from "../plan/plan.ts";
import { applyProgress } from "./apply-progress.ts";
import { backupName } from "./place-of.ts";
import type { Project } from "../work/project.ts";
import { withHooks } from "./run-hook.ts";
import type { Shell } from "./shell.ts";
import { need, refuse } from "../work/context.ts";
import type { Aim } from "../work/targets.ts";
import { readTime } from "./values.ts";
import { lastRehearsal } from "../work/rehearsed.ts";

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
  const { aim } = work;
  const parsed = need(shell, parseTarget(aim.url, aim.folder));
  if (parsed.kind === "ssh") {
    const { applyOverSsh } = await import("./carry-out-ssh.ts");
    return applyOverSsh(shell, project, work, applyProgress(shell));
  }
  return withHooks(shell, aim, { folder: project.folder, machine: null }, () => inPlace(shell, project, work, parsed));
}

type Parsed = Exclude<Extract<ReturnType<typeof parseTarget>, { ok: true }>["value"], { kind: "ssh" }>;

async function inPlace(shell: Shell, project: Project, work: Work, target: Parsed): Promise<ApplyOutcome> {
  const tell = applyProgress(shell);
  if (target.kind === "file") return toFile(shell, project, work, target.path, tell);
  const { applyRemote } = await import("./carry-out-remote.ts");
  return applyRemote(shell, project, work, target.url, tell);
}

/** What is asked of an apply whatever kind of database it is; `backup` is the folder for it, null for none. */
export function askedOf(shell: Shell, project: Project, { aim, plan, seal, planName }: Work, backup: string | null) {
  return {
    plan,
    seal,
    planName,
    label: aim.name,
    ignore: aim.ignore,
    lockTimeout: lockTimeout(shell, aim),
    place: { root: backup ?? aim.backups ?? project.backups, name: backupName(shell, project, aim) },
    keep: keepOf(project),
  };
}

type Tell = ReturnType<typeof applyProgress>;

async function toFile(shell: Shell, project: Project, work: Work, path: string, tell: Tell): Promise<ApplyOutcome> {
  const { applyIsolated } = await import("../target/file/change.ts");
  const { aim, seal } = work;
  const backup = backupChoice(shell, aim);
  return applyIsolated(
    {
      ...askedOf(shell, project, work, backup),
      path,
      encryptionKey: aim.encryptionKey ?? null,
      backup: backup === null ? "none" : "take",
      estimates: lastRehearsal(project, seal)?.estimates ?? {},
    },
    {
      onEvent: tell,
      ...(shell.out.messages.terminal && !shell.json ? { onAlive: tell } : {}),
      stop: shell.interrupted,
      kill: shell.killed,
    },
  );
}

/** What is kept of older backups; null keeps all. */
export function keepOf(project: Project) {
  const keep = project.config?.keep ?? { count: null, days: null };
  return keep.count === null && keep.days === null ? null : keep;
}

/** The folder that the backups go to, null where they were declined aloud: by a flag or by the configuration. */
export function backupChoice(shell: Shell, aim: Aim): string | null {
  const said = shell.options.text("backup");
  if (said === "none") return null;
  if (said !== undefined) return said.startsWith("/") ? said : `${shell.cwd}/${said}`;
  return aim.backups;
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
