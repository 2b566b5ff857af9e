import { coverage } from "../../report/plan/query-lines.ts";
import { oneLine } from "../../report/width.ts";
import { unwrap } from "../../work/context.ts";
import { unused } from "../../work/queries/queries.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { aside, asideLines, countsOf, summaryOf } from "./queries.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { options, tell, signal } = shell;
  const asked = { queries: options.list("queries"), deployed: options.text("deployed"), tell, signal };
  const found = unwrap(await unused(project, asked));
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { ...countsOf(found), ...found.unused, ...aside(found) }));
    return exits.done;
  }
  const { style } = shell.out.data;
  const kinds = [
    ["tables", found.unused.tables],
    ["views", found.unused.views],
    ["columns", found.unused.columns],
    ["indexes", found.unused.indexes],
  ] as const;
  for (const [kind, names] of kinds) {
    if (names.length === 0) continue;
    shell.out.print(style.bold(`${kind} that no query touches`));
    for (const name of names) shell.out.print(`  ${oneLine(name)}`);
  }
  if (kinds.every(([, names]) => names.length === 0)) shell.out.print("Everything declared is used by a query.");
  shell.out.print(`As far as queries can be read: ${coverage(summaryOf(found))}.`);
  for (const line of asideLines(found)) shell.out.print(line);
  return exits.done;
}
