import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../src/database/engine.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspect, introspectScratch } from "../../src/introspect/introspect.ts";
import { openFile } from "../../src/database/file.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import type { FleetPlan } from "../../src/fleet/work.ts";

export function tempFolder(t: { teardown(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "trueup-fleet-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Creates a database file, and really closes it. */
export async function make(path: string, ...sql: readonly string[]): Promise<string> {
  mkdirSync(join(path, ".."), { recursive: true });
  const engine = new Engine(`file:${path}?mode=rwc`);
  for (const statement of sql) engine.exec(statement);
  await engine.close();
  return path;
}

export function schemaOf(...sql: readonly string[]): Schema {
  const scratch = openScratch();
  for (const statement of sql) scratch.exec(statement);
  const schema = introspectScratch(scratch);
  scratch.close();
  return schema;
}

export const v1 = [
  "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)",
  "CREATE TABLE played (tune INTEGER REFERENCES tune (id), day TEXT)",
];
export const v2 = [v1[0] as string, v1[1] as string, "ALTER TABLE tune ADD COLUMN key TEXT"];
export const v3 = [
  "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, key TEXT)",
  v1[1] as string,
  "CREATE INDEX tune_key ON tune (key)",
];
export const target = schemaOf(...v3);
export const targetPrint = fingerprint(target);

/** The plan from one file's state to a schema, as the planner makes it. */
export async function planFor(
  path: string,
  to: Schema,
  name: string,
  decisions: readonly Decision[] = [],
): Promise<FleetPlan> {
  const opened = await openFile(path);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const planned = await opened.value.snapshot(async (snapshot) => {
    const live = await introspect(snapshot, nothingBeside);
    if (!live.ok) throw new Error(live.problems[0]?.message);
    return makePlan({
      snapshot,
      live: live.value,
      target: to,
      hints: noHints,
      decisions,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: libsqlProfile,
    });
  });
  await opened.value.close();
  if (planned.kind !== "plan") throw new Error(JSON.stringify(planned));
  return { plan: planned.plan, seal: `sha256:${name}`, name };
}
