import type { Schema } from "../../model/schema.ts";
import { plural } from "../../words/numbers.ts";
import type { Problem } from "../../problem/problem.ts";
import { coverage } from "../../report/plan/query-lines.ts";
import { hang } from "../../report/width.ts";
import { headline } from "../../report/problem.ts";
import { unreadJson } from "../../report/query-json.ts";
import { annotations, codeQuality, sarif } from "../../report/problem-machine.ts";
import type { VintagesAsked } from "../../work/build/vintages.ts";
import { check } from "../../work/schema/check.ts";
import type { Project } from "../../work/project.ts";
import { unwrap } from "../../work/context.ts";
import { shownFrom, shownSchema } from "../../work/shown-from.ts";
import { decisionsOf } from "../decisions.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { exitFor } from "../exit-for.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { withFiles } from "../../work/with-files.ts";
import { version } from "../version.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { tell: hear, signal } = shell;
  const asked = { targets: shell.args, queries: shell.options.list("queries"), tell: hear, signal };
  const fixed = shell.options.flag("fix") ? await fix(shell, project) : null;
  const { schema, problems, known, queries, releases } = unwrap(
    await check(project, { ...asked, baseline: shell.options.flag("baseline"), releases: releasesAsked(shell) }),
  );
  const exit = problems.some((problem) => problem.level === "error") ? exitFor(problems) : exits.done;
  if (shell.options.flag("baseline") && schema !== null) shell.out.say("wrote trueup.baseline.json");
  if (shell.json) {
    const counts = schema === null ? {} : { tables: schema.tables.length, views: schema.views.length };
    const asked = queries === null ? null : { ...queries, problems: undefined, unread: unreadJson(queries.unread) };
    shell.out.print(
      document(shell, exit, {
        problems: problemsJson(shell, problems),
        ...fixed,
        known,
        ...counts,
        queries: asked,
        releases: releases === null ? null : releases.map((one) => ({ ...one, problems: undefined })),
      }),
    );
    return exit;
  }
  if (releases !== null && shell.options.text("format") === "markdown") {
    const { releasesMarkdown } = await import("../../report/releases.ts");
    shell.out.print(releasesMarkdown(releases));
    shell.out.problems(problems, shell.sources);
    return exit;
  }
  tell(shell, problems);
  if (releases !== null && !machine(shell)) {
    const { releasesText } = await import("../../report/releases.ts");
    const { width, style } = shell.out.data;
    shell.out.print(releasesText(releases, { width, style }));
  }
  if (queries !== null && exit !== exits.done && !machine(shell)) shell.out.say(`${coverage(queries)}.`);
  if (schema !== null && exit === exits.done && !machine(shell)) {
    const warned = problems.length === 0 ? "" : `, ${plural(problems.length, "warning")}`;
    const aside = known === 0 ? "" : `, ${plural(known, "known warning")} (trueup.baseline.json)`;
    const { style, width } = shell.out.data;
    const said = queries === null ? "" : `; ${coverage(queries)}`;
    const text = `${shownSchema(project)}: ${counted(schema)}${said}${warned}${aside}`;
    shell.out.print(hang(`${style.good("ok")}  `, text, width));
  }
  return exit;
}

function machine({ options }: Shell): boolean {
  return ["gitlab", "sarif"].includes(options.text("format") ?? "");
}

/** `--bases` alone means those of the configuration. */
function releasesAsked(shell: Shell): VintagesAsked | null {
  const { options } = shell;
  const said = options.text("bases");
  if (said === undefined) return null;
  return {
    bases: said === "" ? undefined : options.list("bases"),
    oldest: options.text("oldest"),
    release: options.text("release"),
    decisions: decisionsOf(shell, { any: true }),
    refuse: options.list("refuse"),
    repair: options.list("repair"),
  };
}

/** Reports what was fixed; with --json it is a part of the document. */
async function fix(shell: Shell, project: Project) {
  const { fixDeclarations } = await import("../../work/schema/fix.ts");
  const { tell, signal } = shell;
  const { fixed, files } = unwrap(await fixDeclarations(project, { targets: shell.args, tell, signal }));
  const shown = files.map((file) => shownFrom(shell.cwd, file));
  for (const problem of fixed) shell.out.say(`fixed  ${problem.code}: ${headline(problem)}`);
  for (const file of shown) shell.out.say(`wrote  ${file}`);
  return { fixed: problemsJson(shell, fixed).map((each) => ({ ...each, fix: null })), files: shown };
}

function counted({ tables, views, indexes, triggers }: Schema): string {
  return [
    plural(tables.length, "table"),
    plural(indexes.length, "index", "indexes"),
    plural(views.length, "view"),
    plural(triggers.length, "trigger"),
  ].join(", ");
}

function tell(shell: Shell, problems: readonly Problem[]): void {
  const format = shell.options.text("format");
  const shown = (file: string): string => shownFrom(shell.cwd, file);
  // On GitHub, the annotations are printed with the problems, whatever the format.
  if (format === "github" && shell.env.GITHUB_ACTIONS !== "true") {
    for (const line of annotations(problems, withFiles(problems, shell.sources), shown)) shell.out.print(line);
  } else if (format === "sarif") {
    shell.out.print(JSON.stringify(sarif(problems, withFiles(problems, shell.sources), shown, version), null, 2));
  } else if (format === "gitlab") {
    shell.out.print(JSON.stringify(codeQuality(problems, withFiles(problems, shell.sources), shown), null, 2));
  } else {
    shell.out.problems(problems, shell.sources);
  }
}
