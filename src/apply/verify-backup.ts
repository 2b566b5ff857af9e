import { lstatSync } from "node:fs";
import type { Problem } from "../problem/problem.ts";
import { sumOfBlocks } from "./blocks.ts";
import { type Examined, examineAside } from "./examine.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Reports what is wrong with a backup file, by the size and checksum that it had when it was written. The checksum of a
 * large file is computed in the background, unless it is cancelled.
 */
export async function verifyBackup(
  path: string,
  manifest: Manifest,
  givenUp: AbortSignal | null = null,
): Promise<Problem | null> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) {
    return {
      code: "backup-unknown",
      level: "error",
      subject: path,
      message: "there is no such backup",
      help: ["trueup backups"],
    };
  }
  const evidence = !stats.isFile()
    ? ["it is not a plain file"]
    : stats.size !== manifest.bytes
      ? [`written ${manifest.bytes} bytes`, `found   ${stats.size} bytes`]
      : await readAgain(path, manifest, givenUp);
  if (evidence.length === 0) return null;
  return {
    code: "backup-damaged",
    level: "error",
    subject: path,
    message: "the backup has changed since it was written",
    evidence,
    help: ["nothing was changed; trueup backups lists the others"],
  };
}

async function readAgain(path: string, manifest: Manifest, givenUp: AbortSignal | null): Promise<readonly string[]> {
  const ofBlocks = manifest.blocks !== undefined;
  const aside = examineAside({ path, copied: manifest, measure: null, blocks: ofBlocks });
  givenUp?.addEventListener("abort", () => aside.stop());
  const read = await aside.result();
  const sum = read.ok ? sumOf(read.value, ofBlocks) : null;
  return sum === manifest.sha256 ? [] : ["the checksum differs"];
}

function sumOf({ sha256, blocks }: Examined, ofBlocks: boolean): string | null {
  return ofBlocks ? blocks && sumOfBlocks(blocks) : sha256;
}
