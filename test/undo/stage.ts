import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checked, Project, RestoreOptions, RestoreOutcome } from "../../src/api.ts";
import { bin } from "../cli/run.ts";
import { api, type Place } from "../kit/place.ts";

const { apply, compare, loadProject, restore } = api;

/** A project whose target `prod` is at `env("DATABASE")`. */
export interface Stage {
  readonly cwd: string;
  readonly place: Place;
  project(from?: string, database?: string): Promise<Project>;
  /** Declares these columns of `tune`, beside its key, and applies. */
  change(...columns: readonly string[]): Promise<void>;
  /** How it ends: `restored`, or the code of the problem. */
  put(options: Omit<RestoreOptions, "target">, project?: Project): Promise<string>;
  undo(more?: Partial<RestoreOptions>): Promise<string>;
  redo(): Promise<string>;
  /** The columns of `tune`, and its rows: `idab 2`; `-` where there is no table. */
  state(place?: Place): Promise<string>;
  /** The same as `undo`, in a process that is killed this many milliseconds after it began to keep what it replaces. */
  killed(after: number): Promise<void>;
  /** The backups here, oldest first. */
  backups(): readonly string[];
}

export function stage(cwd: string, place: Place, settings = "", hooks = ""): Stage {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig, env } from "trueup";
export default defineConfig({ schema: "schema.sql", targets: { prod: { url: env("DATABASE"), ${hooks} } }, default: "prod", ${settings} });\n`,
  );
  const project = async (from = cwd, database = place.url) => {
    const loaded = await loadProject({ cwd: from, env: { ...place.env, DATABASE: database } });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return loaded.value;
  };
  const put: Stage["put"] = async (options, at) => told(await restore(at ?? (await project()), options));
  return {
    cwd,
    place,
    project,
    put,
    undo: (more = {}) => put({ backup: { step: "undo" }, ...more }),
    redo: () => put({ backup: { step: "redo" } }),
    killed(after) {
      const env = { ...process.env, ...place.env, DATABASE: place.url };
      const child = spawn(process.execPath, [bin, "undo", "prod", "--yes"], {
        cwd,
        env,
        stdio: "ignore",
        detached: true,
      });
      const files = () => readdirSync(join(cwd, "backups", "prod")).length;
      const before = files();
      // Together with the processes that it started, as when a machine loses power.
      const kill = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
      const watch = setInterval(() => {
        if (files() === before) return;
        clearInterval(watch);
        setTimeout(() => child.exitCode === null && kill(), after);
      }, 1);
      return new Promise((done) => {
        child.on("close", () => {
          clearInterval(watch);
          done();
        });
      });
    },
    async change(...columns) {
      const all = ["id INTEGER PRIMARY KEY", ...columns.map((name) => `${name} TEXT`)];
      writeFileSync(join(cwd, "schema.sql"), `CREATE TABLE tune (${all.join(", ")});\n`);
      const here = await project();
      const compared = await compare(here);
      if (!compared.ok) throw new Error(JSON.stringify(compared.problems));
      const applied = await apply(here, { plan: compared.value, yes: true });
      if (!applied.ok || applied.value.kind !== "database" || applied.value.outcome.kind !== "applied")
        throw new Error(JSON.stringify(applied));
    },
    async state(at = place) {
      const columns = await at.ask("SELECT group_concat(name, '') FROM pragma_table_info('tune')");
      return columns === "" ? "-" : `${columns} ${await at.ask("SELECT count(*) FROM tune")}`;
    },
    backups: () =>
      readdirSync(join(cwd, "backups", "prod"))
        .filter((name) => /\.(?:db|changes)$/.test(name))
        .sort()
        .map((name) => join(cwd, "backups", "prod", name)),
  };
}

function told(outcome: Checked<RestoreOutcome>): string {
  if (!outcome.ok) return outcome.problems.map(({ code }) => code).join(" ");
  const { value } = outcome;
  return "problems" in value ? value.problems.map(({ code }) => code).join(" ") : value.kind;
}
