import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../apply/manifest.ts";
import { readManifest } from "../apply/read-manifest.ts";
import type { RestoreOutcome } from "../apply/restore-outcome.ts";
import { keptFrom } from "../apply/whose.ts";
import { EngineError } from "../database/connection.ts";
import { differenceOf, type PageDifference } from "../database/page-difference.ts";
import type { CopyHooks, Foreseen, Target } from "./target.ts";

/** Whether a copy differs from what the change after a backup left behind. */
type IsWritten = (copy: string, manifest: Manifest, since: PageDifference) => Promise<boolean>;

/** The outcome of a restore that would change nothing, determined with a copy of the database; null if it would change something. */
export async function foresee(
  { copy, label, whose }: Pick<Target, "copy" | "label" | "whose">,
  request: Foreseen,
  hooks: CopyHooks,
  isWritten: IsWritten = async (_, { after }, { content }) => content !== after?.content,
): Promise<RestoreOutcome | null> {
  const { backup } = request;
  const read = readManifest(backup);
  if (!read.ok) return null;
  const manifest = read.value;
  const folder = mkdtempSync(join(tmpdir(), "trueup-look-"));
  try {
    const copied = await copy(folder, hooks);
    if (!copied.ok) return null;
    const since = await differenceOf(copied.value, backup);
    if (since.pages.length === 0 && since.size === manifest.pages) return { kind: "same", target: label, backup };
    if (!(await isWritten(copied.value, manifest, since))) return null;
    return await keptFrom(manifest, { ...request, label }, whose, copied.value);
  } catch (error) {
    // Pages of another size, or text in another encoding: the restore itself says so.
    if (error instanceof EngineError) return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
