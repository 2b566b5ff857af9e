import { planText } from "../../report/plan/plan-text.ts";
import { unwrap } from "../../work/context.ts";
import { diff } from "../../work/schema/diff.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { showsValues } from "../decisions.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [a = "", b = ""] = shell.args;
  const { tell, signal } = shell;
  const { from, to, explanation } = unwrap(
    await diff(project, { from: a, to: b, values: showsValues(shell), tell, signal }),
  );
  const same = explanation.changes.length === 0;
  const exit = !same && shell.options.flag("exit-code") ? exits.differs : exits.done;
  const title = `from ${from.label} to ${to.label}`;
  if (shell.json) {
    const { changes, cosmetic, order, counts, kept } = explanation;
    const result = { from: from.label, to: to.label, same, counts, changes, cosmetic, order, kept };
    shell.out.print(document(shell, exit, result));
  } else if (shell.options.text("format") === "markdown") {
    const { planMarkdown } = await import("../../report/plan/plan-markdown.ts");
    const states = { before: from.schema, after: to.schema };
    shell.out.print(planMarkdown({ explanation, decisions: [], title, states }));
  } else if (same) {
    shell.out.print(`No difference ${title}.`);
  } else {
    const { width, style } = shell.out.data;
    // Approvals matter to a plan, not to a comparison.
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
