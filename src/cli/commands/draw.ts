import { diagramOf, type Diagram } from "../../report/diagram/diagram.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { isPlanName } from "../../work/plan-file.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { declarations, state } from "../../work/states.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [what] = shell.args;
  if (what !== undefined && isPlanName(what)) {
    const { planEnds } = await import("../../work/plan-ends.ts");
    const { diagramOfChange } = await import("../../report/diagram/diagram-change.ts");
    const { file, base, target } = await planEnds(shell, project, what);
    await draw(shell, diagramOfChange(base, target, file.plan.decisions), file.name);
    return exits.done;
  }
  const from =
    what === undefined ? await declarations(shell, project, project.schema) : await state(shell, project, what);
  await draw(shell, diagramOf(from.schema), from.label);
  return exits.done;
}

async function draw(shell: Shell, diagram: Diagram, title: string): Promise<void> {
  const out = shell.options.text("out");
  const format = shell.options.text("format") ?? formatOfName(out);
  const picture = /\.(png|jpe?g|gif|webp|pdf)$/i.exec(out ?? "")?.[0];
  if (out !== undefined && picture !== undefined)
    refuse({
      code: "bad-value",
      level: "error",
      subject: "--out",
      message: `--out: draw makes no ${picture} files`,
      help: ["name it .svg, .html or .mmd; a browser prints the first two into what you like"],
    });
  if (format === "mermaid") {
    const { mermaid } = await import("../../report/diagram/mermaid.ts");
    const { text, left } = mermaid(diagram);
    if (left > 0)
      shell.out.say(`${left} table(s) are left out: more is no picture any more in Mermaid; try --format svg`);
    writeOut(shell, text);
    return;
  }
  const { layOut } = await import("../../report/diagram/layout.ts");
  const layout = await layOut(diagram);
  if (format === "svg") writeOut(shell, (await import("../../report/diagram/svg.ts")).svg(diagram, layout, title));
  else writeOut(shell, (await import("../../report/diagram/draw-html.ts")).drawPage(diagram, layout, title));
}

function formatOfName(out: string | undefined): string {
  return /\.(svg|html)$/.exec(out ?? "")?.[1] ?? "mermaid";
}
