import { sealDigits } from "../../plan/seal.ts";
import { isOf } from "../../apply/whose.ts";
import { commandLine } from "../../report/command-line.ts";
import { bytes, plural } from "../../words/numbers.ts";
import { short } from "../../report/number.ts";
import { backups } from "../../work/change/backups.ts";
import { unwrap } from "../../work/context.ts";
import type { KeptBackup } from "../../work/change/kept.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { args, tell, signal } = shell;
  const found = unwrap(await backups(project, { target: args[0], tell, signal }));
  const kept = found.backups.map((each) => ({ ...each, path: shownFrom(shell.cwd, each.path) }));
  const own = ({ manifest }: KeptBackup) =>
    manifest === null || found.database === null || isOf(manifest, { place: found.database });
  if (shell.json) {
    const backups = kept.map((each) => ({ ...each, there: each.there?.path ?? null, own: own(each) }));
    shell.out.print(document(shell, exits.done, { target: found.target, backups }));
    return exits.done;
  }
  if (kept.length === 0) shell.out.say(`there are no backups of ${found.target}`);
  const { style } = shell.out.data;
  for (const each of kept) {
    const { manifest, there, here } = each;
    shell.out.print(`${style.bold(here ? each.path : each.name)}  ${bytes(each.bytes)}`);
    shell.out.print(style.dim(`    ${manifest === null ? "its note is missing or was edited" : about(manifest)}`));
    if (there !== null) shell.out.print(style.dim(`    ${here ? "and there" : "there"}: ${there.path}`));
    if (!own(each) && manifest !== null)
      shell.out.print(style.warning(`    of another database: ${manifest.database}`));
  }
  const newest = kept.find(own);
  if (newest === undefined || found.fleet) return exits.done;
  const words = ["trueup", "restore", newest.here ? newest.path : newest.name, ...args.slice(0, 1)];
  shell.out.say(`restore one:  ${style.command(commandLine(words))}`);
  return exits.done;
}

function about(manifest: {
  readonly before: string;
  readonly taken: string;
  readonly plan: { readonly seal: string } | null;
  readonly changes?: { readonly count: number } | undefined;
}): string {
  const plan = manifest.plan === null ? "" : ` of plan ${short(sealDigits(manifest.plan.seal))}`;
  const held =
    manifest.changes === undefined ? "" : `, only the ${plural(manifest.changes.count, "page")} that it wrote`;
  return `taken ${manifest.taken} before ${manifest.before === "apply" ? `the apply${plan}` : "a restore"}${held}`;
}
