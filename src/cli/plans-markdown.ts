import { marker, mostMarkdown, planMarkdown } from "../report/plan/plan-markdown.ts";
import { unwrap } from "../work/context.ts";
import type { PlansFound } from "../work/plans/plans.ts";
import { show } from "../work/plans/show.ts";
import { shownFrom } from "../work/shown-from.ts";
import { type Exit, exits } from "./exit-codes.ts";
import type { Shell } from "./shell.ts";
import { writeOut } from "./write-out.ts";

/** For a pull request: what `apply PLANS TARGET` will do, plan by plan, or why it can do nothing. */
export async function plansMarkdown(shell: Shell, found: PlansFound): Promise<Exit> {
  const { target } = found;
  const name = shownFrom(shell.cwd, found.path);
  const title = target === null ? `Plans in ${name}/` : `What ${name}/ does to ${target.name}`;
  const { exit, parts } = await partsOf(shell, found, name);
  // A script finds its own comment by its first line, whatever the plans are called.
  writeOut(shell, [marker(title), `## ${title}`, ...parts].join("\n\n"));
  shell.out.problems([...found.problems, ...found.unreadable.map(({ problem }) => problem)], shell.sources);
  return exit;
}

async function partsOf(shell: Shell, found: PlansFound, name: string) {
  const { goal, target, folder } = found;
  const write = `trueup plan${target === null ? "" : ` ${target.name}`} --out ${name}/NAME.plan.sql`;
  if (goal === null) return { exit: exits.failed, parts: ["The declarations have errors."] };
  const behind = folder.ahead ? "**The declarations are ahead of the plans: no plan leads to them.**" : null;
  const missing = (said: string) => ({
    exit: exits.differs,
    parts: [said, `Write the missing plan and commit it:`, code(write)],
  });
  if (target === null)
    return behind === null ? { exit: exits.done, parts: ["The plans lead to the declarations."] } : missing(behind);
  const { where } = target;
  switch (where.kind) {
    case "there":
      return { exit: exits.done, parts: [`Nothing will run: ${target.name} matches the declarations.`] };
    case "empty":
      return { exit: exits.done, parts: [`${target.name} is empty, and will be created as declared.`] };
    case "behind":
      return {
        exit: exits.done,
        parts: await planParts(
          shell,
          where.path.plans.map(({ file }) => file),
        ),
      };
    case "elsewhere":
      return missing(
        behind ??
          `**No plan leads from where ${target.name} is to the declarations.** It was changed by something else, or a plan is missing.`,
      );
  }
}

function code(command: string): string {
  return `\`\`\`sh\n${command}\n\`\`\``;
}

/** Each as large as the comment leaves room for. */
async function planParts(shell: Shell, files: readonly string[]): Promise<readonly string[]> {
  const { cwd, env, options, tell, signal } = shell;
  const asked = { whole: true, cwd, env, config: options.text("config"), schema: options.list("schema"), tell, signal };
  const parts: string[] = [];
  for (const file of files) {
    const report = unwrap(await show({ ...asked, plan: shownFrom(cwd, file) }));
    const { plan, seal, name: title, explanation, before, after } = report;
    const shown = { explanation, decisions: plan.decisions, title, plan, seal };
    const states = before === null || after === null ? null : { before, after };
    parts.push(planMarkdown({ ...shown, states }, Math.floor((mostMarkdown - 1000) / files.length)));
  }
  return parts;
}
