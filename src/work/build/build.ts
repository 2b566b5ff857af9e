import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Checked } from "../../problem/problem.ts";
import type { Bundle } from "../../start/bundle.ts";
import { checked, type Listening, refuse } from "../context.ts";
import type { Project } from "../project.ts";
import { shownFrom } from "../shown-from.ts";
import { writeFile } from "../write-file.ts";
import { bundleOf, chainsIn, openIn, unusedIn } from "./bundle.ts";
import { planVintages, releaseOf, type VintagesAsked } from "./vintages.ts";
import { bundleLanguage, writeBundle } from "./write-bundle.ts";

export interface BuildOptions extends Listening, VintagesAsked {
  /** The file to write: `.ts`, `.js` or `.json`. */
  readonly out?: string | undefined;
  /** Writes nothing, and reports whether the file is what would be written. */
  readonly check?: boolean | undefined;
}

export interface Built {
  /** As a person would type it. */
  readonly file: string;
  readonly state: "written" | "unchanged" | "differs";
  readonly bundle: Bundle;
}

/** Turns the declarations and the releases that are in use into one file, which an application imports. */
export function build(project: Project, options: BuildOptions = {}): Promise<Checked<Built>> {
  return checked("build", project.cwd, options, async (context) => {
    const path = outOf(project, options);
    const language = bundleLanguage(path);
    const file = shownFrom(context.cwd, path);
    if (language === null)
      return refuse({
        code: "bundle-unwritable",
        level: "error",
        subject: file,
        message: `${file} is neither TypeScript, JavaScript nor JSON`,
        help: ["name a file that ends in .ts, .js or .json:  --out src/schema.bundle.ts"],
      });
    const { way, planned } = await planVintages(context, project, options);
    const problems = [...new Map([...planned.values()].flatMap(openIn).map((each) => [each.message, each])).values()];
    if (problems.length > 0) refuse(...problems);
    const unused = unusedIn([...planned.values()].flat(), way);
    if (unused.length > 0) refuse(...unused);
    const bundle = bundleOf(way, releaseOf(project, options.release), planned, await chainsIn(way, planned));
    const text = writeBundle(bundle, language);
    const same = existsSync(path) && readFileSync(path, "utf8").replaceAll("\r\n", "\n") === text;
    if (!same && options.check !== true) writeFile(path, text);
    const state = same ? "unchanged" : options.check === true ? "differs" : "written";
    return { file, state, bundle };
  });
}

function outOf(project: Project, { out }: BuildOptions): string {
  if (out !== undefined) return resolve(project.cwd, out);
  const configured = project.config?.build.out ?? null;
  if (configured !== null) return configured;
  return refuse({
    code: "bundle-unwritable",
    level: "error",
    subject: "--out",
    message: "no file is named for the bundle",
    help: ["name it:  --out src/schema.bundle.ts", 'or in the configuration: build: { out: "src/schema.bundle.ts" }'],
  });
}
