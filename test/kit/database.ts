import { type Beside, nothingBeside } from "../../src/model/beside.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../src/database/engine.ts";
import { fileUri, openFile } from "../../src/database/file.ts";
import type { Snapshot } from "../../src/database/connection.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspect, introspectScratch } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";

/** A folder for this test, removed afterwards. */
export function temporaryFolder(t: { teardown(work: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "trueup-test-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a test writes need not survive a power failure. */
const quick = "PRAGMA synchronous = OFF";

/** A database file made by these statements; foreign keys are off while they run, as in any dump. */
export async function makeDatabase(path: string, ...sql: readonly string[]): Promise<void> {
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec(`${quick}; PRAGMA foreign_keys = OFF; BEGIN`);
  for (const text of sql) engine.exec(text);
  engine.exec("COMMIT");
  await engine.close();
}

export async function onFile<T>(path: string, work: (engine: Engine) => T): Promise<T> {
  const engine = new Engine(fileUri(path, "rw"));
  try {
    engine.exec(quick);
    return work(engine);
  } finally {
    await engine.close();
  }
}

/** Reads a file through the connection that the commands use. */
export async function withSnapshot<T>(
  path: string,
  work: (snapshot: Snapshot, live: Schema) => Promise<T>,
  beside: Beside = nothingBeside,
): Promise<T> {
  const opened = await openFile(path);
  if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join("\n"));
  try {
    return await opened.value.snapshot(async (snapshot) => {
      const live = await introspect(snapshot, beside);
      if (!live.ok) throw new Error(live.problems.map(({ message }) => message).join("\n"));
      return work(snapshot, live.value);
    });
  } finally {
    await opened.value.close();
  }
}

/** What a file of CREATE statements means. */
export function schemaOf(...sql: readonly string[]): Schema {
  return schemaWith(nothingBeside, ...sql);
}

/** The same, with functions and collations of an application known by name. */
export function schemaWith(beside: Beside, ...sql: readonly string[]): Schema {
  const scratch = openScratch(beside);
  try {
    for (const text of sql) scratch.exec(text);
    return introspectScratch(scratch, beside);
  } finally {
    scratch.close();
  }
}
