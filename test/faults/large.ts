import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplyRequest } from "../../src/apply/run.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { planOf, request, run, step } from "../apply/fixture.ts";
import type { Trial, World } from "./harness.ts";

/** A database that is large enough to be copied before the lock, and what others do to it meanwhile. */
export const schema =
  "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE INDEX t_a ON t (a); CREATE TABLE total (n, s)";
export const plan = planOf(schema, [
  step("add-column", "t.c", "ALTER TABLE t ADD COLUMN c TEXT"),
  step("create-view", "v", "CREATE VIEW v AS SELECT id, c FROM t"),
]);

/** 6 MB, with one table that describes the contents of the other. */
const rows = `INSERT INTO t SELECT value, 'row ' || value, randomblob(2000) FROM generate_series(1, 2500);
  DELETE FROM t WHERE id % 10 = 0; INSERT INTO total SELECT count(*), sum(id) FROM t`;

/** What was made for one test, for the next one. */
const made = new Map<string, Buffer>();

export async function templateIn(world: World, mode: string): Promise<string> {
  const path = join(world.folder, `six-${mode}.db`);
  const known = made.get(mode);
  if (known === undefined) await run(path, `PRAGMA journal_mode = ${mode}; ${schema}; ${rows}`);
  else writeFileSync(path, known);
  made.set(mode, known ?? readFileSync(path));
  return path;
}

let trials = 0;

export function trialOf(world: World, template: string, more: Partial<ApplyRequest> = {}): Trial {
  const dir = join(world.folder, `ahead-${++trials}`);
  mkdirSync(dir);
  const path = join(dir, "app.db");
  copyFileSync(template, path);
  const asked = request(path, plan, { lockTimeout: 20_000, ...more });
  writeFileSync(join(dir, "request.json"), JSON.stringify(asked));
  return { path, request: asked, rows: 0 };
}

/**
 * Writes here and there, sometimes more and sometimes less, in transactions that keep the two tables in step; and moves
 * the log around.
 */
export const writes = `
  const one = (sql) => { try { db.exec(sql); return true } catch (e) { if (/BUSY|LOCKED/.test(e.code)) { if (db.inTransaction) db.exec("ROLLBACK"); return false } throw e } };
  const dice = Math.random(), at = 1 + Math.floor(Math.random() * 2500);
  const work = dice < 0.4 ? "INSERT INTO t (a, b) VALUES ('new', randomblob(300))"
    : dice < 0.55 ? "DELETE FROM t WHERE id BETWEEN " + at + " AND " + (at + 20)
    : dice < 0.7 ? "UPDATE t SET a = a || 'x', b = randomblob(900) WHERE id BETWEEN " + at + " AND " + (at + 5)
    : dice < 0.8 ? "INSERT INTO t (a, b) SELECT 'many', randomblob(5000) FROM generate_series(1, 40)" : null;
  if (work !== null && one("BEGIN IMMEDIATE")) {
    db.exec(work + "; UPDATE total SET n = (SELECT count(*) FROM t), s = (SELECT sum(id) FROM t)");
    if (one(Math.random() < 0.1 ? "ROLLBACK" : "COMMIT")) n++;
  } else if (dice > 0.95) one("PRAGMA wal_checkpoint(TRUNCATE)"); else if (dice > 0.9) one("PRAGMA wal_checkpoint(RESTART)");
  else if (dice > 0.85) one("PRAGMA wal_checkpoint(PASSIVE)");`;

/** Keeps a snapshot for a while, and with it the log. */
export const pins = `db.exec("BEGIN"); db.prepare("SELECT count(*) FROM t").all(); await new Promise((r) => setTimeout(r, 300)); db.exec("ROLLBACK"); n++;`;

/** Whether a database is sound: its structure, and the table that describes the contents of the other. */
export async function isWhole(path: string): Promise<boolean> {
  const engine = new Engine(fileUri(path, "rw"), { timeout: 5000 });
  try {
    const step = "SELECT (SELECT n FROM total) = count(*) AND (SELECT s FROM total) = sum(id) FROM t";
    return engine.all("PRAGMA integrity_check")[0]?.[0] === "ok" && engine.all(step)[0]?.[0] === 1;
  } finally {
    await engine.close();
  }
}
