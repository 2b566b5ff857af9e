import { difference } from "../../planner/difference.ts";
import { planText } from "../../report/plan/plan-text.ts";
import { explainChange } from "../explain-change.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { state } from "../../work/states.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [a = "", b = ""] = shell.args;
  const from = await state(shell, project, a);
  const to = await state(shell, project, b);
  const renamed = to.hints.tables.length + to.hints.columns.length > 0;
  const explanation = renamed
    ? await explainChange(from.schema, to.schema, to.hints)
    : difference(from.schema, to.schema);
  const same = explanation.changes.length === 0;
  const exit = !same && shell.options.flag("exit-code") ? exits.differs : exits.done;
  const title = `from ${from.label} to ${to.label}`;
  if (shell.json) {
    const { changes, cosmetic, counts, kept } = explanation;
    shell.out.print(document(shell, exit, { from: from.label, to: to.label, same, counts, changes, cosmetic, kept }));
  } else if (shell.options.text("format") === "markdown") {
    const { planMarkdown } = await import("../../report/plan/plan-markdown.ts");
    const states = { before: from.schema, after: to.schema };
    shell.out.print(planMarkdown({ explanation, decisions: [], title, states }));
  } else if (same) {
    shell.out.print(`No difference ${title}.`);
  } else {
    const { width, style } = shell.out.data;
    // What would have to be approved is a matter of a plan, not of a comparison.
    const calm = { ...explanation, hazards: [] };
    shell.out.print(
      planText(
        { explanation: calm, decisions: [], title, next: [] },
        { width, style, all: shell.options.flag("verbose") },
      ).replace(/^Plan: /m, "Differences: "),
    );
  }
  return exit;
}
