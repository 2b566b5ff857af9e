import { statSync } from "node:fs";
import { EngineError } from "../database/connection.ts";
import type { Copied } from "../database/copy-pages.ts";
import { Engine } from "../database/engine.ts";
import { fileUri } from "../database/file.ts";
import { thread } from "../database/thread.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { hashOf } from "./backups.ts";
import { type Soundness, soundness } from "./soundness.ts";

/** What a copy turned out to be when it was read again. */
export interface Examined {
  /** Of its bytes. */
  readonly sha256: string;
  /** What the check of the copy found, which holds for the database as well: they are the same bytes. */
  readonly found: Soundness | null;
}

export interface Examination {
  readonly path: string;
  readonly copied: Copied;
  /** Null where only the bytes matter: for a restore, a damaged database is kept as it is. */
  readonly measure: Soundness["measure"] | null;
}

/** Reads a copy again from the disk, and opens it as anybody would who needs it. */
export async function examine({ path, copied, measure }: Examination): Promise<Checked<Examined>> {
  const sha256 = hashOf(path);
  if (measure === null) return fine({ sha256, found: null });
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  try {
    const found = soundness(engine, measure);
    const pages = Number(engine.all("PRAGMA page_count")[0]?.[0]);
    const size = statSync(path).size;
    if (size === copied.bytes && pages === copied.pages) return fine({ sha256, found });
    return failed(unsound(path, [`written ${copied.bytes} bytes, ${copied.pages} pages`, `read ${size}, ${pages}`]));
  } catch (error) {
    if (error instanceof EngineError) return failed(unsound(path, [`SQLite: ${error.message}`]));
    throw error;
  } finally {
    await engine.close();
  }
}

/** From this size on a thread of its own is worth its start. */
const large = 4 << 20;

export interface Aside {
  readonly result: Promise<Checked<Examined>>;
  stop(): void;
}

/** The same beside whatever else is done meanwhile: the change need not wait for it, only its commit. */
export function examineAside(examination: Examination): Aside {
  if (examination.copied.bytes < large) return { result: examine(examination), stop: () => {} };
  const worker = thread(import.meta.url, "examine-worker", examination);
  let over = false;
  const result = new Promise<Checked<Examined>>((resolve, reject) => {
    worker.once("message", (examined: Checked<Examined>) => {
      over = true;
      resolve(examined);
    });
    // A thread that could not be had, or ended under it, is no verdict on the copy: it is read here then.
    const here = () => {
      if (over) return;
      over = true;
      examine(examination).then(resolve, reject);
    };
    worker.once("error", here);
    worker.once("exit", here);
  });
  const stop = () => {
    over = true;
    void worker.terminate();
  };
  return { result, stop };
}

function unsound(path: string, evidence: readonly string[]): Problem {
  return {
    code: "backup-unsound",
    level: "error",
    subject: path,
    message: "the backup was written, and does not open cleanly",
    evidence,
    help: ["check the disk; nothing was changed"],
  };
}
