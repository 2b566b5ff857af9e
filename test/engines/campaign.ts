import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import Libsql from "libsql";
import type { Bundle } from "../../src/start/bundle.ts";
import { convergeSync, inspectSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import { notebook } from "../start/notebook.ts";
import type { DriverName } from "./drivers.ts";

/** The processes of an application: which driver, in which runtime, and a file whose modules include the driver. */
export interface Program {
  readonly driver: DriverName;
  readonly runtime: string;
  readonly modules: string;
}

/** What is the same for every round. */
export interface Campaign {
  readonly folder: string;
  readonly script: string;
  readonly from: Bundle;
  readonly to: Bundle;
  readonly bundleFile: string;
}

const sessions = 60_000;

export async function campaign(folder: string): Promise<Campaign> {
  const script = join(folder, "child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "child.ts")],
    outfile: script,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "error",
  });
  const to = await bundleFor(notebook, "v1.2.0");
  const bundleFile = join(folder, "bundle.json");
  writeFileSync(bundleFile, JSON.stringify(to));
  return { folder, script, bundleFile, to, from: await bundleFor(notebook, "v1.0.0") };
}

let made = 0;

/** A database of the first release, with rows enough for its change to take a while. */
function database({ folder, from }: Campaign, mode: "wal" | "delete"): string {
  const path = join(folder, `${made++}.db`);
  const db = new Libsql(path);
  db.exec(`PRAGMA journal_mode = ${mode}; PRAGMA synchronous = OFF`);
  convergeSync(db, from);
  db.exec(`BEGIN; INSERT INTO project (id, name, path) VALUES ('p', 'n', '/');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${sessions})
    INSERT INTO session (id, project_id, title) SELECT 's' || i, 'p', 'title ' || i FROM n; COMMIT`);
  db.close();
  return path;
}

interface Running {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  /** The last line of its output; empty for one that was killed. */
  readonly said: Promise<string>;
}

function start({ script, bundleFile }: Campaign, { driver, runtime, modules }: Program, path: string, at = 0): Running {
  const args = [script, driver, modules, path, bundleFile, String(at)];
  const child = spawn(runtime, args, { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const ready = new Promise<void>((done) => {
    child.stdout.on("data", (data) => {
      out += data;
      if (out.startsWith("ready\n")) done();
    });
    child.on("close", () => done());
  });
  const said = new Promise<string>((done) => {
    child.on("close", (code) => {
      const last = out.trim().split("\n").at(-1) ?? "";
      done(last === "ready" || last === "" ? (code === null ? "" : `died: ${errors}`) : last);
    });
  });
  return { child, ready, said };
}

/** The output of six processes that start at once on one database. */
export async function atOnce(campaign: Campaign, program: Program, mode: "wal" | "delete"): Promise<readonly string[]> {
  const path = database(campaign, mode);
  const at = Date.now() + 1_200;
  const said = await Promise.all(Array.from({ length: 6 }, () => start(campaign, program, path, at).said));
  const lost = whatIsWrong(path, campaign, "new");
  return lost === null ? said.toSorted() : [...said, lost];
}

/** What is wrong after a process was killed at a random moment, and started again; null if nothing is. */
export async function killed(
  campaign: Campaign,
  program: Program,
  mode: "wal" | "delete",
  within: number,
): Promise<{ readonly wrong: string | null; readonly before: string }> {
  const path = database(campaign, mode);
  const { child, ready, said } = start(campaign, program, path);
  await ready;
  await new Promise((done) => setTimeout(done, Math.random() * within));
  child.kill("SIGKILL");
  const before = await said;
  const halfway = whatIsWrong(path, campaign, "either");
  if (halfway !== null) return { wrong: halfway, before };
  const again = await start(campaign, program, path).said;
  if (!["applied", "unchanged"].includes(again)) return { wrong: again, before };
  return { wrong: whatIsWrong(path, campaign, "new"), before };
}

function whatIsWrong(path: string, { to }: Campaign, wanted: "new" | "either"): string | null {
  const db = new Libsql(path);
  const one = (sql: string) => (db.prepare(sql).raw(true).get() as unknown[])[0];
  try {
    const { state } = inspectSync(db, to);
    if (state !== "up-to-date" && !(wanted === "either" && state === "behind")) return `the schema is ${state}`;
    const rows = one("SELECT count(*) FROM session WHERE title IS NOT NULL");
    if (rows !== sessions) return `${rows} of ${sessions} rows`;
    const sound = one("PRAGMA integrity_check");
    return sound === "ok" ? null : String(sound);
  } finally {
    db.close();
  }
}
