import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { buildSync } from "esbuild";
import { readManifest } from "../../src/apply/read-manifest.ts";
import type { ApplyOutcome } from "../../src/apply/events.ts";
import type { ApplyRequest } from "../../src/apply/run.ts";
import type { FileRestore } from "../../src/target/file/put-back.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprintLike } from "../../src/model/fingerprint.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { applied, planOf, request, run, shop, shopSteps } from "../apply/fixture.ts";

/** `FAULTS=full` tries each fault as often as docs/reliability.md says; otherwise a few times, to keep CI short. */
export const full = process.env.FAULTS === "full";

export const root = resolve(import.meta.dirname, "..", "..");
export const plan = planOf(shop, shopSteps);

let bundled = "";

/** One file to run, so that a process starts in a tenth of a second instead of a whole one. */
function actorIn(folder: string): string {
  const outfile = join(folder, "actor.cjs");
  if (bundled === "") bundled = bundle();
  writeFileSync(outfile, bundled);
  return outfile;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "actor.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["libsql"],
    write: false,
    logLevel: "error",
    define: { "import.meta.url": '"file:///"' },
  });
  return outputFiles[0]?.text ?? "";
}

export interface World {
  readonly folder: string;
  readonly actor: string;
  /** The database before the fault, closed and sound. */
  readonly template: string;
  readonly rows: number;
}

/** The databases that were made for one test, for the next one. */
const made = new Map<string, Buffer>();

/** A database of orders, rebuilt by the plan: `rows` of them, in WAL or in rollback-journal mode. */
export async function worldIn(folder: string, rows: number, mode: "WAL" | "DELETE"): Promise<World> {
  const name = `template-${mode}-${rows}.db`;
  const template = join(folder, name);
  const known = made.get(name);
  if (known === undefined) await fill(template, rows, mode);
  else writeFileSync(template, known);
  made.set(name, known ?? readFileSync(template));
  const actor = existsSync(join(folder, "actor.cjs")) ? join(folder, "actor.cjs") : actorIn(folder);
  return { folder, actor, template, rows };
}

function fill(path: string, rows: number, mode: "WAL" | "DELETE"): Promise<void> {
  const users = Math.max(1, Math.floor(rows / 10));
  return run(
    path,
    `PRAGMA journal_mode = ${mode}; BEGIN; ${shop}
    INSERT INTO users (id, full_name, mail) SELECT value, 'user ' || value, 'u' || value || '@x' FROM generate_series(1, ${users});
    INSERT INTO orders (id, user, total) SELECT value, 1 + value % ${users}, value * 1.5 FROM generate_series(1, ${rows});
    DELETE FROM log; COMMIT`,
  );
}

export interface Trial {
  readonly path: string;
  readonly request: ApplyRequest;
  readonly rows: number;
}

let trials = 0;

/** A fresh copy of the database to try something on. Nobody has it open, so copying is safe. */
export function trialOf(world: World, more: Partial<ApplyRequest> = {}): Trial {
  const folder = join(world.folder, `trial-${++trials}`);
  mkdirSync(folder);
  const path = join(folder, "app.db");
  copyFileSync(world.template, path);
  const asked = request(path, plan, { lockTimeout: 5000, ...more });
  writeFileSync(join(folder, "request.json"), JSON.stringify(asked));
  return { path, request: asked, rows: world.rows };
}

export interface Act {
  readonly child: ChildProcess;
  /** Its output so far. */
  readonly lines: () => readonly { kind: string; outcome?: ApplyOutcome }[];
  readonly ended: Promise<{
    readonly outcome: ApplyOutcome | null;
    readonly signal: string | null;
    readonly code: number | null;
  }>;
}

export interface Acting {
  readonly killAt?: number;
  readonly uid?: number;
  /** How large a file may become, in kilobytes. */
  readonly largest?: number;
  /** A neighbour, killed at the first step. */
  readonly other?: number | undefined;
  /** A backup to restore, instead of the plan to apply. */
  readonly restore?: FileRestore;
}

/**
 * For a Node without what tap preloads into each Node that is started: that handles signals, and dies of those that Node
 * ignores.
 */
export const { NODE_OPTIONS: _, ...bare } = process.env;

export function act(world: World, trial: Trial, { killAt, uid, largest, other, restore }: Acting = {}): Act {
  if (restore) writeFileSync(join(trial.path, "..", "restore.json"), JSON.stringify(restore));
  const env = {
    ...bare,
    NODE_PATH: join(root, "node_modules"),
    KILL_AT: String(killAt ?? 0),
    OTHER: String(other ?? 0),
    RESTORE: restore ? "1" : "",
  };
  const words = [process.execPath, world.actor, join(trial.path, "..", restore ? "restore.json" : "request.json")];
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const [command, ...args] = largest === undefined ? words : ["bash", "-c", `ulimit -f ${largest}; exec ${quoted}`];
  const child = spawn(command ?? "", args, { env, stdio: ["ignore", "pipe", "inherit"], ...(uid ? { uid } : {}) });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const lines = () =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { kind: string; outcome?: ApplyOutcome });
  const ended = new Promise<{ outcome: ApplyOutcome | null; signal: string | null; code: number | null }>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ outcome: lines().find((line) => line.kind === "outcome")?.outcome ?? null, signal, code });
    });
  });
  return { child, lines, ended };
}

