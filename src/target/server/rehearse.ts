import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openServer } from "./connection.ts";
import type { Checked } from "../../problem/problem.ts";
import { type Rehearsal, type RehearseHooks, type RehearseRequest, rehearse } from "../rehearse.ts";
import { copyServer } from "./copy.ts";

export type ServerRehearsal = Omit<RehearseRequest, "path"> & { readonly url: string; readonly token: string | null };

/** Fetches a copy of the database and runs the plan on it here. The server is only read. */
export async function rehearseServer(
  { url, token, ...request }: ServerRehearsal,
  hooks: RehearseHooks & { readonly signal?: AbortSignal },
): Promise<Checked<Rehearsal>> {
  const opened = openServer(url, { token });
  if (!opened.ok) return opened;
  const folder = mkdtempSync(join(tmpdir(), "trueup-fetched-"));
  try {
    const path = join(folder, "fetched.db");
    const progress = (bytes: number, of: number) => hooks.onEvent({ kind: "backup-progress", bytes, of });
    const { signal } = hooks;
    const copied = await copyServer(opened.value, path, { timeout: 60_000, progress, ...(signal ? { signal } : {}) });
    return copied.ok ? await rehearse({ ...request, path }, hooks) : copied;
  } finally {
    await opened.value.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
