import { type Drift, hasDrift } from "../../report/drift.ts";
import { driftText } from "../../report/drift-text.ts";
import { unwrap } from "../../work/context.ts";
import { drift } from "../../work/schema/drift.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { showsValues } from "../decisions.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, tell: hear, signal } = shell;
  const found = unwrap(
    await drift(project, {
      targets: args,
      rows: !shell.options.flag("no-rows"),
      values: showsValues(shell),
      tell: hear,
      signal,
    }),
  );
  await tell(shell, found);
  return hasDrift(found) ? exits.differs : exits.done;
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
