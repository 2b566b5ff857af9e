import { resolve } from "node:path";
import { type Checked, failed, fine, ProblemError } from "../../problem/problem.ts";
import { cacheKey, openCache } from "../cache.ts";
import type { Config } from "./config-type.ts";
import { type Disk, openDisk } from "../disk.ts";

export interface ReadConfigOptions {
  /** The cache folder; null for none. */
  readonly cache?: string | null;
}

/** Reads `trueup.config.ts` like declarations: it is never run. If unchanged, no parser is needed. */
export async function readConfig(path: string, options: ReadConfigOptions = {}): Promise<Checked<Config>> {
  try {
    const disk = openDisk([path]);
    const cache = openCache(options.cache ?? null);
    for (const root of disk.roots) disk.read(root);
    // The location is part of the key, because paths in the file are relative to it.
    const key = cacheKey("config", resolve(path), JSON.stringify([...disk.seen]));
    const known = cache.get(key);
    if (isStored(known) && known.beyond.every(([file, text]) => disk.read(file) === text)) return fine(known.config);
    const { evaluateConfig } = await import("./evaluate-config.ts");
    const config = await evaluateConfig(disk);
    cache.set(key, { beyond: beyond(disk), config } satisfies StoredConfig);
    return fine(config);
  } catch (error) {
    if (error instanceof ProblemError) return failed(...error.problems);
    throw error;
  }
}

interface StoredConfig {
  readonly beyond: readonly (readonly [string, string | null])[];
  readonly config: Config;
}

function isStored(value: unknown): value is StoredConfig {
  if (typeof value !== "object" || value === null) return false;
  return "beyond" in value && Array.isArray(value.beyond) && "config" in value;
}

function beyond(disk: Disk): StoredConfig["beyond"] {
  return [...disk.seen].filter(([file]) => !disk.roots.includes(file));
}
