import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
export async function foundSchema(folder: string): Promise<FoundSchema | null> {
  const config = configs.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (config !== undefined) {
    const { drizzleConfigFor } = await import("./drizzle/config.ts");
    const { withParser } = await import("./read/parser.ts");
    const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : null);
    const found = await withParser(() => drizzleConfigFor(folder, { read }));
    const paths = found?.schema.flatMap((glob) => expandGlob(folder, glob)) ?? [];
    const other = /^(postgresql|pg|mysql2?|singlestore|mssql|cockroach|duckdb)$/.test(found?.dialect ?? "");
    if (paths.length > 0 && !other) return { by: config, paths };
  }
  const prisma = usual.map((name) => join(folder, name)).find((file) => existsSync(file));
  return prisma === undefined ? null : { by: prisma, paths: [prisma] };
}
