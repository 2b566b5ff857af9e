import { randomUUID } from "node:crypto";
import { closeSync, constants, existsSync, openSync, rmSync } from "node:fs";
import { freshPath, stampOf } from "../../apply/backups.ts";
import { blocksAgain, sumOfBlocks } from "../../apply/blocks.ts";
import { type Aside, type Examined, examineAside } from "../../apply/examine.ts";
import { cleanLeftovers, preparePlace, roomFor, temporary } from "../../apply/place.ts";
import { measureFor, type Soundness } from "../../apply/soundness.ts";
import { completeCopy } from "../../database/complete-copy.ts";
import { EngineError } from "../../database/connection.ts";
import { type Copied, copyPages, sizeOf } from "../../database/copy-pages.ts";
import type { Engine } from "../../database/engine.ts";
import type { Session } from "../../database/session.ts";
import { type Checked, failed, fine } from "../../problem/problem.ts";
import { type BackupRequest, type Copy, flushed, settling, unwritten } from "./copy.ts";

/** A copy of the database as it was before the write lock was taken: on disk, read back, and checked. */
export interface CopyAhead {
  readonly path: string;
  /** Its path until then. */
  readonly half: string;
  readonly bytes: number;
  /** What its check found. */
  readonly found: Soundness;
  /**
   * Completes it to a copy of what the session's write transaction sees. `suspects` are the pages that may have changed
   * since, or null if it may be any page. Null if it was stopped; `gone` if another run removed the file as a leftover.
   */
  complete(session: Session, suspects: ReadonlySet<number> | null): Promise<Completed | "gone" | null>;
  drop(): void;
}

export interface Completed {
  readonly copy: Copy;
  /** The pages that were copied again. No other differs from what was copied before. */
  readonly written: ReadonlySet<number>;
}

export interface AheadRequest extends BackupRequest {
  /** The database's own path. */
  readonly live: string;
  readonly label: string;
  /**
   * Without a log, writers wait for readers. The copying then lets writers in between. If one came, the copy is torn:
   * writers then wait while it is compared with the database, and the pages that differ are copied again.
   */
  readonly hasLog: boolean;
}

/** Null if it was stopped; `later` if the copy has to be made under the lock. */
export async function copyAhead(reader: Engine, request: AheadRequest): Promise<Checked<CopyAhead> | "later" | null> {
  const place = preparePlace(request.place);
  if (!place.ok) return place;
  const folder = place.value;
  const coming = sizeOf(reader);
  // Under the lock, what killed runs left behind is removed first.
  if (roomFor(coming.bytes, folder, request.label)) return "later";
  const path = freshPath(folder, stampOf(request.now, request.mark));
  const half = `${path}.${randomUUID().slice(0, 8)}${temporary}`;
  let whole = false;
  try {
    const written = await write(reader, half, coming, request);
    if (written === null) return null;
    const { copied, aside, flush } = written;
    const [examined] = await Promise.all([aside.result(), flush]);
    if (!examined.ok && existsSync(half)) return examined;
    const found = examined.ok ? examined.value.found : null;
    if (!examined.ok || found === null) return "later";
    whole = true;
    const ahead: Ready = { path, half, copied, examined: examined.value };
    return fine({
      path,
      half,
      bytes: copied.bytes,
      found,
      complete: (session, suspects) => complete(session, ahead, suspects, request, folder),
      drop: () => rmSync(half, { force: true }),
    });
  } catch (error) {
    if (!existsSync(half) || (error instanceof EngineError && error.code.startsWith("SQLITE_BUSY"))) return "later";
    return failed(unwritten(path, error));
  } finally {
    if (!whole) rmSync(half, { force: true });
  }
}

interface Written {
  readonly copied: Copied;
  readonly aside: Aside;
  readonly flush: Promise<void>;
}

/** One state of the database, whatever is written meanwhile. */
async function write(reader: Engine, half: string, coming: Copied, request: AheadRequest): Promise<Written | null> {
  const { stop, onProgress, hasLog } = request;
  const examining = (copied: Copied) =>
    examineAside({ path: half, copied, measure: measureFor(reader, copied.bytes), blocks: true });
  // Exclusive: a file or link created there in the meantime is not followed.
  const handle = openSync(half, "wx+", 0o600);
  let aside = examining(coming);
  let done = false;
  try {
    const version = () => reader.all("PRAGMA main.data_version")[0]?.[0];
    const started = version();
    let torn = false;
    const between = () => {
      reader.exec("ROLLBACK; BEGIN");
      torn ||= version() !== started;
      // What exists can be compared, however old it is.
      return !torn || sizeOf(reader).pages >= coming.pages;
    };
    const copying = { to: handle, stop, ...(onProgress ? { onProgress } : {}), ...(hasLog ? {} : { between }) };
    let copied = await copyPages(reader, copying);
    if (copied !== null && torn) {
      aside.stop();
      copied = await completeCopy(reader, { path: half, handle, of: request.live }, null, stop);
      if (copied !== null) aside = examining(copied);
    }
    if (copied === null) return null;
    // Nobody waits for what follows.
    if (!hasLog) reader.exec("ROLLBACK");
    done = true;
    return { copied, aside, flush: flushed(handle) };
  } finally {
    if (!done) aside.stop();
    if (!done) closeSync(handle);
  }
}

interface Ready {
  readonly path: string;
  readonly half: string;
  readonly copied: Copied;
  readonly examined: Examined;
}

async function complete(
  session: Session,
  { half, copied, examined }: Ready,
  suspects: ReadonlySet<number> | null,
  { live, stop, now, mark }: AheadRequest,
  folder: string,
): Promise<Completed | "gone" | null> {
  // Another run may have taken the name meanwhile.
  const path = freshPath(folder, stampOf(now, mark));
  const copyOf = (size: Copied, ofBlocks: boolean, result: Promise<Checked<Examined>>): Copy => {
    result.catch(() => {});
    const { bytes, pages, pageSize } = size;
    return { bytes, pages, pageSize, path, half, ofBlocks, examined: () => result, ...settling(path, half, () => {}) };
  };
  if (!existsSync(half)) return "gone";
  cleanLeftovers(folder, half);
  if (suspects?.size === 0) return { copy: copyOf(copied, false, Promise.resolve(fine(examined))), written: new Set() };
  const handle = openSync(half, constants.O_RDWR | constants.O_NOFOLLOW);
  let open = true;
  try {
    const size = await completeCopy(session.engine, { path: half, handle, of: live }, suspects, stop);
    if (size === null) return null;
    const { written } = size;
    const before = examined.blocks;
    if (before === null) throw new Error("the blocks of the copy were not counted");
    const blocks = blocksAgain(handle, before, { ...size, was: copied.bytes });
    const sha256 = sumOfBlocks(blocks);
    open = false;
    const flush = flushed(handle);
    const result = flush.then(
      () => fine({ found: examined.found, sha256, blocks }),
      (error) => failed(unwritten(path, error)),
    );
    return { copy: copyOf(size, true, result), written: new Set(written) };
  } finally {
    if (open) closeSync(handle);
  }
}
