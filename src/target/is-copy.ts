import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readManifest } from "../apply/read-manifest.ts";
import { EngineError } from "../database/connection.ts";
import { differenceOf } from "../database/page-difference.ts";
import type { CopyHooks, Target } from "./target.ts";

/** Whether a database has exactly the pages of a backup, determined with a copy of it. */
export async function isCopy({ copy }: Pick<Target, "copy">, backup: string, hooks: CopyHooks): Promise<boolean> {
  const manifest = readManifest(backup);
  if (!manifest.ok) return false;
  const folder = mkdtempSync(join(tmpdir(), "trueup-look-"));
  try {
    const copied = await copy(folder, hooks);
    if (!copied.ok) return false;
    const { pages, size } = await differenceOf(copied.value, backup);
    return pages.length === 0 && size === manifest.value.pages;
  } catch (error) {
    // Pages of another size, or text in another encoding, are not those of the backup.
    if (error instanceof EngineError) return false;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
