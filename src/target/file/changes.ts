import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { freshPath, stampOf, takenAt } from "../../apply/backups.ts";
import { endsOf } from "../../apply/chain.ts";
import { writeChanges } from "../../apply/changes-file.ts";
import { renameFile } from "../../apply/files.ts";
import { type Manifest, manifestBeforeChange, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { cleanLeftovers, preparePlace, roomFor, temporary } from "../../apply/place.ts";
import { Ended, failedWith, interrupted, type Run } from "../../apply/run.ts";
import { type Watch, changedPages, watchPages, writtenPages } from "../../database/changed-pages.ts";
import { type Copied, lockPage, sizeOf, thesePages } from "../../database/copy-pages.ts";
import type { Engine } from "../../database/engine.ts";
import type { Settled } from "../../database/log.ts";
import { pageOf } from "../../database/page-difference.ts";
import { digestPages, type PageDigests } from "../../database/page-digests.ts";
import { unwritten } from "./copy.ts";
import { type Taken, whoseFile } from "./finish.ts";

/**
 * A backup that holds only the pages that the change writes, as they were. Before the lock, each page of the database
 * is digested in a snapshot. Under it, a snapshot of the state that the change starts from is kept until after the
 * commit; it has the old pages, and the log names those that are written. They are on disk before the commit.
 */
export interface ChangesAhead {
  /**
   * Under the lock, before anything is written: brings the digests up to date. `suspects` are the pages that may have
   * changed since, or null if it may be any page: then all of them are digested again, for which writers wait.
   * `settled` is what need not be read again of the log.
   */
  begin(suspects: ReadonlySet<number> | null, settled: Settled | null): Promise<void>;
  /** After the last step: saves what the commit will overwrite, under the backup's final name, with its note. */
  save(): Taken;
  /**
   * After the commit, the log says finally what was changed. Should it be more than was saved, the rest is saved now.
   * It never was in any test; if it is, a process killed in this moment leaves a backup that can only be refused.
   */
  confirm(taken: Taken): Taken;
}

/** `reader` keeps a snapshot, and is given another one under the lock. */
export async function changesAhead(run: Run, reader: Engine): Promise<ChangesAhead> {
  const { request, hooks, session } = run;
  const place = preparePlace(request.place);
  if (!place.ok) throw failedWith(run, ...place.problems);
  const folder = place.value;
  const stop = () => hooks.stop();
  const onProgress = (bytes: number, of: number) => hooks.onEvent({ kind: "backup-progress", bytes, of });
  const digested = await digestPages(reader, { stop, onProgress });
  if (digested === null) throw interrupted(run);
  let base = digested;
  // Most of this work is not done again under the lock.
  base.content(pageOf(reader, "main"));
  let watch: Watch | null = null;

  const saved = new Set<number>();
  /** Under the final name there is always a whole file with its note, or nothing. */
  const saveAs = (path: string, numbers: ReadonlySet<number>, taken: Date): Taken => {
    const started = performance.now();
    const size = sizeOf(reader);
    const now = sizeOf(session.engine);
    const wanted = new Set([...saved, ...numbers]);
    for (let page = now.pages + 1; page <= size.pages; page++) wanted.add(page);
    const old = heldBy(wanted, size);
    const full = roomFor(old.length * size.pageSize, folder, request.label);
    if (full) throw failedWith(run, full);
    const after = digestsAfter(session.engine, base, wanted);
    const half = `${path}.${randomUUID().slice(0, 8)}${temporary}`;
    try {
      onProgress(0, old.length * size.pageSize);
      const check = (page: number, data: Uint8Array) => base.is(page, data);
      const { bytes, sha256 } = writeChanges(half, size, old, thesePages(reader, old), check);
      onProgress(bytes, bytes);
      const manifest: Manifest = {
        ...manifestBeforeChange(request, whoseFile(request.path), taken, { ...size, bytes, sha256 }),
        changes: { count: old.length, content: base.content(pageOf(reader, "main")) },
        after: {
          at: hooks.now().toISOString(),
          fingerprint: endsOf(request).target,
          content: after.content(pageOf(session.engine, "main")),
        },
      };
      renameFile(half, path);
      writeManifest(path, manifest);
      for (const page of old) saved.add(page);
      hooks.onEvent({ kind: "backup", path, bytes, milliseconds: Math.round(performance.now() - started) });
      return { path, manifest };
    } catch (error) {
      rmSync(half, { force: true });
      if (saved.size === 0) removeBackup(path);
      throw failedWith(run, unwritten(path, error));
    }
  };

  return {
    async begin(suspects, settled) {
      cleanLeftovers(folder);
      const now = suspects === null ? await digestPages(session.engine, { stop, onProgress }) : null;
      if (suspects === null && now === null) throw interrupted(run);
      base = now ?? digestsAfter(session.engine, base, suspects ?? new Set());
      if (reader.inTransaction) reader.exec("ROLLBACK");
      reader.exec("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
      watch = watchPages(session.engine, settled);
    },
    save() {
      if (watch === null) throw new Error("the change was not begun");
      const path = freshPath(folder, stampOf(hooks.now(), request.seal), "changes");
      return saveAs(path, changedPages(session.engine, watch), takenAt(path) ?? hooks.now());
    },
    confirm(taken) {
      if (watch === null) throw new Error("the change was not begun");
      const { path, manifest } = taken;
      const missing = heldBy(writtenPages(watch, manifest.pageSize), manifest).filter((page) => !saved.has(page));
      if (missing.length === 0) return taken;
      session.exec("BEGIN");
      try {
        return saveAs(path, new Set(missing), new Date(manifest.taken));
      } catch (error) {
        if (!(error instanceof Ended) || !("problems" in error.outcome)) throw error;
        for (const problem of error.outcome.problems) hooks.onEvent({ kind: "note", problem });
        return taken;
      } finally {
        session.rollback();
      }
    },
  };
}

/** The pages of a database of this size, in order, without the one that SQLite never stores. */
function heldBy(pages: Iterable<number>, size: Pick<Copied, "pages" | "pageSize">): readonly number[] {
  return [...pages]
    .filter((page) => page >= 1 && page <= size.pages && page !== lockPage(size.pageSize))
    .sort((a, b) => a - b);
}

/** What the running transaction sees, if it differs from the digests only in these pages and in its length. */
function digestsAfter(engine: Engine, before: PageDigests, changed: ReadonlySet<number>): PageDigests {
  const size = sizeOf(engine);
  const now = before.resized(size.pages);
  const wanted = new Set(changed);
  for (let page = before.pages + 1; page <= size.pages; page++) wanted.add(page);
  for (const { page, data } of thesePages(engine, heldBy(wanted, size))) now.put(page, data);
  return now;
}
