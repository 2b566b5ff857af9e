import type { Checked } from "../../problem/problem.ts";
import { checked, type Listening } from "../context.ts";
import type { Project } from "../project.ts";
import { goalOf } from "./states.ts";

export interface DocsOptions extends Listening {
  /** Any state; the declarations if left out. */
  readonly what?: string | undefined;
  readonly format?: "markdown" | "html";
  /** The heading of the page. */
  readonly title?: string | undefined;
}

/** The schema as a page, with the comments of the declarations. */
export function docs(project: Project, options: DocsOptions = {}): Promise<Checked<string>> {
  return checked("docs", project.cwd, options, async (context) => {
    const { schema, declared } = await goalOf(context, project, options.what);
    const comments = declared?.docs ?? new Map<string, string>();
    const title = options.title ?? "Schema";
    if (options.format !== "html") {
      const { docsMarkdown } = await import("../../report/docs/docs-markdown.ts");
      return docsMarkdown(schema, comments, title);
    }
    const { docsPage } = await import("../../report/docs/docs-html.ts");
    const { diagramOf } = await import("../../report/diagram/diagram.ts");
    const { layOut } = await import("../../report/diagram/layout.ts");
    const diagram = diagramOf(schema);
    return docsPage(schema, comments, title, { diagram, layout: await layOut(diagram) });
  });
}
