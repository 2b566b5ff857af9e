import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Trouble } from "../../problem/problem.ts";
import { bytes, plural } from "../../plan/words.ts";
import { displayWidth, hang, oneLine, padEnd } from "../../report/width.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { need } from "../../work/context.ts";
import { shown } from "../../target/kinds.ts";
import { findTarget, withDatabase } from "../../work/targets.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { version } from "../version.ts";

interface Finding {
  readonly about: string;
  readonly ok: boolean;
  readonly text: string;
}

export async function run(shell: Shell): Promise<Exit> {
  const findings: Finding[] = [];
  const look = async (about: string, work: () => Promise<string> | string): Promise<void> => {
    try {
      findings.push({ about, ok: true, text: await work() });
    } catch (error) {
      const text = error instanceof Trouble ? error.problems.map((each) => each.message).join("; ") : String(error);
      findings.push({ about, ok: false, text });
      if (error instanceof Trouble && !shell.json) shell.out.problems(error.problems, shell.sources);
    }
  };
  await look("trueup", () => `${version} on Node ${process.version}, ${process.platform} ${process.arch}`);
  await look("engine", engine);
  await look("git", () => execFileSync("git", ["--version"], { encoding: "utf8" }).trim().replace("git version ", ""));
  await look("terminal", () => terminalText(shell));
  let project: Project | null = null;
  await look("configuration", async () => {
    project = await projectOf(shell);
    const { config, env } = project;
    const dotenv = Object.keys(env).length > Object.keys(shell.env).length ? ", and a .env beside it" : "";
    return config === null ? "none: the defaults are used" : shownFrom(shell.cwd, config.file) + dotenv;
  });
  if (project !== null) await lookAtProject(shell, project, look);
  tell(shell, findings);
  return findings.every((finding) => finding.ok) ? exits.done : exits.failed;
}

type Look = (about: string, work: () => Promise<string> | string) => Promise<void>;

async function lookAtProject(shell: Shell, project: Project, look: Look): Promise<void> {
  if (existsSync(project.schema)) {
    await look("declarations", async () => {
      const { declared } = await import("../../work/declared.ts");
      const { schema } = await declared(shell, project);
      return `${shownFrom(shell.cwd, project.schema)}: ${plural(schema.tables.length, "table")}, ${plural(schema.views.length, "view")}`;
    });
  }
  const typed = shell.args[0] ?? project.config?.default ?? undefined;
  if (typed === undefined) return;
  await look(`target ${shown(typed)}`, async () => {
    const named = findTarget(shell, project, typed);
    if (named.kind === "fleet") return "many databases: name one of them to look at it";
    const { about } = await import("../../introspect/about.ts");
    const { introspect } = await import("../../introspect/introspect.ts");
    return withDatabase(shell, named.aim, (connection) =>
      connection.snapshot(async (snapshot) => {
        const said = await about(snapshot);
        const schema = need(shell, await introspect(snapshot, { ignore: named.aim.ignore }));
        const opaque = schema.opaque.length === 0 ? "" : `, ${plural(schema.opaque.length, "object")} not understood`;
        return `${connection.kind}, SQLite ${said.sqlite}, ${bytes(said.pages * said.pageSize)}, journal ${said.journal}, ${said.encoding}, ${plural(schema.tables.length, "table")}${opaque}`;
      }),
    );
  });
}

async function engine(): Promise<string> {
  const { openScratch } = await import("../../database/scratch.ts");
  const scratch = openScratch();
  try {
    return `libSQL, SQLite ${String(scratch.all("SELECT sqlite_version()")[0]?.[0])}`;
  } finally {
    scratch.close();
  }
}

function terminalText({ out, prompt }: Shell): string {
  const { terminal, width, color } = out.messages;
  return `${terminal ? `${width} columns` : "none"}, ${color ? "colour" : "no colour"}, questions ${prompt.possible ? "are asked" : "become errors"}`;
}

function tell(shell: Shell, findings: readonly Finding[]): void {
  if (shell.json) {
    const exit = findings.every((finding) => finding.ok) ? exits.done : exits.failed;
    shell.out.print(document(shell, exit, { findings }));
    return;
  }
  const { style, width } = shell.out.data;
  const room = Math.max(...findings.map((finding) => displayWidth(oneLine(finding.about))));
  for (const { about, ok, text } of findings) {
    const lead = `${ok ? style.good("ok ") : style.error("bad")}  ${padEnd(oneLine(about), room)}  `;
    shell.out.print(hang(lead, oneLine(text), width));
  }
}
