import { statSync } from "node:fs";
import { backupFiles } from "../../apply/backups.ts";
import type { Place } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import type { Target } from "../../compile/config/config-type.ts";
import { bytes } from "../../plan/words.ts";
import { short } from "../../report/number.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { placeOf } from "../place-of.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { findTarget } from "../../work/targets.ts";
import { shownFrom } from "../../work/shown-from.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const named = findTarget(shell, project, shell.args[0]);
  const name = named.kind === "one" ? named.aim.name : named.target.name;
  const places =
    named.kind === "one" ? [placeOf(shell, project, named.aim)] : await ofFleet(shell, project, named.target);
  const found = places.flatMap(backupFiles).map((path) => {
    const manifest = readManifest(path);
    return {
      path: shownFrom(shell.cwd, path),
      bytes: statSync(path).size,
      manifest: manifest.ok ? manifest.value : null,
    };
  });
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { target: name, backups: found }));
    return exits.done;
  }
  if (found.length === 0) shell.out.say(`there are no backups of ${name} here`);
  const { style } = shell.out.data;
  for (const { path, bytes: size, manifest } of found) {
    shell.out.print(`${style.bold(path)}  ${bytes(size)}`);
    shell.out.print(style.dim(`    ${manifest === null ? "its note is missing or was edited" : about(manifest)}`));
  }
  if (found[0] !== undefined && named.kind === "one")
    shell.out.say(`put one back:  ${style.command(`trueup restore ${found[0].path} ${shell.args[0] ?? ""}`.trim())}`);
  return exits.done;
}

/** Each database of a fleet has a folder of its own. */
async function ofFleet(shell: Shell, project: Project, target: Target): Promise<readonly Place[]> {
  const { fleetOf } = await import("../../work/fleet.ts");
  const { placeOf: placeOfMember } = await import("../../fleet/work.ts");
  const { aim, members } = await fleetOf(shell, project, target);
  return members.map((member) => placeOfMember(member, aim.backups ?? project.backups));
}

function about(manifest: {
  readonly before: string;
  readonly taken: string;
  readonly plan: { readonly seal: string } | null;
}): string {
  const plan = manifest.plan === null ? "" : ` of plan ${short(manifest.plan.seal.replace(/^sha256:/, ""))}`;
  return `taken ${manifest.taken} before ${manifest.before === "apply" ? `the apply${plan}` : "a restore"}`;
}
