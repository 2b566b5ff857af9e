import { posix } from "node:path";
import { compileSources } from "../compile/compile.ts";
import type { Declared } from "../compile/declared.ts";
import { areSql, languageOf } from "../compile/languages.ts";
import { nothingBeside } from "../model/beside.ts";
import { compareText, named, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, failed, fine, type Problem, type Sources, ProblemError } from "../problem/problem.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { arrange } from "./write/arrange.ts";
import type { Recompile } from "./drizzle/edit-schema.ts";
import { mergeInto } from "./merge/merge.ts";
import { opaqueProblems } from "./opaque.ts";
import { prove } from "./prove.ts";
import { plural } from "../words/numbers.ts";
import { rename } from "./rename/rename.ts";
import { writeFiles } from "./write/write-files.ts";

export interface PullRequest {
  /** The live schema. */
  readonly schema: Schema;
  /** Whether an engine in this process has read it. */
  readonly readHere?: boolean;
  /** The existing declarations, by path; empty if there are none. */
  readonly into: Sources;
  /** Where the declarations are: a folder, or one file, whose ending determines the language. */
  readonly path: string;
  /** What the configuration knows about the application; nothing if absent. */
  readonly beside?: OfApplication;
  /** Whether anything that cannot be declared is an error. */
  readonly strict: boolean;
  /** The compiled declarations, if they have been compiled in their context. */
  readonly declared?: Declared | undefined;
  /** Reads the declarations again, with other texts of some files; from \`into\` alone if left out. */
  readonly recompile?: Recompile | undefined;
  /** For Drizzle, if nothing is declared yet. */
  readonly as?: "drizzle" | undefined;
}

export interface Pulled {
  /** The files that are new or change, with their whole texts. */
  readonly files: ReadonlyMap<string, string>;
  /** Differences from a schema of Drizzle that could not be edited, each with the text to write. */
  readonly left?: readonly Problem[];
}

/**
 * Writes a live schema as declarations, or edits existing ones until they match. The result has been compiled and
 * compared with the live schema, so no returned declaration would change the database.
 */
export async function pull(request: PullRequest): Promise<Checked<Pulled>> {
  try {
    return await pulled(request);
  } catch (error) {
    if (error instanceof ProblemError) return failed(...error.problems);
    throw error;
  }
}

async function pulled(request: PullRequest): Promise<Checked<Pulled>> {
  const { schema, into, path, strict, beside = nothingBeside } = request;
  const opaque = [...opaqueProblems(schema, strict), ...requotedProblem(schema)];
  if (strict && schema.opaque.length > 0) return failed(...opaque);
  const theirs = request.declared?.partial ?? null;
  if (theirs !== null && request.declared !== undefined) {
    const { editSchema } = await import("./drizzle/edit-schema.ts");
    const recompile = request.recompile ?? ((sources) => compileSources(sources, path, beside));
    const { files, left } = await editSchema(request.declared, theirs, schema, recompile);
    return files.size === 0 && left.length > 0 ? failed(...left) : fine({ files, left }, opaque);
  }
  if (languageOf(path) === "sql" || areSql(into.keys())) {
    const { pullSql } = await import("./sql/pull-sql.ts");
    const written = pullSql(schema, into, path, beside);
    return written.ok ? fine({ files: changed(new Map([...into, ...written.value]), into) }, opaque) : written;
  }
  const present = await spelledAlike(into, path, schema, beside);
  if (!present.ok) return present;
  const { declared, sources } = present.value;
  if (request.as === "drizzle" && declared === null) {
    const { freshDrizzle } = await import("./drizzle/pull-drizzle.ts");
    const written = await freshDrizzle(schema, path, beside);
    return written.ok ? fine({ files: written.value }, [...opaque, ...written.warnings]) : written;
  }
  const proven = await prove({
    live: schema,
    judged: request.readHere === true ? schema : null,
    into: sources,
    path,
    declared,
    beside,
    write: (live, whole) => (declared === null ? freshFiles(live, path) : mergeInto({ live, declared, path, whole })),
  });
  if (!proven.ok) return proven;
  const left = proven.warnings.filter((problem) => problem.code === "pull-left-out");
  if (strict && left.length > 0) return failed(...left.map((problem): Problem => ({ ...problem, level: "error" })));
  return fine({ files: changed(new Map([...sources, ...proven.value]), into) }, [...opaque, ...proven.warnings]);
}

interface Present {
  readonly sources: Sources;
  /** Null if there are no files. */
  readonly declared: Declared | null;
}

/**
 * What the files declare, with columns in the database's case. SQLite ignores case there, but TypeScript does not, so
 * every reference has to follow.
 */
async function spelledAlike(
  into: Sources,
  path: string,
  live: Schema,
  beside: OfApplication,
): Promise<Checked<Present>> {
  if (into.size === 0) return fine({ sources: into, declared: null });
  const declared = await compileSources(into, path, beside);
  if (!declared.ok) return declared;
  const [respelled] = declared.value.schema.tables.flatMap((table) => {
    const same = named(live.tables, table.name);
    return table.columns.flatMap((column) => {
      const to = same?.columns.find((each) => each.name !== column.name && sameName(each.name, column.name));
      return to === undefined ? [] : [{ from: `${table.name}.${column.name}`, to: to.name }];
    });
  });
  if (respelled === undefined) return fine({ sources: into, declared: declared.value });
  const renamed = await rename({ sources: into, path, ...respelled, hint: false, beside });
  if (!renamed.ok || renamed.value.files.size === 0) return fine({ sources: into, declared: declared.value });
  return spelledAlike(new Map([...into, ...renamed.value.files]), path, live, beside);
}

function freshFiles(live: Schema, path: string): Map<string, string> {
  const isFile = /\.[cm]?ts$/.test(path);
  const files = writeFiles(arrange(live, isFile), live);
  const nothing = live.opaque.length === 0 ? "The database is empty." : "Nothing in the database can be declared.";
  if (files.size === 0) files.set("schema.ts", `// ${nothing}\nexport {};\n`);
  return new Map([...files].map(([name, text]) => [isFile ? path : posix.join(path, name), text]));
}

function changed(files: ReadonlyMap<string, string>, into: Sources): Map<string, string> {
  const different = [...files].filter(([file, text]) => into.get(file) !== text);
  return new Map(different.sort(([a], [b]) => compareText(a, b)));
}

/** The database stays as it is. A plan that has to alter a table writes the same into it. */
function requotedProblem({ requoted }: Schema): Problem[] {
  if (requoted.length === 0) return [];
  return [
    {
      code: "pull-requoted",
      level: "warning",
      subject: requoted[0]?.name ?? "",
      message: `${plural(requoted.length, "definition holds", "definitions hold")} strings in double quotes, written here in single quotes`,
      evidence: [
        ...requoted.slice(0, 10).map(({ type, name }) => `${type} ${name}`),
        ...(requoted.length > 10 ? [`and ${requoted.length - 10} more`] : []),
      ],
      help: ["there is nothing to do: SQLite reads a name in double quotes as a string if it is not a column"],
    },
  ];
}
