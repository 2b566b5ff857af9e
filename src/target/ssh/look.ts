import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checked } from "../../problem/problem.ts";
import { readAddress } from "./address.ts";
import { type Fetched, fetchCopy } from "./copy.ts";
import { remote } from "./remote.ts";

export interface CopyRequest {
  readonly url: string;
  readonly label: string;
  /** What TRUEUP_SSH says. */
  readonly command: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (bytes: number, of: number) => void;
}

/** Fetches a consistent copy of a database on another machine, to be read. It is gone when `work` is over. */
export async function withCopy<T>(request: CopyRequest, work: (fetched: Checked<Fetched>) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  try {
    const address = readAddress(request.url);
    if (!address.ok) return await work(address);
    const machine = remote(address.value, request.label, request.command);
    if (!machine.ok) return await work(machine);
    const { signal, onProgress } = request;
    return await work(await fetchCopy({ remote: machine.value, folder, sqlite: true, signal, onProgress }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only its owner may read what is in it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "trueup-ssh-"));
}
