import type { Explained } from "../../plan/explanation.ts";
import type { TextOptions } from "../../report/plan/plan-text.ts";
import { shortSummary } from "../../report/plan/plan-summary.ts";
import { changeLines } from "../../report/plan/change-lines.ts";
import { duration, listed } from "../../report/number.ts";
import { fit } from "../../report/width.ts";
import { checked, unwrap } from "../../work/context.ts";
import { dev, type Round } from "../../work/change/dev.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { carryOutFlags } from "../change-flags.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import { questions } from "../questions.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { answer } = questions(shell);
  let last: Round["kind"] = "watching";
  const request = {
    ...carryOutFlags(shell),
    target: shell.args[0],
    tell: shell.tell,
    reload: () => {
      // Problems are shown in the files as they are now.
      shell.sources.clear();
      return checked("dev", shell.cwd, shell, () => projectOf(shell));
    },
    // A save that answers the question says how it went, even if nothing is left to do.
    answer: (...asked: Parameters<typeof answer>) => {
      last = "stuck";
      return answer(...asked);
    },
    onRound: (round: Round) => {
      // A save that changes nothing, or comes in two parts, gets no line.
      if (round.kind !== "same" || last !== "changed" || shell.json) tell(shell, round);
      last = round.kind === "same" ? "changed" : round.kind;
    },
  };
  unwrap(await dev(project, request));
  return exits.done;
}

/** Three lines at most for what went well. */
function tell(shell: Shell, round: Round): void {
  const { out, json } = shell;
  if (json) {
    out.print(JSON.stringify(asJson(round)));
    return;
  }
  const { style, width } = out.messages;
  switch (round.kind) {
    case "watching": {
      const schemas = listed(round.schemas.map((path) => shownFrom(shell.cwd, path)));
      out.say(`${round.target} (${round.place}) follows ${schemas}. Ctrl-C ends it.`);
      return;
    }
    case "same":
      out.say(`${now()} ${style.good("✓")} ${round.target} matches the declarations`);
      return;
    case "stuck":
      out.problems(round.problems, shell.sources);
      out.say(style.dim("waiting for the next save"));
      return;
    case "changed": {
      const { outcome, comparison, milliseconds } = round;
      if (outcome.kind === "already") return tell(shell, { kind: "same", target: outcome.target });
      if (outcome.kind !== "applied") return tell(shell, { kind: "stuck", problems: outcome.problems });
      const { changes, counts } = comparison.planned.explanation;
      const head = outcome.created ? "created, " : "";
      out.say(`${now()} ${style.good("✓")} ${head}${shortSummary(counts)} in ${duration(milliseconds)}`);
      for (const line of twoLines(changes, { width, style })) out.say(line);
      return;
    }
  }
}

/** What changed: the columns of a table rather than the table. What does not fit into two lines is named. */
function twoLines(changes: readonly Explained[], options: TextOptions): readonly string[] {
  const all = changes.flatMap((change) => (change.children.length > 0 ? parts(change) : [change]));
  const few = all.slice(0, all.length === 2 ? 2 : 1);
  const lines = few.flatMap((change) => changeLines([change], options).slice(0, 1));
  const more = all.slice(few.length).map(({ mark, subject }) => `${mark} ${subject}`);
  return more.length === 0 ? lines : [...lines, fit(`  and ${more.length} more: ${more.join(", ")}`, options.width)];
}

function parts({ subject: table, children }: Explained): readonly Explained[] {
  return children.map((each) => (each.object === "column" ? { ...each, subject: `${table}.${each.subject}` } : each));
}

function now(): string {
  return new Date().toTimeString().slice(0, 8);
}

/** One object a line. */
function asJson(round: Round) {
  if (round.kind !== "changed") return { type: round.kind, ...round };
  const { comparison, outcome, milliseconds } = round;
  const { changes, counts } = comparison.planned.explanation;
  return { type: "changed", target: comparison.target, milliseconds, counts, changes, outcome };
}
