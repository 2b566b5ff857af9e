import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { languageOf } from "../compile/languages.ts";
import type { Checked } from "../problem/problem.ts";
import { type Context, checked, need, refuse } from "./context.ts";
import { configText, projectLines, schemaText } from "./first-files.ts";
import { isHere, isUrl, offersIn, readWhere } from "../target/kinds.ts";
import type { Offer } from "../target/target.ts";
import { loadProject, type ProjectRequest } from "./project.ts";
import { type PulledFile, pulledFiles } from "./schema/pull.ts";
import { declared } from "./schema/declared.ts";
import { liveSchema } from "./schema/live.ts";
import { databasesIn } from "./databases-in.ts";
import { oneTarget } from "./targets.ts";
import { writeFile } from "./write-file.ts";

export interface InitRequest extends Omit<ProjectRequest, "search"> {
  /** Starts from this database: its declarations become the schema. Or a schema that is there, which is kept. */
  readonly from?: string | undefined;
  /** Without `from`: the database to be created, instead of app.db. */
  readonly database?: string | undefined;
}

export interface Made {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly state: "written" | "extended" | "kept";
}

export interface Started {
  readonly files: readonly Made[];
  /** The declarations that were written from a database. */
  readonly pulled: readonly PulledFile[];
  /** Databases that were found in the configurations of other tools, and are targets now. */
  readonly offers: readonly Offer[];
  /** What to start from, if there was a configuration already and it does not name it. */
  readonly unnamed: { readonly what: "target" | "schema"; readonly name: string } | null;
}

/** Creates a configuration and a first schema. Existing files stay as they are. */
export function init(request: InitRequest): Promise<Checked<Started>> {
  return checked("init", request.cwd, request, async (context) => {
    const { cwd } = request;
    if (!existsSync(cwd)) refuse(noFolder(cwd));
    const named = request.from === undefined ? null : await schemaNamed(context, request, request.from);
    const from = named === null ? request.from : undefined;
    const theirs = named?.paths ?? (existsSync(join(cwd, "schema")) ? null : await schemaThere(context, cwd));
    const database = request.database ?? (theirs === null ? null : onlyDatabase(cwd)) ?? "file:app.db";
    // Nothing is written if the database cannot be read.
    const read = from === undefined ? null : await readFrom(context, request, from, theirs === null);
    const pulled = read?.files ?? [];
    // If no database is named, the configuration of another tool may name one.
    const offers = from === undefined && request.database === undefined ? offersIn(cwd) : [];
    const config = configText(from ?? database, theirs ?? undefined, offers);
    const files: Made[] = [write(cwd, "trueup.config.ts", config)];
    // The declarations of an existing database are to be pulled.
    if (from === undefined && theirs === null && offers.length === 0 && !existsSync(join(cwd, "schema")))
      files.push(write(cwd, "schema/schema.ts", schemaText));
    if (!existsSync(join(cwd, "plans"))) files.push(write(cwd, "plans/.gitkeep", ""));
    for (const { file, lines, where } of projectLines(fileIn(cwd, from ?? database))) {
      if (where === undefined || where.some((each) => existsSync(join(cwd, each))))
        files.push(extend(cwd, file, lines));
    }
    for (const { file, after } of pulled) writeFile(file, after);
    const unnamed = (named ?? read)?.configured === false ? request.from : undefined;
    const what = named === null ? "target" : "schema";
    return { files, pulled, offers, unnamed: unnamed === undefined ? null : { what, name: unnamed } };
  });
}

/** The schema of a Drizzle or Prisma project stays where it is, and the configuration names it. */
async function schemaThere(context: Context, cwd: string): Promise<readonly string[] | null> {
  const { foundSchema } = await import("../compile/found-schema.ts");
  const found = await foundSchema(cwd);
  if (found === null) return null;
  const { compile } = await import("../compile/compile.ts");
  const read = await compile(found.paths);
  if (!read.ok && read.problems.some(({ code }) => code === "prisma-provider")) need(context, read);
  return found.paths.map((path) => relative(cwd, path).replaceAll("\\", "/"));
}

/** A schema given in place of a database stays where it is, too, if it can be read. */
async function schemaNamed(context: Context, request: InitRequest, from: string) {
  const path = resolve(request.cwd, from);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isUrl(from) || (languageOf(path) === null && !isFolder)) return null;
  const project = need(context, await loadProject({ ...request, search: "here" }));
  await declared(context, project, path);
  const configured = project.config === null || project.config.schema.includes(path);
  return { configured, paths: [relative(request.cwd, path).replaceAll("\\", "/")] };
}

/** A schema that people wrote is compared with the database, and not made like it. */
async function readFrom(context: Context, request: InitRequest, from: string, pull: boolean) {
  // A configuration in a parent folder belongs to another project.
  const project = need(context, await loadProject({ ...request, search: "here" }));
  const aim = oneTarget(context, project, from);
  const { config } = project;
  const configured = config === null || config.targets.some(({ name }) => name === aim.name);
  if (pull) return { configured, files: (await pulledFiles(context, project, aim, false)).files };
  await liveSchema(context, aim);
  return { configured, files: [] };
}

function onlyDatabase(cwd: string): string | null {
  const [only, ...others] = databasesIn(cwd);
  return only === undefined || others.length > 0 ? null : `file:${only}`;
}
function write(cwd: string, file: string, text: string): Made {
  const path = join(cwd, file);
  if (existsSync(path)) return { file, state: "kept" };
  writeFile(path, text);
  return { file, state: "written" };
}

function extend(cwd: string, file: string, lines: readonly string[]): Made {
  const path = join(cwd, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const there = before.split(/\r?\n/);
  const missing = lines.filter((line) => !there.includes(line));
  if (missing.length === 0) return { file, state: "kept" };
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const start = before === "" || before.endsWith("\n") ? before : before + end;
  writeFile(path, start + missing.map((line) => line + end).join(""));
  return { file, state: before === "" ? "written" : "extended" };
}

/** The path of a database in the project, as git writes it; null for one that is elsewhere. */
function fileIn(cwd: string, url: string): string | null {
  const where = readWhere(url, cwd);
  if (!where.ok || !isHere(where.value)) return null;
  const path = relative(cwd, where.value.url).replaceAll("\\", "/");
  return path.startsWith("../") || isAbsolute(path) ? null : path;
}

function noFolder(cwd: string) {
  return {
    code: "path-unusable",
    level: "error",
    subject: "--dir",
    message: `there is no folder ${cwd}`,
    help: ["create it first"],
  } as const;
}
