import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { plural } from "../words/numbers.ts";
import { type Checked, type Problem, ProblemError } from "../problem/problem.ts";
import { languageOf } from "../compile/languages.ts";
import { shown } from "../target/kinds.ts";
import { type Context, checked, need } from "./context.ts";
import { declared } from "./schema/declared.ts";
import { loadProject, type Project, type ProjectRequest } from "./project.ts";
import { shownFrom } from "./shown-from.ts";
import { findTarget, withDatabase } from "./targets.ts";

export interface DoctorRequest extends ProjectRequest {
  /** The default target if left out. */
  readonly target?: string | undefined;
}

export interface Finding {
  readonly about: string;
  readonly ok: boolean;
  readonly text: string;
  /** The problems behind it, if more than text is known. */
  readonly problems: readonly Problem[];
}

/** What this machine and a target can do. A failure is a finding and does not hide the others. */
export function doctor(request: DoctorRequest): Promise<Checked<readonly Finding[]>> {
  return checked("doctor", request.cwd, request, async (context) => {
    const machine = [await look("engine", engine), await look("git", git)];
    let project: Project | null = null;
    const configuration = await look("configuration", async () => {
      project = need(context, await loadProject(request));
      return configurationText(project, request);
    });
    const rest = project === null ? [] : await lookAtProject(context, project, request.target);
    return [...machine, configuration, ...rest];
  });
}

async function look(about: string, work: () => Promise<string> | string): Promise<Finding> {
  try {
    return { about, ok: true, text: await work(), problems: [] };
  } catch (error) {
    const problems = error instanceof ProblemError ? error.problems : [];
    const text = problems.length > 0 ? problems.map((each) => each.message).join("; ") : String(error);
    return { about, ok: false, text, problems };
  }
}

async function lookAtProject(context: Context, project: Project, target: string | undefined) {
  const findings: Finding[] = [];
  if (existsSync(project.schema)) {
    findings.push(await look("declarations", () => declarationsText(context, project)));
  }
  const typed = target ?? project.config?.default ?? undefined;
  if (typed !== undefined) {
    findings.push(await look(`target ${shown(typed)}`, () => targetText(context, project, typed)));
  }
  return findings;
}

async function engine(): Promise<string> {
  const { openScratch } = await import("../database/scratch.ts");
  const scratch = openScratch();
  try {
    return `libSQL, SQLite ${String(scratch.all("SELECT sqlite_version()")[0]?.[0])}`;
  } finally {
    scratch.close();
  }
}

function git(): string {
  return execFileSync("git", ["--version"], { encoding: "utf8" }).trim().replace("git version ", "");
}

function configurationText({ cwd, config, env }: Project, request: ProjectRequest): string {
  const dotenv = Object.keys(env).length > Object.keys(request.env).length ? ", and a .env beside it" : "";
  return config === null ? "none: the defaults are used" : shownFrom(cwd, config.file) + dotenv;
}

async function declarationsText(context: Context, project: Project): Promise<string> {
  const { schema, partial } = await declared(context, project);
  const { tables, views } = schema;
  const names = project.schemas.map((path) => shownFrom(project.cwd, path));
  const shownNames =
    names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
  const language = partial?.by ?? (project.schemas.every((path) => languageOf(path) === "sql") ? "SQL" : null);
  return [
    `${shownNames}: ${plural(tables.length, "table")}, ${plural(views.length, "view")}`,
    ...(language === null ? [] : [`written in ${language}`]),
    ...(partial === null ? [] : ["what it cannot express stays as the database has it"]),
  ].join("; ");
}

async function targetText(context: Context, project: Project, typed: string): Promise<string> {
  const named = findTarget(context, project, typed);
  if (named.kind === "fleet") return "many databases: name one of them to inspect it";
  const { aim } = named;
  const { about } = await import("../introspect/about.ts");
  const { introspect } = await import("../introspect/introspect.ts");
  return withDatabase(context, aim, (connection) =>
    connection.snapshot(async (snapshot) => {
      const said = (await connection.about?.()) ?? (await about(snapshot));
      const { tables, opaque } = need(context, await introspect(snapshot, aim.beside));
      return [
        connection.kind,
        ...said,
        plural(tables.length, "table"),
        ...(opaque.length === 0 ? [] : [`${plural(opaque.length, "object")} not understood`]),
      ].join(", ");
    }),
  );
}
