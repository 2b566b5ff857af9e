import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { EngineError } from "../database/connection.ts";
import type { Copied } from "../database/copy-pages.ts";
import { Engine } from "../database/engine.ts";
import { fileUri } from "../database/file.ts";
import { thread } from "../database/thread.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { Blocks } from "./blocks.ts";
import { type Measure, type Soundness, soundness } from "./soundness.ts";

/** The result of reading a copy back. */
export interface Examined {
  /** The checksum of its bytes. */
  readonly sha256: string;
  /** What the check of the copy found. It is true for the database as well, because the bytes are the same. */
  readonly found: Soundness | null;
  /** The checksums of its blocks, if they were asked for: see `blocks.ts`. */
  readonly blocks: Uint8Array | null;
}

export interface Examination {
  readonly path: string;
  readonly copied: Copied;
  /** Null if only the bytes matter: for a restore, a damaged database is kept as it is. */
  readonly measure: Measure | null;
  readonly blocks?: boolean;
}

/** Reads a copy back from disk and opens it as a user would; `whole` resolves when it may be opened. */
export async function examine(
  { path, copied, measure, blocks: wanted = false }: Examination,
  whole: Int32Array | null = null,
): Promise<Checked<Examined>> {
  const each = wanted ? new Blocks() : null;
  const sha256 = hashOf(path, whole, each);
  const blocks = each?.digests() ?? null;
  if (measure === null) return fine({ sha256, found: null, blocks });
  const engine = new Engine(`${fileUri(path, "ro")}&immutable=1`);
  try {
    const found = soundness(engine, measure);
    const pages = Number(engine.all("PRAGMA page_count")[0]?.[0]);
    const size = statSync(path).size;
    if (size === copied.bytes && pages === copied.pages) return fine({ sha256, found, blocks });
    return failed(unsound(path, [`written ${copied.bytes} bytes, ${copied.pages} pages`, `read ${size}, ${pages}`]));
  } catch (error) {
    if (error instanceof EngineError) return failed(unsound(path, [`SQLite: ${error.message}`]));
    throw error;
  } finally {
    await engine.close();
  }
}

/**
 * The checksum of a file that no connection of this process has open: closing it would drop that connection's locks. If
 * the file is still being written, `whole` resolves when it is complete.
 */
function hashOf(path: string, whole: Int32Array | null, blocks: Blocks | null): string {
  const hash = createHash("sha256");
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(whole ? 1 << 20 : Math.max(1, Math.min(1 << 20, fstatSync(handle).size)));
    for (let at = 0; ; ) {
      const over = whole === null || Atomics.load(whole, 0) === 1;
      const read = readSync(handle, buffer, 0, buffer.length, at);
      if (read === 0 && over) return hash.digest("hex");
      if (read === 0 && whole !== null) Atomics.wait(whole, 0, 0, 1);
      hash.update(buffer.subarray(0, read));
      blocks?.update(buffer.subarray(0, read));
      at += read;
    }
  } finally {
    closeSync(handle);
  }
}

/** From this size on, a thread of its own is worth its start-up time. */
const large = 8 << 20;

export interface Aside {
  /** Call this once the file is complete. */
  result(): Promise<Checked<Examined>>;
  stop(): void;
}

/**
 * The same in the background: only the commit has to wait for it, not the change. It may begin while the file is still
 * being written.
 */
export function examineAside(examination: Examination): Aside {
  if (examination.copied.bytes < large) return { result: () => examine(examination), stop: () => {} };
  const whole = new Int32Array(new SharedArrayBuffer(4));
  const worker = thread(import.meta.url, "examine-worker", { examination, whole });
  let givenUp = false;
  const answer = new Promise<Checked<Examined> | null>((settle) => {
    worker.once("message", settle);
    // If the thread could not be started or ended early, that says nothing about the file, so it is read here.
    worker.once("error", () => settle(null));
    worker.once("exit", () => settle(null));
  });
  return {
    async result() {
      Atomics.store(whole, 0, 1);
      Atomics.notify(whole, 0);
      const said = await answer;
      if (said === null && givenUp) return failed(unsound(examination.path, ["the check was abandoned"]));
      return said ?? examine(examination);
    },
    stop() {
      givenUp = true;
      void worker.terminate();
    },
  };
}

function unsound(path: string, evidence: readonly string[]): Problem {
  return {
    code: "backup-unsound",
    level: "error",
    subject: path,
    message: "the backup was written, but does not open cleanly",
    evidence,
    help: ["check the disk; nothing was changed"],
  };
}
