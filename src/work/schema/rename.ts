import { areSql } from "../../compile/languages.ts";
import { shellWord } from "../../words/shell.ts";
import { namePattern, subjectNames } from "../../words/subject.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Renamed, rename as renameIn } from "../../pull/rename/rename.ts";
import { checked, type Listening, need, refuse } from "../context.ts";
import { declared } from "./declared.ts";
import type { Project } from "../project.ts";
import { writeFile } from "../write-file.ts";

export interface RenameOptions extends Listening {
  /** A table, view, index or trigger, or a column: `tune`, `tune.title`, `"old tunes".title`. */
  readonly from: string;
  /** Only the new name. */
  readonly to: string;
}

/** Renames something in all declarations, and adds the hint that makes the next plan rename it. */
export function rename(project: Project, options: RenameOptions): Promise<Checked<Renamed>> {
  const { from: typed, to: newName, ...listening } = options;
  const from = quotedNames(typed)?.join(".") ?? typed;
  const to = quotedNames(newName)?.at(-1) ?? withoutTable(from, newName);
  return checked("rename", project.cwd, listening, async (context) => {
    const { sources, partial } = await declared(context, project);
    const by = areSql(sources.keys()) ? "SQL" : partial?.by;
    if (by !== undefined) refuse(theirs(by, from, to));
    const renamed = await renameIn({ sources, path: project.schema, from, to, beside: project.beside });
    // Doubtful places are shown in the files as they are now.
    if (renamed.ok) context.tell({ kind: "read", sources: renamed.value.files });
    const done = need(context, renamed);
    for (const [file, text] of done.files) writeFile(file, text);
    return done;
  });
}

/** The names in `"old tunes".title`, as messages write them; null if none is quoted. */
function quotedNames(typed: string): readonly string[] | null {
  const isQuoted = typed.includes('"') && new RegExp(`^${namePattern}(?:\\.${namePattern})?$`, "u").test(typed);
  return isQuoted ? subjectNames(typed) : null;
}

/** `tune.title` becomes `tune.name` if either that or `name` was typed. */
function withoutTable(from: string, to: string): string {
  const table = from.slice(0, from.indexOf(".") + 1);
  return table !== "" && to.startsWith(table) ? to.slice(table.length) : to;
}

const hints = {
  Drizzle: (old: string) => `/** @was ${old} */`,
  Prisma: (old: string) => `/// @was ${old}`,
  SQL: (old: string) => `-- @was ${old}`,
};

/** Files in another language are not edited: their owners know better what else has that name. */
function theirs(by: keyof typeof hints, from: string, to: string) {
  const hint = hints[by](from.split(".").at(-1) ?? from);
  return {
    code: "rename-theirs",
    level: "error",
    subject: from,
    message: `this is ${by === "SQL" ? "an" : "a"} ${by} schema, and rename edits only trueup declarations`,
    help: [
      `rename it there to ${to}, with ${hint} above it, so that the next plan renames`,
      `or tell the plan:  --rename ${shellWord(`${from}:${from.includes(".") ? `${from.split(".")[0]}.` : ""}${to}`)}`,
    ],
  } as const;
}
