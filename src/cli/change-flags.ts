import type { CarryOutOptions, ChangeOptions } from "../work/change/change.ts";
import { changeListener } from "./listen-to-change.ts";
import type { Shell } from "./shell.ts";
import { readTime } from "./values.ts";

function timeIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : (readTime(text) ?? undefined);
}

/** What the flags and the user at the terminal say about any change to a database. */
export function changeFlags(shell: Shell): ChangeOptions {
  const { options, prompt, signal, killed: kill } = shell;
  const confirm = options.text("confirm") ?? ((target: string) => prompt.ask(`type ${target} to continue: `));
  const typed = (name: string, what: string, target: string) => {
    shell.out.say(`${target} requires a person's approval for this: ${what}`);
    return prompt.ask(`type ${name} to approve it: `);
  };
  return {
    confirm,
    typed: prompt.possible ? typed : undefined,
    lockTimeout: timeIn(options.text("lock-timeout")),
    kill,
    tell: changeListener(shell),
    signal,
  };
}

export function carryOutFlags(shell: Shell): CarryOutOptions {
  const { options, prompt } = shell;
  return {
    ...changeFlags(shell),
    create: options.flag("create") || (prompt.possible && ((place: string) => prompt.confirm(`create ${place}?`))),
    backup: options.text("backup"),
    allowLong: options.flag("allow-long"),
    lockBudget: timeIn(options.text("lock-budget")),
    replicas: options.text("wait-replicas")?.split(",").filter(Boolean) ?? [],
  };
}
