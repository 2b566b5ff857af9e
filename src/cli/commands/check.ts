import { annotations, sarif } from "../../report/problem-machine.ts";
import { plural } from "../../plan/words.ts";
import { compile } from "../../compile/compile.ts";
import type { Declared } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";
import { mustExist } from "../declared.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { exitFor } from "../exit-for.ts";
import { document, problemsJson } from "../json-out.ts";
import { loadProject, type Project } from "../project.ts";
import { remember, type Shell } from "../shell.ts";
import { shownFrom, withFiles } from "../terminal.ts";
import { version } from "../version.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
  mustExist(shell, project.schema);
  const checked = await compile(project.schema, { cache: project.cache });
  const problems = checked.ok ? [...checked.warnings] : [...checked.problems];
  if (checked.ok) {
    remember(shell, checked.value.sources);
    const { lint } = await import("../../lint/lint.ts");
    problems.push(...lint(checked.value, project.config?.lint ?? {}));
    problems.push(...(await spent(shell, project, checked.value)));
  }
  const exit = problems.some((problem) => problem.level === "error") ? exitFor(problems) : exits.done;
  if (shell.json) {
    shell.out.print(
      document(shell, exit, {
        problems: problemsJson(shell, problems),
        ...(checked.ok ? counts(checked.value.schema) : {}),
      }),
    );
    return exit;
  }
  tell(shell, problems);
  if (checked.ok && exit === exits.done && shell.options.text("format") !== "sarif") {
    const { tables, views, indexes, triggers } = checked.value.schema;
    const said = [
      plural(tables.length, "table"),
      plural(indexes.length, "index", "indexes"),
      plural(views.length, "view"),
      plural(triggers.length, "trigger"),
    ];
    const warned = problems.length === 0 ? "" : `, ${plural(problems.length, "warning")}`;
    shell.out.print(
      `${shell.out.data.style.good("ok")}  ${shownFrom(shell.cwd, project.schema)}: ${said.join(", ")}${warned}`,
    );
  }
  return exit;
}

/** Hints that do nothing more in any of the databases that were named; none are asked unless they are. */
async function spent(shell: Shell, project: Project, declared: Declared): Promise<readonly Problem[]> {
  if (shell.args.length === 0) return [];
  const { spentHints } = await import("../../lint/spent-hints.ts");
  const { liveSchema } = await import("../live.ts");
  const { oneTarget } = await import("../targets.ts");
  const live = [];
  for (const name of shell.args) live.push(await liveSchema(shell, oneTarget(shell, project, name)));
  return spentHints(declared, live, project.config?.lint ?? {});
}

function counts(schema: { readonly tables: readonly unknown[]; readonly views: readonly unknown[] }) {
  return { tables: schema.tables.length, views: schema.views.length };
}

function tell(shell: Shell, problems: readonly Problem[]): void {
  const format = shell.options.text("format");
  // On GitHub itself the annotations come with the problems, whatever the format.
  if (format === "github" && shell.env.GITHUB_ACTIONS !== "true") {
    const sources = withFiles(problems, shell.sources);
    for (const line of annotations(problems, sources, (file) => shownFrom(shell.cwd, file))) shell.out.print(line);
    return;
  }
  if (format !== "sarif") {
    shell.out.problems(problems, shell.sources);
    return;
  }
  const shown = (file: string): string => shownFrom(shell.cwd, file);
  shell.out.print(JSON.stringify(sarif(problems, withFiles(problems, shell.sources), shown, version), null, 2));
}
