import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { once } from "../measure.js";
import { project } from "../prepare.js";

export const root = resolve(import.meta.dirname, "..", "..");
export const work = join(process.env.BENCH_FOLDER ?? tmpdir(), "trueup-bench");
mkdirSync(work, { recursive: true });

export const trueup = (...args) => [process.execPath, join(root, "bin", "trueup.js"), ...args, "--no-input"];
export const floor = (...args) => [process.execPath, join(root, "bench", "floor.js"), ...args];
export const node = { label: "`node -e 0`", command: [process.execPath, "-e", "0"] };
export const count = (number) => number.toLocaleString("en");
export const remove = (...path) => rmSync(join(...path), { recursive: true, force: true });

/** Runs something once, outside the measured time. */
export function first(command, cwd, exits = [0]) {
  const { failed } = once({ command, cwd, exits });
  if (failed) throw new Error(`${command.slice(1).join(" ")}: ${failed}`);
}

/** A project whose declarations trueup has seen before. */
export function seen(name, schema, declared = schema) {
  const folder = project(join(work, name), { live: schema, declared });
  first(trueup("drift", "live.db"), folder, [0, 2]);
  return folder;
}
