import { type Admin, namespaceOf, openAdmin } from "./admin.ts";
import { whoseServer } from "./address.ts";
import { openServer, type ServerConnection } from "./connection.ts";
import type { ServerStream } from "./stream.ts";
import { type Checked, failed, fine, ProblemError } from "../../problem/problem.ts";
import type { ApplyOutcome } from "../../apply/events.ts";
import { claimPath, stampOf } from "../../apply/backups.ts";
import { renameFile } from "../../apply/files.ts";
import { manifestBeforeChange, removeBackup, writeManifest } from "../../apply/manifest.ts";
import { preparePlace, temporary } from "../../apply/place.ts";
import type { ApplyHooks, RunRequest } from "../../apply/run.ts";
import { sendPlan } from "./send.ts";
import { isTurso } from "./turso.ts";
import type { KeptCopy, Taking } from "./request.ts";
import type { PagesRead } from "./copied-pages.ts";
import { copyHeld } from "./copy.ts";
import { contentAfter, versionOf } from "./content.ts";
import { settled, type Taken, unchanged } from "../../apply/sent.ts";

export interface ServerRequest extends Omit<RunRequest, "backup" | "estimates"> {
  readonly url: string;
  readonly token: string | null;
  readonly adminUrl: string | null;
  readonly adminToken: string | null;
  /** `fork`: a copy of the namespace on the server itself, made through its admin API. */
  readonly backup: "take" | "fork" | "none";
  /** Sends it even if the estimate says that the server may take the lock away. */
  readonly allowLong: boolean;
}

interface Held extends Taken {
  readonly stream: ServerStream;
  readonly reading: PagesRead;
  /** The state that the stream saw when it read the backup: see `versionOf`. */
  readonly version: number | null;
}

export type ServerHooks = Pick<ApplyHooks, "onEvent" | "now"> & { readonly signal: AbortSignal | null };

/**
 * Carries out a plan on a server, with the same guarantees as on a file. The backup is read first, on a stream that
 * continues with the change only if nothing has been written since.
 */
export async function changeServer(request: ServerRequest, hooks: ServerHooks): Promise<ApplyOutcome> {
  const opened = openServer(request.url, { token: request.token });
  if (!opened.ok) return unchanged(request.label, ...opened.problems);
  const server: ServerConnection = { ...opened.value, label: request.label };
  let admin: Admin | null = null;
  let taken = null as Held | null;
  try {
    const other = await isTurso(server);
    if (other) return unchanged(request.label, other);
    if (request.adminUrl !== null) admin = openAdmin(request.adminUrl, request.adminToken, namespaceOf(server.address));
    await admin?.tidy();
    const takeBackup = async (taking: Taking): Promise<Checked<KeptCopy>> => {
      if (request.backup === "fork") return fork(server, admin, hooks);
      const earlier = taken;
      taken = null;
      await earlier?.stream.close();
      // If once was not enough, other writers are rejected meanwhile, if that is possible.
      const made = await backUp(server, request, hooks, {
        earlier,
        lock: taking.lock,
        admin: taking.again ? admin : null,
      });
      if (made.ok) taken = made.value;
      return made;
    };
    const outcome = await sendPlan({
      server,
      plan: request.plan,
      seal: request.seal,
      beside: request.beside,
      backup: request.backup === "none" ? null : takeBackup,
      admin,
      allowLong: request.allowLong,
      lockTimeout: request.lockTimeout,
      tell: hooks.onEvent,
      ...(hooks.signal === null ? {} : { signal: hooks.signal }),
    });
    const last = taken;
    const content = () => (last === null ? Promise.resolve(null) : contentAfter(last.stream, last.version));
    return await settled(request, hooks, outcome, whoseServer(request.url), last, content);
  } catch (error) {
    if (error instanceof ProblemError) return unchanged(request.label, ...error.problems);
    throw error;
  } finally {
    await taken?.stream.close();
    admin?.close();
    await opened.value.close();
  }
}

/** Reported as a note: it has no path, and it is used on the server. */
async function fork(server: ServerConnection, admin: Admin | null, hooks: ServerHooks): Promise<Checked<KeptCopy>> {
  const { label: subject } = server;
  if (admin === null) {
    const message = "a copy on the server itself needs its admin API";
    const help = ["set adminUrl of the target, or take the backup over the wire"];
    return failed({ code: "server-admin", level: "error", subject, message, help });
  }
  const time = hooks.now().toISOString().slice(0, 19).replace(/\D/g, "");
  const name = `${namespaceOf(server.address)}-${time}`;
  await admin.fork(name);
  const message = `before the change, the database was copied to the namespace ${name}`;
  const help = ["to go back, point the application to that one"];
  hooks.onEvent({ kind: "note", problem: { code: "server-forked", level: "warning", subject, message, help } });
  return fine({ backup: null, stream: null, reading: null });
}

interface Aside {
  /** A backup that lacks what was written since. */
  readonly earlier: Held | null;
  readonly lock: boolean;
  readonly admin: Admin | null;
}

async function backUp(
  server: ServerConnection,
  request: ServerRequest,
  hooks: ServerHooks,
  { earlier, lock, admin }: Aside,
): Promise<Checked<Held>> {
  const folder = preparePlace(request.place);
  if (!folder.ok) return folder;
  const now = hooks.now();
  const claimed = claimPath(folder.value, stampOf(now, request.seal));
  if (!claimed.ok) return claimed;
  const path = claimed.value;
  if (earlier !== null) {
    renameFile(earlier.backup.path, path + temporary);
    removeBackup(earlier.backup.path);
  }
  const held = await copyHeld(server, path, {
    timeout: 60_000,
    progress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
    ...(hooks.signal === null ? {} : { signal: hooks.signal }),
    ...(admin === null ? {} : { quiet: (work) => admin.quiet(work) }),
    ...(earlier === null ? {} : { again: { lock } }),
  });
  if (!held.ok) return held;
  for (const problem of held.warnings) hooks.onEvent({ kind: "note", problem });
  const { copy, stream, reading } = held.value;
  const { bytes, sha256 } = copy;
  const manifest = manifestBeforeChange(request, whoseServer(request.url), now, copy);
  writeManifest(path, manifest);
  return fine({ manifest, backup: { path, bytes, sha256 }, stream, reading, version: await versionOf(stream) });
}
