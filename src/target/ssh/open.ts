import { openFile } from "../../database/file.ts";
import { withConnection } from "../../database/with-connection.ts";
import { type Checked, fine } from "../../problem/problem.ts";
import type { Opening, Target, Where } from "../target.ts";
import { readAddress, whoseSsh } from "./address.ts";
import { besideOver } from "./beside.ts";
import { type Earlier, fetchEarlier } from "./again.ts";
import { fetchCopy } from "./copy.ts";
import { sshProfile } from "./profile.ts";
import { remote } from "./remote.ts";
import { schemaAlone } from "./schema.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { quoted } from "./words.ts";

export function openSshTarget({ url }: Where, opening: Opening): Checked<Target> {
  const { label, settings, onFetch } = opening;
  const address = readAddress(url);
  if (!address.ok) return address;
  const machine = remote(address.value, label, settings.ssh ?? undefined);
  if (!machine.ok) return machine;
  const whose = whoseSsh(address.value);
  const fetch = async (folder: string, signal: AbortSignal) => {
    const onProgress = (bytes: number, of: number) => onFetch({ kind: "fetching", bytes, of });
    const fetched = await fetchCopy({ remote: machine.value, folder, sqlite: true, signal, onProgress });
    if (fetched.ok) onFetch({ kind: "fetched", bytes: fetched.value.bytes, how: fetched.value.how });
    return fetched;
  };
  let earlier: Earlier | null = null;
  const takeEarlier = () => {
    const taken = earlier;
    earlier = null;
    return taken;
  };
  const copy: Target["copy"] = async (folder, { stop }) => {
    const fetched = await fetch(folder, stop);
    return fetched.ok ? { ...fetched, value: fetched.value.path } : fetched;
  };
  return fine({
    label,
    whose,
    beside: besideOver(machine.value, whose),
    profile: sshProfile,
    ownBackups: [],
    apart: null,
    // In the home folder there, with the user's shell.
    start: (command) => machine.value.start("shell" in command ? command.shell : command.map(quoted).join(" ")),
    look: (work) =>
      inTemporaryFolder(async (folder) => {
        const fetched = await fetch(folder, opening.stop);
        return fetched.ok
          ? withConnection(await openFile(fetched.value.path, { label, profile: sshProfile, stop: opening.stop }), work)
          : fetched;
      }),
    beforehand: (work) =>
      inTemporaryFolder(async (folder) => {
        const onProgress = (bytes: number, of: number) => onFetch({ kind: "fetching", bytes, of });
        earlier = await fetchEarlier({ remote: machine.value, folder, sqlite: true, signal: opening.stop, onProgress });
        try {
          return await work();
        } finally {
          earlier = null;
        }
      }),
    absent: () => false,
    lookAtSchema: (work) =>
      inTemporaryFolder(async (folder) => {
        const path = await schemaAlone(machine.value, folder, opening.stop);
        return path === null ? null : withConnection(await openFile(path, { label, profile: sshProfile }), work);
      }),
    glance: async () => null,
    copy,
    others: async () => (await import("./others.ts")).othersThere(machine.value),
    foresee: async (request, hooks) => (await import("../foresee.ts")).foresee({ copy, label, whose }, request, hooks),
    async beyondBudget() {
      const { budgetUnknown } = await import("../../apply/lock-budget.ts");
      return [budgetUnknown(label, "writers are stopped while the file is fetched, changed and put back")];
    },
    async change(request, hooks) {
      const { changeOverSsh } = await import("./change.ts");
      const backup = request.backup === "none" ? "none" : "take";
      const stopped = request.writersStopped;
      return changeOverSsh(
        { ...request, label, remote: machine.value, earlier: takeEarlier(), stopped, backup },
        hooks,
      );
    },
    async putBack(request, hooks) {
      const { putBackOverSsh } = await import("./put-back.ts");
      const stopped = request.writersStopped;
      return putBackOverSsh({ ...request, label, remote: machine.value, earlier: takeEarlier(), stopped }, hooks);
    },
  });
}
