import { type Hint, type Hinted, writeHints as edited } from "../../pull/rename/write-hints.ts";
import type { Checked } from "../../problem/problem.ts";
import { checked, type Listening } from "../context.ts";
import { declared } from "./declared.ts";
import type { Project } from "../project.ts";
import { writeFile } from "../write-file.ts";

/** Writes decisions into the declarations: as words of trueup, and as comments where these are in another language. */
export function writeHints(
  project: Project,
  hints: readonly Hint[],
  listening: Listening = {},
): Promise<Checked<Hinted>> {
  return checked("plan", project.cwd, listening, async (context): Promise<Hinted> => {
    const found = await declared(context, project);
    const done = await edited(found, project.schemas, hints, project.beside);
    for (const [file, text] of done.files) writeFile(file, text);
    return done;
  });
}

export type { Hint, Hinted };
