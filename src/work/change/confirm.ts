import { type Context, refuse } from "../context.ts";
import type { Aim } from "../targets.ts";

/** The name of the target, if its configuration requires it: as given, or from a prompt. */
export type Confirmation = string | ((target: string) => Promise<string | null>);

/** A target may require its name to be confirmed before anything is changed. */
export async function confirmed({ command }: Context, aim: Aim, confirm: Confirmation | undefined): Promise<void> {
  if (!aim.confirm) return;
  const said = typeof confirm === "function" ? await confirm(aim.name) : (confirm ?? null);
  if (said === aim.name) return;
  refuse({
    code: "not-confirmed",
    level: "error",
    subject: aim.name,
    message: said === null ? `${aim.name} has to be confirmed by name` : `\`${said}\` is not the name of this target`,
    help: [`trueup ${command} … --confirm ${aim.name}`],
    decision: {
      code: "not-confirmed",
      subject: aim.name,
      evidence: ["its configuration says  confirm: true"],
      answers: [{ means: "yes, this one", flags: ["--confirm", aim.name] }],
    },
  });
}
