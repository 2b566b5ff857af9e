import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** A request that is refused. Its message is the answer. */
export class Refused extends Error {}

/**
 * A path of the project, relative to it. Wherever links lead, it stays inside. A path that does not exist yet is judged
 * by its folder.
 */
export function inside(root: string, path: string): string {
  if (path === "" || path.includes("\0") || path.startsWith("-")) throw new Refused(`\`${path}\` is not a path`);
  const real = realOf(resolve(root, path));
  const from = relative(realpathSync(root), real);
  if (from === ".." || from.startsWith(`..${sep}`) || isAbsolute(from))
    throw new Refused(`${path} is outside of the project, and this server stays inside`);
  return from === "" ? "." : from;
}

function realOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(realOf(above), path.slice(above.length).replace(/^[\\/]+/, ""));
}
