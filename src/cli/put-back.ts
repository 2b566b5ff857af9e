import { type RestoreOutcome, restoreExitCodes } from "../apply/restore-outcome.ts";
import { plural } from "../words/numbers.ts";
import { commandLine } from "../report/command-line.ts";
import { duration } from "../report/number.ts";
import { oneLine } from "../report/width.ts";
import { unwrap, refuse } from "../work/context.ts";
import { type RestoreOptions, restore } from "../work/change/restore.ts";
import { shownFrom } from "../work/shown-from.ts";
import { changeFlags } from "./change-flags.ts";
import type { Exit } from "./exit-codes.ts";
import { decisionsJson, document, problemsJson } from "./json-out.ts";
import { projectOf } from "./project.ts";
import type { Shell } from "./shell.ts";
import { near } from "./tell-outcome.ts";

/** Restores a backup after confirmation: a prompt on a terminal, `--yes` elsewhere. */
export async function putBack(shell: Shell, asked: Pick<RestoreOptions, "backup" | "target">): Promise<Exit> {
  const { options, prompt } = shell;
  const yes = options.flag("yes");
  const agree = (backup: string, target: string): Promise<boolean> => {
    const what = `put ${shownFrom(shell.cwd, backup)} back into ${target}`;
    return prompt.possible ? prompt.confirm(`${what}?`) : refuse(unasked(what, target));
  };
  const request = {
    ...asked,
    from: options.text("from"),
    discardWrites: options.flag("discard-writes"),
    agree: yes ? undefined : agree,
  };
  return tell(shell, unwrap(await restore(await projectOf(shell), { ...request, ...changeFlags(shell) })));
}

function unasked(what: string, target: string) {
  return {
    code: "no-terminal",
    level: "error",
    subject: target,
    message: `cannot ask whether to ${what}: there is no terminal`,
    help: ["confirm with  --yes"],
    decision: {
      code: "no-terminal",
      subject: target,
      evidence: [what],
      answers: [{ means: "put it back", flags: ["--yes"] }],
    },
  } as const;
}

function tell(shell: Shell, outcome: RestoreOutcome): Exit {
  const exit = restoreExitCodes[outcome.kind];
  const problems = "problems" in outcome ? outcome.problems : [];
  if (shell.json) {
    const decisions = decisionsJson(shell, problems);
    shell.out.print(
      document(shell, exit, {
        outcome: { ...outcome, problems: undefined },
        problems: problemsJson(shell, problems),
        decisions,
      }),
    );
    return exit;
  }
  const { style } = shell.out.data;
  shell.out.problems(problems, shell.sources);
  if (outcome.kind === "same") {
    shell.out.print(`Nothing to do: ${outcome.target} already matches ${shownFrom(shell.cwd, outcome.backup)}.`);
    if (outcome.earlier !== undefined) {
      const words = ["trueup", ...near(shell, ["restore", outcome.earlier, outcome.target])];
      shell.out.print(`To undo the change before that: ${style.command(commandLine(words))}`);
    }
  }
  if (outcome.kind === "restored") {
    const { pages } = outcome;
    const how = pages === null ? "it is where it was at that time" : `${plural(pages, "page")} put back`;
    shell.out.print(style.good(`Restored ${outcome.target} in ${duration(outcome.milliseconds)}: ${how}.`));
    shell.out.print(`What it replaced is kept.`);
    shell.out.print(`Undo: ${style.command(commandLine(["trueup", ...near(shell, outcome.undo)]))}`);
    if (outcome.there !== undefined) shell.out.print(`There: ${oneLine(outcome.there)}`);
  }
  return exit;
}
