import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const modules = resolve(import.meta.dirname, "..", "node_modules");

/** The version of a peer that is installed in bench/, or null. */
export function installed(name) {
  const file = join(modules, ...name.split("/"), "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : null;
}
