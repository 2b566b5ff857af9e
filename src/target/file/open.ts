import { isAbsent, openFile } from "../../database/file.ts";
import { peek } from "../../database/peek.ts";
import { withConnection } from "../../database/with-connection.ts";
import { unfinished } from "./create.ts";
import { fileProfile } from "./profile.ts";
import type { Opening, Target, Where } from "../target.ts";

/** The code of a change is loaded on demand: most commands only read. */
export function openFileTarget({ url: path, label: shown }: Where, opening: Opening): Target {
  const { label, settings, patience, thread } = opening;
  const { encryptionKey } = settings;
  const whose = { kind: "file", place: path };
  const copy: Target["copy"] = async (folder, hooks) => {
    const { copyFile } = await import("./copy.ts");
    return copyFile(path, folder, label, hooks);
  };
  const look: Target["look"] = async (work) => {
    const timeout = patience === null ? {} : { timeout: patience };
    const key = encryptionKey === null ? {} : { encryptionKey };
    return withConnection(await openFile(path, { label: shown, ...timeout, ...key, stop: opening.stop }), work);
  };
  return {
    label,
    whose,
    beside: null,
    profile: fileProfile,
    ownBackups: ["changes"],
    apart: null,
    start: null,
    look,
    absent: () => isAbsent(path),
    lookAtSchema: async () => null,
    glance: () => peek(path),
    copy,
    others: async () => (await import("../../database/who-holds.ts")).whoHolds(path),
    async foresee(request, hooks) {
      const { readManifest } = await import("../../apply/read-manifest.ts");
      const read = readManifest(request.backup);
      if (read.ok && read.value.changes !== undefined) {
        const { foreseeChanges } = await import("./put-back-changes.ts");
        return foreseeChanges(path, label, request, { ...read.value, changes: read.value.changes }, hooks);
      }
      return (await import("../foresee.ts")).foresee({ copy, label, whose }, request, hooks);
    },
    async expectChange(beside) {
      const { expectChange } = await import("./change.ts");
      expectChange({ path, label, encryptionKey, beside });
    },
    async beyondBudget(request) {
      const { beyondBudget } = await import("../budget.ts");
      return beyondBudget({ look, label }, request, { looksAhead: true, apart: false });
    },
    async change(request, hooks) {
      const backup = request.backup === "none" ? "none" : "take";
      const fullUpTo = request.backup === "changes" ? 0 : (request.fullUpTo ?? null);
      const createAs = request.create ? unfinished(path) : null;
      const whole = { ...request, label, path, encryptionKey, backup, fullUpTo, createAs } as const;
      if (thread !== null) {
        const { changeHere } = await import("./transaction.ts");
        const { onEvent, now, stop } = hooks;
        return changeHere(whole, { ...thread, onEvent, now, stop: () => stop.aborted });
      }
      const { changeFile } = await import("./change.ts");
      return changeFile(whole, hooks);
    },
    async putBack(request, hooks) {
      const { putBackFile } = await import("./put-back.ts");
      return putBackFile({ ...request, label, path }, hooks);
    },
  };
}
