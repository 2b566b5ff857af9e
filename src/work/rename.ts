import type { Checked } from "../problem/problem.ts";
import { type Renamed, rename as renameIn } from "../pull/rename/rename.ts";
import { checked, type Listening, need } from "./context.ts";
import { declared } from "./declared.ts";
import type { Project } from "./project.ts";
import { writeFile } from "./write-file.ts";

export interface RenameOptions extends Listening {
  /** A table, view, index or trigger, or a column: `tune`, `tune.title`. */
  readonly from: string;
  /** The new name alone. */
  readonly to: string;
}

/** Renames something in all of the declarations, and leaves the hint by which the next plan renames it. */
export function rename(project: Project, { from, to, ...listening }: RenameOptions): Promise<Checked<Renamed>> {
  return checked("rename", project.cwd, listening, async (context) => {
    const { sources } = await declared(context, project);
    const renamed = await renameIn({ sources, path: project.schema, from, to });
    // What is doubtful is shown where it stands now.
    if (renamed.ok) context.tell({ kind: "read", sources: renamed.value.files });
    const done = need(context, renamed);
    for (const [file, text] of done.files) writeFile(file, text);
    return done;
  });
}
