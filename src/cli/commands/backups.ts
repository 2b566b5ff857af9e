import { statSync } from "node:fs";
import { backupFiles } from "../../apply/backups.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { bytes, short } from "../../report/number.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { placeOf } from "../place-of.ts";
import { loadProject } from "../project.ts";
import type { Shell } from "../shell.ts";
import { oneTarget } from "../targets.ts";
import { shownFrom } from "../terminal.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
  const aim = oneTarget(shell, project, shell.args[0]);
  const found = backupFiles(placeOf(shell, project, aim)).map((path) => {
    const manifest = readManifest(path);
    return {
      path: shownFrom(shell.cwd, path),
      bytes: statSync(path).size,
      manifest: manifest.ok ? manifest.value : null,
    };
  });
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { target: aim.name, backups: found }));
    return exits.done;
  }
  if (found.length === 0) shell.out.say(`there are no backups of ${aim.name} here`);
  const { style } = shell.out.data;
  for (const { path, bytes: size, manifest } of found) {
    shell.out.print(`${style.bold(path)}  ${bytes(size)}`);
    shell.out.print(style.dim(`    ${manifest === null ? "its note is missing or was edited" : about(manifest)}`));
  }
  if (found[0] !== undefined)
    shell.out.say(`put one back:  ${style.command(`trueup restore ${found[0].path} ${shell.args[0] ?? ""}`.trim())}`);
  return exits.done;
}

function about(manifest: {
  readonly before: string;
  readonly taken: string;
  readonly plan: { readonly seal: string } | null;
}): string {
  const plan = manifest.plan === null ? "" : ` of plan ${short(manifest.plan.seal)}`;
  return `taken ${manifest.taken} before ${manifest.before === "apply" ? `the apply${plan}` : "a restore"}`;
}
