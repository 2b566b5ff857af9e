import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { backupFiles } from "../../apply/backups.ts";
import type { Manifest } from "../../apply/manifest.ts";
import { type BackupPlace, preparePlace } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";
import { isOf } from "../../apply/whose.ts";
import type { KeptThere, Target } from "../../target/target.ts";
import { type Context, need } from "../context.ts";

/** A backup, here or on the machine of the database. */
export interface KeptBackup {
  /** `2026-11-20T19-30-00-000Z-1a2b3c4d`: the same on both sides. */
  readonly name: string;
  /** Absolute, here. For a backup that is only on the other machine, where it would be once it was fetched. */
  readonly path: string;
  /** On the machine of the database; null if it is not kept there. */
  readonly there: KeptThere | null;
  readonly here: boolean;
  readonly bytes: number;
  /** Null if the note beside the backup is missing or was edited. */
  readonly manifest: Manifest | null;
}

/** Those that are kept here, newest first. */
export function keptHere(place: BackupPlace): readonly KeptBackup[] {
  return backupFiles(place).map((path) => {
    const manifest = readManifest(path);
    return {
      name: basename(path).replace(/\.(?:db|changes)$/, ""),
      path,
      there: null,
      here: true,
      bytes: statSync(path).size,
      manifest: manifest.ok ? manifest.value : null,
    };
  });
}

/** Those here and those on the machine of the database, newest first. */
export async function keptOf(context: Context, target: Target, place: BackupPlace): Promise<readonly KeptBackup[]> {
  const here = keptHere(place);
  if (target.beside === null) return here;
  const there = new Map(need(context, await target.beside.list()).map((each) => [each.name, each]));
  const both = here.map((each) => ({ ...each, there: there.get(each.name) ?? null }));
  for (const { name } of here) there.delete(name);
  const only = [...there.values()].map((each): KeptBackup => {
    const path = join(place.root, place.name, `${each.name}.db`);
    return { name: each.name, path, there: each, here: false, bytes: each.bytes, manifest: each.manifest };
  });
  return [...both, ...only].sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** Whether a backup is of this database. One whose note does not say may be. */
export function isOwn({ manifest }: KeptBackup, target: Target): boolean {
  return manifest === null || isOf(manifest, target.whose);
}

/** Its file here; it is fetched first if necessary. */
export async function fetched(context: Context, target: Target, place: BackupPlace, kept: KeptBackup): Promise<string> {
  if (existsSync(kept.path) || kept.there === null || target.beside === null) return kept.path;
  need(context, preparePlace(place));
  return need(context, await target.beside.bring(kept.there, place, context.signal));
}
