import { resolve } from "node:path";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { CodeText } from "../../problem/codes.ts";
import { codes } from "../../work/codes.ts";
import { ProblemError } from "../../problem/problem.ts";
import { unwrap } from "../../work/context.ts";
import { loadProject, type Project } from "../../work/project.ts";
import { problemsJson } from "../json-out.ts";
import { referencePage } from "../reference-page.ts";
import type { Shell } from "../shell.ts";
import { version } from "../version.ts";
import { allEnded, command } from "./command.ts";
import { fit } from "./fit.ts";
import { Refused } from "./inside.ts";
import { withoutSecrets } from "./secrets.ts";
import { applyTool, placeShown, type Tool, tools } from "./tools.ts";

export interface Serving {
  /** Whether values of rows may be shown. */
  readonly values: boolean;
}

const instructions = `trueup keeps a SQLite or libSQL database at its declared schema. The loop: edit the declarations, \`check\`, \`plan\` with
\`out\`, then show the plan to the person, who reviews and applies it. Answer open decisions with what the person says, never by
approving a loss on your own. This server changes only databases for development.`;

/** Serves until the client disconnects, and then stops what is still running. */
export async function serve(shell: Shell, project: Project, serving: Serving): Promise<void> {
  const server = new McpServer({ name: "trueup", version }, { instructions });
  // As it was when a person started this: editing the configuration later adds no target, and no other database.
  const allowed = new Map(
    (project.config?.targets ?? []).flatMap((target) =>
      target.dev === true ? [[target.name, placeShown(target, project.env)] as const] : [],
    ),
  );
  const gone = new AbortController();
  for (const each of [...tools, ...(allowed.size === 0 ? [] : [applyTool(allowed)])])
    register(server, shell, project, each, serving, gone.signal);
  resources(server);
  const closed = new Promise<void>((done) => {
    server.server.onclose = done;
  });
  for (const event of ["end", "close"]) process.stdin.on(event, () => void server.close());
  shell.signal.addEventListener("abort", () => void server.close());
  await server.connect(new StdioServerTransport());
  await closed;
  gone.abort();
  await allEnded();
}

function register(
  server: McpServer,
  shell: Shell,
  { folder, cwd: base }: Project,
  tool: Tool,
  { values }: Serving,
  gone: AbortSignal,
): void {
  const { name, title, text, input, output, does } = tool;
  const annotations = {
    readOnlyHint: does === "reads",
    destructiveHint: does === "changes",
    openWorldHint: false,
  };
  const cut = z.optional(z.array(z.string())).describe("what was left out because the answer was too long");
  const outputSchema = z.looseObject({ ...output.shape, cut });
  server.registerTool(
    name,
    { title, description: text, inputSchema: z.object(input), outputSchema, annotations },
    async (given: Record<string, unknown>, { signal }): Promise<CallToolResult> => {
      // Read again for each request: its targets and the environment may have changed.
      const { cwd, env, options } = shell;
      const [config, schema] = [options.text("config"), options.list("schema")];
      // Relative to where this server was started; the commands run in the folder of the project.
      const named = [
        ...[config ?? []].flat().map((path) => `--config=${resolve(base, path)}`),
        ...schema.map((path) => `--schema=${resolve(base, path)}`),
      ];
      try {
        const project = unwrap(await loadProject({ cwd, env, config, schema }));
        const args = tool.command(given, { root: folder, config: project.config, env: project.env, values });
        const answer = await command(folder, [...args, ...named], AbortSignal.any([signal, gone]));
        return resultOf(answer.document, answer.messages, outputSchema, withoutSecrets(project));
      } catch (error) {
        if (error instanceof Refused) return { isError: true, content: [{ type: "text", text: error.message }] };
        if (!(error instanceof ProblemError)) throw error;
        const text = JSON.stringify({ problems: problemsJson(shell, error.problems) });
        return { isError: true, content: [{ type: "text", text }] };
      }
    },
  );
}

/** What --json printed. An answer that does not have the shape of its command says what went wrong. */
function resultOf(
  document: unknown,
  messages: string,
  shape: z.ZodObject,
  clean: (text: string) => string,
): CallToolResult {
  if (document === null)
    return { isError: true, content: [{ type: "text", text: String(fit(clean(messages.trim())).value) }] };
  const { value, cut } = fit(JSON.parse(clean(JSON.stringify(document))));
  const said = cut.length === 0 ? value : { ...Object(value), cut };
  const text = JSON.stringify(said);
  const parsed = shape.safeParse(said);
  const content: CallToolResult["content"] = [{ type: "text", text }];
  return parsed.success ? { content, structuredContent: parsed.data } : { isError: true, content };
}

function resources(server: McpServer): void {
  const markdown = "text/markdown";
  server.registerResource(
    "vocabulary",
    "trueup://vocabulary",
    { title: "The words of schema files", mimeType: markdown },
    async (uri) => ({ contents: [{ uri: uri.href, mimeType: markdown, text: referencePage("vocabulary") }] }),
  );
  server.registerResource(
    "codes",
    "trueup://codes",
    { title: "The codes of errors, warnings and rules", mimeType: markdown },
    async (uri) => {
      const text = Object.entries(codes)
        .map(([code, { title }]) => `- \`${code}\`: ${title}`)
        .join("\n");
      return { contents: [{ uri: uri.href, mimeType: markdown, text }] };
    },
  );
  const known: Readonly<Record<string, CodeText>> = codes;
  server.registerResource(
    "code",
    new ResourceTemplate("trueup://codes/{code}", {
      list: undefined,
      complete: { code: (start) => Object.keys(codes).filter((code) => code.startsWith(start)) },
    }),
    { title: "What a code means", mimeType: markdown },
    async (uri, { code }) => {
      const explained = typeof code === "string" && Object.hasOwn(known, code) ? known[code] : undefined;
      if (explained === undefined) throw new Error(`there is no code ${String(code)}`);
      const text = `# ${String(code)}: ${explained.title}\n\n${explained.text}\n`;
      return { contents: [{ uri: uri.href, mimeType: markdown, text }] };
    },
  );
}
