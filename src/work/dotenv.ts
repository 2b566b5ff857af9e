import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as util from "node:util";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment, with defaults from a .env file in this folder: as with `node --env-file`, variables that are already
 * set win.
 */
export function withDotenv(env: Env, folder: string): Env {
  const file = join(folder, ".env");
  if (!existsSync(file)) return env;
  try {
    return { ...parseDotenv(readFileSync(file, "utf8")), ...env };
  } catch {
    // Unreadable for this user, or a folder: variables that are missing are reported by name where they are needed.
    return env;
  }
}

/** Node's own parser, which older releases of Node 20 lack. */
export function parseDotenv(text: string): Env {
  return typeof util.parseEnv === "function" ? util.parseEnv(text) : compatible(text);
}

/** The same rules, reimplemented: `export`, quotes of three kinds over several lines, `\n` in double ones, comments. */
export function compatible(text: string): Env {
  const found: Record<string, string> = {};
  const entry =
    /^[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.-]*)[^\S\n]*=[^\S\n]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\n#]*))/gm;
  for (const [, name, double, single, tick, bare] of text.replaceAll("\r\n", "\n").matchAll(entry)) {
    if (name === undefined) continue;
    found[name] = double !== undefined ? double.replaceAll("\\n", "\n") : (single ?? tick ?? (bare ?? "").trim());
  }
  return found;
}
