import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holding } from "../../database/busy.ts";

/** A folder that only its owner can read, removed when `work` is done. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "trueup-ssh-"));
  try {
    return await holding(() => work(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
