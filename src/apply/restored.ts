import type { Connection } from "../database/connection.ts";
import { introspect } from "../introspect/introspect.ts";
import type { Beside } from "../model/beside.ts";
import { fingerprint } from "../model/fingerprint.ts";
import { type Checked, failed, type Problem } from "../problem/problem.ts";
import type { ApplyHooks } from "./run.ts";
import { appendToJournal, restoreEntry } from "./journal-entry.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import type { RestoreOutcome, RestoreRequest } from "./restore-outcome.ts";
import { verifyBackup } from "./verify-backup.ts";
import { ofAnother, type Whose } from "./whose.ts";

/** The note of a backup, if the backup may be put back into this database. */
export function noteOf(request: RestoreRequest, database: Whose): Checked<Manifest> {
  const read = readManifest(request.backup);
  const other = read.ok ? ofAnother(read.value, request, database) : null;
  return other === null ? read : failed(other);
}

/** The same, once the whole file has been compared with it. */
export async function noteOfIntact(request: RestoreRequest, database: Whose): Promise<Checked<Manifest>> {
  const note = noteOf(request, database);
  const damage = note.ok ? await verifyBackup(request.backup, note.value) : null;
  return damage === null ? note : failed(damage);
}

/** The fingerprint of what is about to be replaced. It may be anything, also something that cannot be read. */
export async function fingerprintIn(connection: Pick<Connection, "snapshot">, beside: Beside): Promise<string> {
  const read = await connection.snapshot((snapshot) => introspect(snapshot, beside));
  return read.ok ? fingerprint(read.value) : "unknown";
}

/** What a restore leaves behind, for the note of what it replaces. */
export function leftBy(manifest: Manifest, now: Date, content: string | null): NonNullable<Manifest["after"]> {
  return { at: now.toISOString(), fingerprint: manifest.fingerprint ?? "unknown", content };
}

/** A restore that was committed. */
export interface Restored {
  readonly database: Whose;
  /** The note of the backup that was put back. */
  readonly manifest: Manifest;
  /** The fingerprint of what was replaced. */
  readonly from: string;
  readonly kept: { readonly path: string; readonly manifest: Manifest | null };
  readonly now: Date;
  readonly milliseconds: number;
  readonly pages: number | null;
  /** The file that was replaced, on the machine of the database. */
  readonly there?: string;
}

/** Records it, and returns it as an outcome. If it cannot be recorded, that is only a note: it is done. */
export function restored(
  request: RestoreRequest,
  { onEvent }: Pick<ApplyHooks, "onEvent">,
  { database, manifest, from, kept, now, milliseconds, pages, there }: Restored,
): RestoreOutcome {
  appendToJournal(
    restoreEntry(request, manifest, from, { database: database.place, now, milliseconds, kept }),
    onEvent,
  );
  const { label: target, backup } = request;
  const undo = ["restore", kept.path, target];
  const where = there === undefined ? {} : { there };
  return { kind: "restored", target, backup, milliseconds, pages, kept: kept.path, ...where, undo };
}

export function notRestored({ label: target }: RestoreRequest, ...problems: readonly Problem[]): RestoreOutcome {
  return { kind: "failed", target, problems };
}
