import { EngineError } from "../../database/connection.ts";
import { wrongEngine } from "../../apply/wrong-engine.ts";
import { guard } from "../../apply/allowed.ts";
import { claimPath, stampOf } from "../../apply/backups.ts";
import type { ApplyOutcome, Backup } from "../../apply/events.ts";
import { manifestBeforeChange, writeManifest } from "../../apply/manifest.ts";
import { preparePlace } from "../../apply/place.ts";
import type { RunRequest } from "../../apply/run.ts";
import { failure } from "../../apply/script-failure.ts";
import { settled, type Taken, unchanged } from "../../apply/sent.ts";
import type { Whose } from "../../apply/whose.ts";
import { type Checked, fine, ProblemError } from "../../problem/problem.ts";
import type { ChangeHooks, ChangeRequest } from "../target.ts";
import type { D1Api } from "./api.ts";
import { contentOf, measureFile, type Size, writeBookmark } from "./bookmark.ts";
import { copyD1 } from "./copy.ts";
import { asking } from "./connection.ts";
import { sendPlan } from "./send.ts";

export interface D1Change extends Omit<RunRequest, "backup" | "estimates"> {
  /** As backups note it. */
  readonly whose: Whose;
  readonly backup: ChangeRequest["backup"];
  /** Send it as an import if it may take longer than a request is allowed to. */
  readonly allowLong: boolean;
}

export type Opens = () => Promise<Checked<D1Api>>;

type Hooks = Pick<ChangeHooks, "onEvent" | "now" | "stop">;

/**
 * Applies a plan to D1, with the same guarantees as on a file. Its backup is Time Travel: a point in time, not a copy.
 */
export async function changeD1(request: D1Change, open: Opens, hooks: Hooks): Promise<ApplyOutcome> {
  const refused = [
    ...guard(request.plan.items, request.label),
    ...wrongEngine(request.plan, "D1", "on", request.label),
  ];
  if (refused.length > 0) return unchanged(request.label, ...refused);
  const opened = await open();
  if (!opened.ok) return unchanged(request.label, ...opened.problems);
  const api = opened.value;
  let taken: Taken | null = null;
  try {
    const takeBackup = async (): Promise<Checked<Backup | null>> => {
      if (request.backup === "none") return fine(null);
      const made = await backUp(api, request, hooks);
      if (!made.ok) return made;
      taken = made.value;
      return fine(made.value.backup, made.warnings);
    };
    const outcome = await sendPlan({ ...request, api, takeBackup, tell: hooks.onEvent, stop: hooks.stop });
    return await settled(request, hooks, outcome, request.whose, taken, () => contentNow(api));
  } catch (error) {
    if (error instanceof ProblemError) return unchanged(request.label, ...error.problems);
    if (error instanceof EngineError)
      return unchanged(request.label, failure(request.label, request.plan, null, error).problem);
    throw error;
  } finally {
    api.close();
  }
}

/** The point in time before the change and, with `copy`, the rows as well. */
async function backUp(api: D1Api, request: D1Change, hooks: Hooks): Promise<Checked<Taken>> {
  const folder = preparePlace(request.place);
  if (!folder.ok) return folder;
  const now = hooks.now();
  const before = await asking(api, () => api.bookmark());
  const bookmark = { before, account: api.account, database: api.id };
  const isCopy = request.backup === "copy";
  const claimed = claimPath(folder.value, stampOf(now, request.seal), isCopy ? "db" : "bookmark");
  if (!claimed.ok) return claimed;
  const path = claimed.value;
  const size = isCopy ? await copyRows(api, path, hooks) : fine(writeBookmark(path, bookmark));
  if (!size.ok) return size;
  const manifest = {
    ...manifestBeforeChange(request, request.whose, now, size.value),
    bookmark: { at: before, database: api.id },
  };
  writeManifest(path, manifest);
  const { bytes, sha256 } = size.value;
  return fine({ manifest, backup: { path, bytes, sha256 } });
}

async function copyRows(api: D1Api, path: string, hooks: Hooks): Promise<Checked<Size>> {
  const copied = await copyD1(api, path, {
    onProgress: (bytes, of) => hooks.onEvent({ kind: "backup-progress", bytes, of }),
    stop: hooks.stop,
  });
  if (!copied.ok) return copied;
  for (const problem of copied.warnings) hooks.onEvent({ kind: "note", problem });
  return fine(await measureFile(path));
}

/** Null if Cloudflare does not say: what was done does not depend on it. */
export async function contentNow(api: D1Api): Promise<string | null> {
  try {
    return contentOf(await asking(api, () => api.bookmark()));
  } catch (error) {
    if (error instanceof ProblemError || error instanceof EngineError) return null;
    throw error;
  }
}
