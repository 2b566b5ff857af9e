import { join } from "node:path";
import { languageOf } from "../../compile/languages.ts";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { compileWith } from "../../compile/compile.ts";
import { busy } from "../../database/busy.ts";
import type { Checked, Problem, Sources } from "../../problem/problem.ts";
import { pull as declare } from "../../pull/pull.ts";
import { type Context, checked, type Listening, need } from "../context.ts";
import { declared } from "./declared.ts";
import { liveSchema, readHere } from "./live.ts";
import type { Project } from "../project.ts";
import { type Aim, oneTarget } from "../targets.ts";
import { writeFile } from "../write-file.ts";

export interface PullOptions extends Listening {
  /** The default target if left out. */
  readonly target?: string | undefined;
  /** Writes nothing: returns what would be written. */
  readonly check?: boolean;
  /** Makes it an error, not a warning, if something cannot be declared. */
  readonly strict?: boolean;
  /** Writes one schema.sql, or a Drizzle schema, whatever the declarations are written in. */
  readonly as?: "sql" | "drizzle" | undefined;
  /** Tables whose rows are declared as well. */
  readonly rows?: readonly string[];
}

export interface Pulled {
  readonly target: string;
  readonly files: readonly PulledFile[];
  /** Differences from a schema of Drizzle that were not edited, each with the text to write. */
  readonly left: readonly Problem[];
}

/** A file of declarations that is new or changed. */
export interface PulledFile {
  /** Absolute. */
  readonly file: string;
  /** Null if it did not exist. */
  readonly before: string | null;
  readonly after: string;
}

/** Writes declarations for a live database, merged into the existing ones. */
export function pull(project: Project, options: PullOptions = {}): Promise<Checked<Pulled>> {
  return checked("pull", project.cwd, options, async (context) => {
    const aim = oneTarget(context, project, options.target);
    const { files, left } = await pulledFiles(context, project, aim, options.strict ?? false, options.as, options.rows);
    if (options.check !== true) for (const { file, after } of files) writeFile(file, after);
    return { target: aim.name, files, left };
  });
}

export async function pulledFiles(
  context: Context,
  project: Project,
  aim: Aim,
  strict: boolean,
  as?: PullOptions["as"],
  rows: readonly string[] = [],
): Promise<Omit<Pulled, "target">> {
  const here = await readHere(context, aim);
  const schema = here ?? (await liveSchema(context, aim));
  const path = pathFor(project, as);
  const there = isEmpty(path) ? undefined : await declared(context, project, path);
  const into: Sources = there?.sources ?? new Map();
  const paths = path === project.schema ? project.schemas : [path];
  const { files: written, left = [] } = need(
    context,
    await busy(() =>
      declare({
        schema,
        readHere: here !== null,
        into,
        path,
        beside: aim.beside,
        strict,
        declared: there,
        recompile: (sources) => compileWith(sources, paths, aim.beside),
        as: as === "drizzle" ? as : undefined,
      }),
    ),
  );
  const files = new Map(written);
  if (rows.length > 0) {
    const { pulledRows } = await import("./pull-rows.ts");
    const sources = new Map([...into, ...written]);
    const more = await pulledRows(context, aim, { sources, path, live: schema, names: rows });
    for (const [file, text] of more) files.set(file, text);
  }
  const pulled = [...files].map(([file, after]) => {
    const before = into.get(file) ?? (existsSync(file) ? readFileSync(file, "utf8") : null);
    return { file, before, after };
  });
  return { files: pulled, left };
}

/** Where to write: the declarations, or a file of the requested kind beside them. */
function pathFor(project: Project, as: PullOptions["as"]): string {
  if (as === undefined || languageOf(project.schema) === as) return project.schema;
  if (as === "sql") return join(project.folder, "schema.sql");
  return existsSync(project.schema) || languageOf(project.schema) !== null
    ? project.schema
    : join(project.folder, "src/db/schema.ts");
}

/** Does not exist, or is a folder without declarations. */
function isEmpty(path: string): boolean {
  if (!existsSync(path)) return true;
  if (statSync(path).isFile()) return readFileSync(path, "utf8").trim() === "";
  return !readdirSync(path, { recursive: true, encoding: "utf8" }).some((file) => languageOf(file) !== null);
}
