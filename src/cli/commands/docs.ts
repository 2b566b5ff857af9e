import { type Exit, exits } from "../exit-codes.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { declarations, state } from "../../work/states.ts";
import { writeOut } from "../write-out.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const [what] = shell.args;
  const from =
    what === undefined ? await declarations(shell, project, project.schema) : await state(shell, project, what);
  const docs = from.declared?.docs ?? new Map<string, string>();
  const title = shell.options.text("title") ?? "Schema";
  const format =
    shell.options.text("format") ?? (/\.html$/.test(shell.options.text("out") ?? "") ? "html" : "markdown");
  if (format === "markdown") {
    const { docsMarkdown } = await import("../../report/docs/docs-markdown.ts");
    writeOut(shell, docsMarkdown(from.schema, docs, title));
    return exits.done;
  }
  const { docsPage } = await import("../../report/docs/docs-html.ts");
  const { diagramOf } = await import("../../report/diagram/diagram.ts");
  const { layOut } = await import("../../report/diagram/layout.ts");
  const diagram = diagramOf(from.schema);
  writeOut(shell, docsPage(from.schema, docs, title, { diagram, layout: await layOut(diagram) }));
  return exits.done;
}
