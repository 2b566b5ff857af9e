import type { PlanEngine } from "../model/profile.ts";

interface Meaning {
  readonly name: string;
  /** Whether foreign keys are off while the statements run, or on and checked at the end of each rebuild. */
  readonly foreignKeys: "off" | "on";
  /** How the file states it. */
  readonly session: string;
}

/** What a plan may be made for. */
export const engines: Readonly<Record<PlanEngine, Meaning>> = {
  libsql: { name: "libSQL", foreignKeys: "off", session: "session foreign-keys off" },
  d1: { name: "D1", foreignKeys: "on", session: "session foreign-keys deferred" },
};