/** What is wrong with a database and its backups after a fault: it must be nothing. `extra` rows came from others. */
export async function wrong(trial: Trial, extra = 0): Promise<{ state: "old" | "new" | "neither"; wrong: string[] }> {
  const found: string[] = [];
  const looked = await looking(trial.path, trial);
  const state = looked.fingerprint === plan.base ? "old" : looked.fingerprint === plan.target ? "new" : "neither";
  if (state === "neither") found.push("the schema is neither the old nor the new one");
  if (looked.integrity !== "ok") found.push(`integrity_check: ${looked.integrity}`);
  if (looked.rows !== trial.rows + extra) found.push(`${looked.rows} rows of ${trial.rows + extra}`);
  for (const backup of backupsOf(trial)) {
    const manifest = readManifest(backup);
    const copy = await looking(backup, trial);
    const kept = backup.includes("replaced") ? plan.target : plan.base;
    if (copy.integrity !== "ok" || copy.fingerprint !== kept || copy.rows !== trial.rows) {
      found.push(`the backup ${backup} is not what was there before`);
    }
    if (manifest.ok && createHash("sha256").update(readFileSync(backup)).digest("hex") !== manifest.value.sha256) {
      found.push(`the backup ${backup} has another checksum than its note says`);
    }
  }
  if (state === "new" && trial.request.backup === "take" && backupsOf(trial).length === 0) found.push("no backup");
  return { state, wrong: found };
}

/** The run after the fault: it must succeed and leave nothing half done. */
export async function wrongAfterwards(trial: Trial, extra = 0): Promise<string[]> {
  const { outcome } = await applied(trial.request);
  const found = [...(await wrong(trial, extra)).wrong];
  if (outcome.kind !== "applied" && outcome.kind !== "already") found.push(`the next run: ${JSON.stringify(outcome)}`);
  if (outcome.kind === "applied" && halves(trial).length > 0) found.push(`left over: ${halves(trial).join()}`);
  return found;
}

export function halves(trial: Trial): readonly string[] {
  const folder = join(trial.request.place.root, trial.request.place.name);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".tmp")) : [];
}

function backupsOf(trial: Trial): readonly string[] {
  const folder = join(trial.request.place.root, trial.request.place.name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".db"))
    .map((name) => join(folder, name));
}

async function looking(path: string, trial: Trial): Promise<{ fingerprint: string; integrity: string; rows: number }> {
  const backup = path !== trial.path;
  const engine = new Engine(backup ? `${fileUri(path, "ro")}&immutable=1` : fileUri(path, "rw"), { timeout: 5000 });
  try {
    const scratch = {
      exec: (sql: string) => engine.exec(sql),
      all: (sql: string) => engine.all(sql),
      prepare: (sql: string) => engine.prepare(sql),
      columns: (sql: string) => engine.columns(sql),
      close: () => {},
    };
    const [[integrity] = []] = engine.all("PRAGMA integrity_check");
    const rows = Number(engine.all("SELECT count(*) FROM orders")[0]?.[0]);
    return { fingerprint: fingerprintLike(plan.base, introspectScratch(scratch)), integrity: String(integrity), rows };
  } finally {
    await engine.close();
  }
}

/** A process that works on the database until it is asked to stop, and reports how often it succeeded. */
export function neighbour(path: string, code: string) {
  const text = `const D = require("libsql"); const db = new D(${JSON.stringify(path)}, { timeout: 10000 });
    let n = 0; let on = true; process.on("SIGTERM", () => { on = false });
    (async () => { process.stdout.write("ready\\n"); while (on) { ${code} await new Promise((r) => setTimeout(r, ${full ? 1 : 4})); } process.stdout.write(String(n)); })();`;
  const child = spawn(process.execPath, ["-e", text], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    pid: child.pid,
    ready: async () => {
      while (!said.includes("ready")) await sleep(5);
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      return Number(said.split("\n")[1]);
    },
  };
}

/** Adds a line to the table in docs/reliability.md, if that is asked for. */
export function report(fault: string, outcomes: readonly string[], promise: string): void {
  const file = process.env.FAULTS_REPORT;
  if (!file) return;
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  appendFileSync(file, `${JSON.stringify({ fault, tried: outcomes.length, outcomes: counts, promise })}\n`);
}
