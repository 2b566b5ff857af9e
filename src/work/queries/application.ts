import { join } from "node:path";
import { openCache } from "../../compile/cache.ts";
import type { Collected } from "../../queries/query.ts";
import type { SourceFiles } from "../../queries/files.ts";
import type { Context } from "../context.ts";
import type { Project } from "../project.ts";

export interface QueryOptions {
  /** The files with the application's queries, instead of the configured ones; relative to the working directory. */
  readonly queries?: readonly string[] | undefined;
  /** The `git:REV` of the deployed code, instead of the configured one. */
  readonly deployed?: string | undefined;
}

/** One state of the application's code. */
export interface ApplicationCode {
  readonly collected: Collected;
  /** The name of each file in output. */
  readonly named: (file: string) => string;
  readonly textOf: (file: string) => string;
}

export interface Application {
  readonly here: ApplicationCode;
  /** The deployed code, and its revision; null if only the code here is known. */
  readonly running: (ApplicationCode & { readonly revision: string }) | null;
  readonly functions: readonly string[];
  readonly scanRows: number;
  readonly folder: string;
}

/** Reads the queries of the application, and of the deployed code; null if no files are named. */
export async function applicationOf(
  context: Context,
  project: Project,
  { queries, deployed }: QueryOptions,
  only?: "here",
): Promise<Application | null> {
  const configured = project.config?.queries ?? null;
  const patterns = queries !== undefined && queries.length > 0 ? queries : configured?.files;
  if (patterns === undefined) return null;
  const folder = patterns === queries ? project.cwd : project.folder;
  const { filesOnDisk } = await import("../../queries/files.ts");
  const disk = filesOnDisk(folder, patterns, Date.now());
  if (disk.unmatched.length > 0) context.tell({ kind: "warnings", problems: disk.unmatched.map(noFiles) });
  const here = await read(disk, `${folder}\0${patterns.join("\0")}`, (file) => join(folder, file));
  const revision = only === "here" ? null : (deployed ?? project.config?.deployed ?? null);
  return {
    here,
    running: revision === null ? null : await readRevision(revision),
    functions: project.beside.functions,
    scanRows: configured?.scanRows ?? 1000,
    folder,
  };

  async function read(files: SourceFiles, key: string, named: (file: string) => string): Promise<ApplicationCode> {
    const { collect } = await import("../../queries/collect.ts");
    const placeholders = configured?.placeholders ?? {};
    const collected = await collect(files, { placeholders, cache: openCache(project.cache), key });
    return { collected, named, textOf: (file) => files.read(file) ?? "" };
  }

  async function readRevision(revision: string): Promise<ApplicationCode & { readonly revision: string }> {
    const { filesOfRevision } = await import("./revision-files.ts");
    const files = filesOfRevision(folder, revision.replace(/^git:/, ""), patterns ?? []);
    const code = await read(files, `${folder}\0${revision}\0${patterns?.join("\0")}`, (file) => `${revision}:/${file}`);
    return { ...code, revision };
  }
}

function noFiles(pattern: string) {
  return {
    code: "no-query-files",
    level: "warning",
    subject: pattern,
    message: `no file matches \`${pattern}\` of \`queries\``,
    help: ["patterns are relative to the configuration: src/**/*.ts"],
  } as const;
}
