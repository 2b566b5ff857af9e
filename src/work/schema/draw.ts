import type { Checked } from "../../problem/problem.ts";
import { type Diagram, diagramOf } from "../../report/diagram/diagram.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { isPlan } from "../plans/plan-file.ts";
import type { Project } from "../project.ts";
import { goalOf } from "./states.ts";

export type DrawingFormat = "mermaid" | "svg" | "html";

export interface DrawOptions extends Listening {
  /** A plan file, or any state: a schema path, a target, a database, `git:REV`. The declarations if left out. */
  readonly what?: string | undefined;
  readonly format?: DrawingFormat;
}

export interface Drawing {
  readonly text: string;
  /** Tables that are left out, because Mermaid cannot draw that many. */
  readonly left: number;
}

/** An entity diagram of a state, or of what a plan changes. */
export function draw(project: Project, options: DrawOptions = {}): Promise<Checked<Drawing>> {
  return checked("draw", project.cwd, options, async (context) => {
    const { diagram, title } = await drawn(context, project, options.what);
    const { format = "mermaid" } = options;
    if (format === "mermaid") {
      const { mermaid } = await import("../../report/diagram/mermaid.ts");
      return mermaid(diagram);
    }
    const { layOut } = await import("../../report/diagram/layout.ts");
    const layout = await layOut(diagram);
    if (format === "svg") {
      const { svg } = await import("../../report/diagram/svg.ts");
      return { text: svg(diagram, layout, title), left: 0 };
    }
    const { drawPage } = await import("../../report/diagram/draw-html.ts");
    return { text: drawPage(diagram, layout, title), left: 0 };
  });
}

async function drawn(
  context: Context,
  project: Project,
  what: string | undefined,
): Promise<{ readonly diagram: Diagram; readonly title: string }> {
  if (what === undefined || !isPlan(context, what)) {
    const { schema, label } = await goalOf(context, project, what);
    return { diagram: diagramOf(schema), title: label };
  }
  const { planEnds } = await import("../plans/plan-ends.ts");
  const { diagramOfChange } = await import("../../report/diagram/diagram-change.ts");
  const { file, base, target } = await planEnds(context, project, what);
  return { diagram: diagramOfChange(base, target, file.plan.decisions), title: file.name };
}
