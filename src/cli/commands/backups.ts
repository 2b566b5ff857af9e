import { bytes } from "../../words/numbers.ts";
import { short } from "../../report/number.ts";
import { backups } from "../../work/change/backups.ts";
import { need } from "../../work/context.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, tell, signal } = shell;
  const found = need(shell, await backups(project, { target: args[0], tell, signal }));
  const kept = found.backups.map((each) => ({ ...each, path: shownFrom(shell.cwd, each.path) }));
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { target: found.target, backups: kept }));
    return exits.done;
  }
  if (kept.length === 0) shell.out.say(`there are no backups of ${found.target} here`);
  const { style } = shell.out.data;
  for (const { path, bytes: size, manifest } of kept) {
    shell.out.print(`${style.bold(path)}  ${bytes(size)}`);
    shell.out.print(style.dim(`    ${manifest === null ? "its note is missing or was edited" : about(manifest)}`));
  }
  const [newest] = kept;
  if (newest !== undefined && !found.fleet)
    shell.out.say(`put one back:  ${style.command(`trueup restore ${newest.path} ${args[0] ?? ""}`.trim())}`);
  return exits.done;
}

function about(manifest: {
  readonly before: string;
  readonly taken: string;
  readonly plan: { readonly seal: string } | null;
}): string {
  const plan = manifest.plan === null ? "" : ` of plan ${short(manifest.plan.seal.replace(/^sha256:/, ""))}`;
  return `taken ${manifest.taken} before ${manifest.before === "apply" ? `the apply${plan}` : "a restore"}`;
}
