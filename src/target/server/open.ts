import { join } from "node:path";
import { withConnection } from "../../database/with-connection.ts";
import type { Opening, Target, Where } from "../target.ts";
import { openServer } from "./connection.ts";
import { serverProfile } from "./profile.ts";
import { whoseServer } from "./address.ts";

export function openServerTarget({ url }: Where, opening: Opening): Target {
  const { label, settings } = opening;
  const { authToken: token, adminUrl, adminToken } = settings;
  const whose = whoseServer(url);
  const copy: Target["copy"] = async (folder, { onProgress: progress, stop: signal }) => {
    const { copyServer } = await import("./copy.ts");
    const opened = openServer(url, { token });
    if (!opened.ok) return opened;
    try {
      const path = join(folder, "copy.db");
      const copied = await copyServer(opened.value, path, { timeout: 60_000, progress, signal });
      return copied.ok ? { ...copied, value: path } : copied;
    } finally {
      await opened.value.close();
    }
  };
  const look: Target["look"] = (work) => withConnection(openServer(url, { token, stop: opening.stop }), work);
  return {
    label,
    whose,
    beside: null,
    profile: serverProfile,
    ownBackups: ["fork"],
    async apart(backup, left) {
      const { contentOfCopy } = await import("./content.ts");
      return (await contentOfCopy(backup, left)) === left;
    },
    start: null,
    look,
    absent: () => false,
    lookAtSchema: async () => null,
    glance: async () => null,
    copy,
    others: async () => null,
    async foresee(request, hooks) {
      const [{ foresee }, { isWrittenTo }] = await Promise.all([import("../foresee.ts"), import("./put-back.ts")]);
      return foresee({ copy, label, whose }, request, hooks, isWrittenTo);
    },
    async beyondBudget(request) {
      const { beyondBudget } = await import("../budget.ts");
      return beyondBudget({ look, label }, request, { looksAhead: false, apart: true });
    },
    async change(request, { onEvent, now, stop: signal }) {
      const { expectNone } = await import("../change-process.ts");
      expectNone();
      const { changeServer } = await import("./change.ts");
      const backup = request.backup === "copy" || request.backup === "changes" ? "take" : request.backup;
      const whole = { ...request, backup, label, url, token, adminUrl, adminToken };
      const outcome = await changeServer(whole, { onEvent, now, signal });
      const { replicas } = request;
      if (replicas.length === 0 || (outcome.kind !== "applied" && outcome.kind !== "already")) return outcome;
      const { showOnReplicas } = await import("./replicas.ts");
      await showOnReplicas(replicas, token, { target: request.plan.target, beside: request.beside, onEvent });
      return outcome;
    },
    async putBack(request, hooks) {
      const { putBackServer } = await import("./put-back.ts");
      return putBackServer({ ...request, label, url, token }, hooks);
    },
  };
}
