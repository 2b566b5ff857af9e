import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { freshPath, stampOf } from "../../apply/backups.ts";
import { type Changes, openChanges, writeChanges } from "../../apply/changes-file.ts";
import { renameFile } from "../../apply/files.ts";
import { fingerprintIn, leftBy, notRestored, restored } from "../../apply/restored.ts";
import { type Manifest, manifestBeforeRestore, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { cleanLeftovers, preparePlace, roomFor, temporary } from "../../apply/place.ts";
import { impossible, notGot, type RestoreOutcome, stopped } from "../../apply/restore-outcome.ts";
import { type Copied, lockPage, sizeOf, thesePages } from "../../database/copy-pages.ts";
import type { Engine } from "../../database/engine.ts";
import { openReading } from "../../database/file.ts";
import { digestPages, type PageDigests } from "../../database/page-digests.ts";
import { freePages, pageOf } from "../../database/page-difference.ts";
import type { Session } from "../../database/session.ts";
import { type PageFile, writePages } from "../../database/write-pages.ts";
import type { Problem } from "../../problem/problem.ts";
import type { ChangeHooks, CopyHooks, Foreseen } from "../target.ts";
import { unwritten } from "./copy.ts";
import { whoseFile } from "./finish.ts";
import type { FileRestore } from "./put-back.ts";

/** The note of a backup that holds only the pages that a change wrote. */
export type ChangesManifest = Manifest & { readonly changes: NonNullable<Manifest["changes"]> };

export function isOfChanges(manifest: Manifest): manifest is ChangesManifest {
  return manifest.changes !== undefined;
}

/**
 * Puts such a backup back, in the session's transaction, and keeps in the same way what it replaces. Its pages belong to
 * one state of the database alone, so each page is digested first: only the state that the change left behind is taken
 * back, and only if that gives the state before the change, to the last page.
 */
export async function putBackChanges(
  request: FileRestore,
  hooks: ChangeHooks,
  session: Session,
  manifest: ChangesManifest,
  damage: Promise<Problem | null>,
): Promise<RestoreOutcome> {
  const { label: target, lockTimeout: limit, backup, place } = request;
  const stop = () => hooks.stop.aborted;
  const started = performance.now();
  const prepared = preparePlace(place);
  if (!prepared.ok) return notRestored(request, ...prepared.problems);
  const folder = prepared.value;
  const waited = await session.begin({ limit, stop }, "exclusive");
  if (waited !== "got") return notGot(request.path, target, limit, waited);
  const live = await digestPages(session.engine, { stop });
  if (live === null) return stopped(target);
  const settled = compared(request, manifest, live, session.engine);
  if (settled !== null) return settled;
  const problem = await damage;
  if (problem) return notRestored(request, problem);
  const changes = openChanges(backup);
  if (changes === null) return impossible(target, "the file does not begin like one of changed pages");
  cleanLeftovers(folder);
  const now = hooks.now();
  const path = freshPath(folder, stampOf(now, "replaced"), "changes");
  let over = false;
  try {
    if (contentThen(session.engine, live, changes) !== manifest.changes.content) {
      return impossible(target, "with the pages of the backup it would not be what it was before the change");
    }
    const from = await fingerprintIn({ snapshot: (work) => work(session.snapshot) }, request.beside);
    const size = sizeOf(session.engine);
    const replaced = replacedBy(changes, size);
    const full = roomFor(replaced.length * size.pageSize, folder, target);
    if (full) return notRestored(request, full);
    const kept = keep(path, session.engine, live, replaced);
    if ("problem" in kept) return notRestored(request, kept.problem);
    const different = changes.numbers;
    const wanted = withOriginals(changes, session.engine, size);
    if (!(await writePages(session, wanted, different, async () => wanted.numbers))) {
      return impossible(target, "a page was read back differently than it was written");
    }
    const database = whoseFile(request.path);
    const note = manifestBeforeRestore(request, database, from, now, { ...size, ...kept });
    writeManifest(path, {
      ...note,
      changes: { count: replaced.length, content: manifest.after?.content ?? "" },
      after: leftBy(manifest, now, manifest.changes.content),
    });
    const committed = await session.commit({ limit, stop });
    if (committed !== "got") return notGot(request.path, target, limit, committed);
    over = true;
    const milliseconds = Math.round(performance.now() - started);
    const about = { database, manifest, from, kept: { path, manifest: null } };
    return restored(request, hooks, { ...about, now: hooks.now(), milliseconds, pages: different.length });
  } finally {
    // A commit that failed and left the transaction may have succeeded: then what was replaced stays.
    over ||= !session.inTransaction;
    if (!over) session.rollback();
    if (!over) removeBackup(path);
    changes.close();
  }
}

/** The outcome if there is nothing to put back, or it may not be; null otherwise. */
function compared(
  { label: target, backup }: Pick<FileRestore, "label" | "backup">,
  { changes, after }: ChangesManifest,
  live: PageDigests,
  engine: Engine,
): RestoreOutcome | null {
  const content = live.content(pageOf(engine, "main"));
  if (content === changes.content) return { kind: "same", target, backup };
  if (content === after?.content) return null;
  const problem: Problem = {
    code: "restore-not-last",
    level: "error",
    subject: target,
    message: "the database is not as the change left it, and this backup holds only the pages that the change wrote",
    evidence: [
      `the change was made on ${after?.at ?? "an unknown date"}`,
      "its pages do not fit a database that was written to since",
    ],
    help: [
      "nothing was changed",
      `if another change came after it, undo that first: trueup undo ${target}`,
      "if rows were written since, plan the way back, which keeps them: trueup plan, with the declarations from before",
    ],
  };
  return { kind: "changed", target, problems: [problem] };
}

/** The same as a look beforehand, at a database that others may use. */
export async function foreseeChanges(
  path: string,
  label: string,
  { backup }: Foreseen,
  manifest: ChangesManifest,
  { stop, onProgress }: CopyHooks,
): Promise<RestoreOutcome | null> {
  const opened = openReading(path, { label });
  if (!opened.ok) return null;
  const engine = opened.value;
  try {
    engine.exec("BEGIN");
    const live = await digestPages(engine, { stop: () => stop.aborted, onProgress });
    return live && compared({ label, backup }, manifest, live, engine);
  } finally {
    await engine.close();
  }
}

/** The pages that will not be what they are, or will not be there. */
function replacedBy({ numbers, pages, pageSize }: Changes, size: Copied): readonly number[] {
  const replaced = numbers.filter((page) => page <= size.pages);
  for (let page = pages + 1; page <= size.pages; page++) if (page !== lockPage(pageSize)) replaced.push(page);
  return replaced;
}

function keep(
  path: string,
  engine: Engine,
  live: PageDigests,
  replaced: readonly number[],
): { readonly bytes: number; readonly sha256: string } | { readonly problem: Problem } {
  const half = `${path}.${randomUUID().slice(0, 8)}${temporary}`;
  try {
    const check = (page: number, data: Uint8Array) => live.is(page, data);
    const written = writeChanges(half, sizeOf(engine), replaced, thesePages(engine, replaced), check);
    renameFile(half, path);
    return written;
  } catch (error) {
    rmSync(half, { force: true });
    return { problem: unwritten(path, error) };
  }
}

/** Where the database has to grow first, SQLite writes to the schema and takes free pages: those are put right as well. */
function withOriginals(
  changes: Changes,
  engine: Engine,
  size: Copied,
): PageFile & { readonly numbers: readonly number[] } {
  if (size.pages >= changes.pages) return changes;
  const own = new Set(changes.numbers);
  const numbers = engine
    .all("SELECT pageno FROM temp.dbstat WHERE name = 'sqlite_schema'")
    .map(([page]) => Number(page));
  numbers.push(...freePages(pageOf(engine, "main"), size.pages).trunks);
  const originals = new Map<number, Uint8Array>();
  const others = numbers.filter((page) => !own.has(page));
  for (const { page, data } of thesePages(engine, new Set(others))) originals.set(page, data);
  return {
    ...changes,
    numbers: [...own, ...originals.keys()].sort((a, b) => a - b),
    read(page, into) {
      const original = originals.get(page);
      if (original === undefined) changes.read(page, into);
      else into.set(original);
    },
  };
}

/** What represents the database with the pages of the backup. To be called before they are written. */
function contentThen(engine: Engine, live: PageDigests, changes: Changes): string {
  const then = live.resized(changes.pages);
  const own = new Set(changes.numbers);
  const held = (page: number) => {
    const data = Buffer.alloc(changes.pageSize);
    changes.read(page, data);
    return data;
  };
  for (const page of own) then.put(page, held(page));
  const there = pageOf(engine, "main");
  return then.content((page) => (own.has(page) ? held(page) : there(page)));
}
