import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  createReadStream,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { EngineError, type Query } from "../../database/connection.ts";
import { lockPage } from "../../database/copy-pages.ts";
import { openFile } from "../../database/file.ts";
import { completePages } from "./complete.ts";
import { type Again, type Copying, type Pages, type PagesRead, standAlone, writePage } from "./copied-pages.ts";
import { oneByOne, ServerStream, step } from "./stream.ts";
import type { ServerConnection } from "./connection.ts";
import { asServerError } from "./problems.ts";
import { type Checked, failed, fine, type Problem, ProblemError } from "../../problem/problem.ts";
import type { Backup } from "../../apply/events.ts";
import { temporary } from "../../apply/place.ts";

export interface ServerCopy extends Backup {
  readonly pages: number;
  readonly pageSize: number;
}

export interface CopyOptions extends Copying {
  /** Runs around the reading and checking of the copy, and keeps others from writing meanwhile. */
  readonly quiet?: Quiet;
  /** Set if an earlier copy is there, under the temporary name: only what changed since is read again. */
  readonly again?: Again;
}

type Quiet = <T>(work: () => Promise<T>) => Promise<T>;

/** How often a copy is restarted after a lost connection. */
const attempts = 3;

/** A copy, and the stream that read it: its transaction still sees exactly that state until it is closed. */
export interface HeldCopy {
  readonly copy: ServerCopy;
  readonly stream: ServerStream;
  readonly reading: PagesRead;
}

/** Copies a server's database to a file, for reading. */
export async function copyServer(
  server: ServerConnection,
  path: string,
  options: CopyOptions,
): Promise<Checked<ServerCopy>> {
  const held = await copying(server, path, options, false);
  if (!held.ok) return held;
  await held.value.stream.close();
  return { ...held, value: held.value.copy };
}

/**
 * The same for a change that follows: on the returned stream, with foreign keys off, the transaction that read the copy
 * continues. It can write only if nothing else has been written since.
 */
export function copyHeld(server: ServerConnection, path: string, options: CopyOptions): Promise<Checked<HeldCopy>> {
  return copying(server, path, options, true);
}

async function copying(
  server: ServerConnection,
  path: string,
  options: CopyOptions,
  toChange: boolean,
): Promise<Checked<HeldCopy>> {
  const part = path + temporary;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt++) {
      const stream = new ServerStream(server);
      try {
        return await onStream(stream, server.label, path, options, toChange);
      } catch (error) {
        await stream.close();
        const known = options.signal?.aborted ? error : asKnown(error, server);
        const again =
          known instanceof ProblemError && ["server-cut", "server-no-answer"].includes(known.problems[0]?.code ?? "");
        if (!again || attempt === attempts) throw known;
      }
    }
  } catch (error) {
    remove(part);
    if (options.signal?.aborted) return failed({ ...copyProblem(server.label, []), message: "the copy was stopped" });
    if (error instanceof ProblemError) return failed(...error.problems);
    if (error instanceof Error && "code" in error && !(error instanceof EngineError))
      return failed(diskProblem(path, error));
    if (error instanceof EngineError) return failed(copyProblem(server.label, [error.message]));
    throw error;
  }
}

/**
 * Page by page, in one request: one statement reads all pages and so sees one state of the database, whatever is
 * written meanwhile. The file is the database itself: rows, rowids, sequences, shadow tables and free pages. It gets
 * its name only once it is complete, on disk, and has been opened and checked.
 */
async function onStream(
  stream: ServerStream,
  label: string,
  path: string,
  options: CopyOptions,
  toChange: boolean,
): Promise<Checked<HeldCopy>> {
  // Before BEGIN, because it has no effect within a transaction; and before others are rejected, because a server that
  // does that treats any pragma as a write. On a server that refuses the pragma, the change is refused as well, with a
  // better message.
  if (toChange) await stream.batch([step("PRAGMA foreign_keys = OFF")], options);
  const quiet: Quiet = options.quiet ?? ((work) => work());
  const part = path + temporary;
  return quiet(async () => {
    const { again } = options;
    const read = again
      ? await completePages(stream, { label, part }, options, again)
      : await copyPages(stream, part, options);
    return stream.during(async () => {
      // The earlier copy was checked, and what it lacked has the server's hash.
      const damage = again ? [] : await checkCopy(part, label);
      const { reading, ...size } = read;
      const copy = { path, ...size, ...(await sizeAndHash(part)) };
      renameSync(part, path);
      return fine({ copy, stream, reading }, damage);
    });
  });
}

/** If the folder is not even a folder, there is nothing to remove. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

function asKnown(error: unknown, server: ServerConnection): unknown {
  try {
    return asServerError(error, server.address);
  } catch {
    return error;
  }
}

async function copyPages(stream: ServerStream, part: string, options: CopyOptions): Promise<Pages> {
  const started = performance.now();
  // Its name is claimed already, or the folder is this process's own; what an attempt before this one wrote is overwritten.
  const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
  const file = openSync(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
  try {
    let pages = 0;
    let size = 0;
    let written = 0;
    let round = 0;
    const queries: readonly Query[] = [
      { sql: "BEGIN" },
      { sql: "SELECT page_count, page_size FROM temp.pragma_page_count, temp.pragma_page_size" },
      { sql: "SELECT pgno, data FROM sqlite_dbpage" },
    ];
    for await (const { step: at, again, row } of stream.rows(oneByOne(queries), options)) {
      if (again > round) [round, written] = [again, 0];
      if (at < queries.length - 1) {
        [pages, size] = [Number(row[0]), Number(row[1])];
        continue;
      }
      if (row[0] === lockPage(size)) continue;
      writePage(file, row, size);
      written++;
      if (written % 256 === 0 || written === pages) options.progress(written * size, pages * size);
    }
    const due = size > 0 && pages >= lockPage(size) ? pages - 1 : pages;
    if (written !== due || pages === 0) throw new EngineError("SQLITE_IOERR", `${written} of ${due} pages arrived`);
    ftruncateSync(file, pages * size);
    standAlone(file);
    fsyncSync(file);
    return { pages, pageSize: size, reading: { milliseconds: performance.now() - started, lockedSince: null } };
  } finally {
    closeSync(file);
  }
}

/** Opens it as any user would. Damage that the server's database has as well is not a reason to have no backup. */
async function checkCopy(path: string, label: string): Promise<readonly Problem[]> {
  const opened = await openFile(path);
  if (!opened.ok) throw new ProblemError(...opened.problems);
  try {
    const [rows = []] = await opened.value.snapshot((snapshot) =>
      snapshot.read([{ sql: "PRAGMA integrity_check(5)" }]),
    );
    const found = rows.map(([text]) => String(text));
    return found.length === 1 && found[0] === "ok" ? [] : [{ ...copyProblem(label, found), level: "warning" }];
  } finally {
    await opened.value.close();
  }
}

/** All connections are closed, so the file may be read. */
async function sizeAndHash(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(path)) {
    hash.update(part as Buffer);
    bytes += (part as Buffer).length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

function copyProblem(label: string, evidence: readonly string[]): Problem {
  return {
    code: "server-copy",
    level: "error",
    subject: label,
    message: `the copy of ${label} is damaged`,
    evidence,
    help: ["try again; if the server's own database is damaged, PRAGMA integrity_check reports the same there"],
  };
}

function diskProblem(path: string, error: Error): Problem {
  return {
    code: "server-copy-disk",
    level: "error",
    subject: path,
    message: "the backup could not be written",
    evidence: [error.message],
    help: ["nothing was changed; choose a writable folder with enough space"],
  };
}
