import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { cacheKey, openCache } from "./cache.ts";
import { openDisk } from "./disk.ts";
import type { DrizzleConfig } from "./drizzle/config.ts";
import { expandGlob } from "./globs.ts";

/** A schema that a project already has, without configuration for trueup. */
export interface FoundSchema {
  /** The file that names it, or the schema itself. */
  readonly by: string;
  readonly paths: readonly string[];
}

const configs = ["ts", "js", "mjs", "mts", "cjs", "json"].map((ending) => `drizzle.config.${ending}`);
const usual = ["prisma/schema.prisma", "schema.prisma", "prisma/schema"];

/**
 * The schema named in drizzle.config, which is read and never run, or else a Prisma schema where Prisma itself looks
 * for it.
 */
export async function foundSchema(folder: string, cacheFolder: string | null = null): Promise<FoundSchema | null> {
  const config = configs.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (config !== undefined) {
    const found = await drizzleConfigIn(folder, config, cacheFolder);
    const paths = found?.schema.flatMap((glob) => expandGlob(folder, glob)) ?? [];
    const other = /^(postgresql|pg|mysql2?|singlestore|mssql|cockroach|duckdb)$/.test(found?.dialect ?? "");
    if (paths.length > 0 && !other) return { by: config, paths };
  }
  const prisma = usual.map((name) => join(folder, name)).find((file) => existsSync(file));
  return prisma === undefined ? null : { by: prisma, paths: [prisma] };
}

/** Reading it needs the TypeScript parser, so what it says is cached with the texts it was read from. */
async function drizzleConfigIn(
  folder: string,
  file: string,
  cacheFolder: string | null,
): Promise<DrizzleConfig | null> {
  const disk = openDisk([file]);
  const cache = openCache(cacheFolder);
  const key = cacheKey("drizzle-config", resolve(file), disk.read(file) ?? "");
  const known = cache.get(key);
  if (isStored(known) && known.texts.every(([each, text]) => disk.read(each) === text)) return known.config;
  const { drizzleConfigFor } = await import("./drizzle/config.ts");
  const { withParser } = await import("./read/parser.ts");
  const config = await withParser(() => drizzleConfigFor(folder, disk));
  cache.set(key, { texts: [...disk.seen], config } satisfies StoredConfig);
  return config;
}

interface StoredConfig {
  readonly texts: readonly (readonly [string, string | null])[];
  readonly config: DrizzleConfig | null;
}

function isStored(value: unknown): value is StoredConfig {
  if (typeof value !== "object" || value === null) return false;
  return "texts" in value && Array.isArray(value.texts) && "config" in value;
}
