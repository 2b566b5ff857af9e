import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { migration, migrationLacks } from "../../apply/migration.ts";
import { engines } from "../../plan/engines.ts";
import type { Checked, Problem } from "../../problem/problem.ts";
import { checked, need, refuse } from "../context.ts";
import { planEnds } from "./plan-ends.ts";
import { loadProject, type ProjectRequest } from "../project.ts";
import { writeFile } from "../write-file.ts";

export interface MigrationRequest extends ProjectRequest {
  readonly plan: string;
  /** The folder of `wrangler d1 migrations`. */
  readonly folder: string;
}

export interface Migration {
  /** Absolute. */
  readonly file: string;
  /** What apply does and the file does not. */
  readonly lacks: readonly string[];
}

/** Writes a plan as a migration for `wrangler d1 migrations`, numbered after the existing ones. */
export function writeMigration(request: MigrationRequest): Promise<Checked<Migration>> {
  return checked("show", request.cwd, request, async (context) => {
    const project = need(context, await loadProject(request));
    const { file, base } = await planEnds(context, project, request.plan);
    if (engines[file.plan.engine].foreignKeys === "off") refuse(forAnother(file.name));
    const folder = resolve(request.cwd, request.folder);
    const name = basename(file.name)
      .replace(/\.plan\.sql$/, "")
      .replace(/[^A-Za-z0-9_-]+/g, "_");
    const path = join(folder, `${nextNumber(folder)}_${name}.sql`);
    writeFile(path, migration(file.name, file.seal, file.plan, base));
    return { file: path, lacks: migrationLacks };
  });
}

function nextNumber(folder: string): string {
  const numbers = (existsSync(folder) ? readdirSync(folder) : []).map((each) => Number(/^\d+/.exec(each)?.[0] ?? 0));
  return String(Math.max(0, ...numbers) + 1).padStart(4, "0");
}

function forAnother(name: string): Problem {
  return {
    code: "d1-engine",
    level: "error",
    subject: name,
    message: `${name} is made for libSQL, with foreign keys off, and on D1 they are always on`,
    evidence: ["its second line says: engine libsql"],
    help: ["make the plan from a D1 database:  trueup plan TARGET --out FILE"],
  };
}
