import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as util from "node:util";

type Env = Readonly<Record<string, string | undefined>>;

/** The environment, and under it what a .env file in this folder says: what is set already wins, as with `node --env-file`. */
export function withDotenv(env: Env, folder: string): Env {
  const file = join(folder, ".env");
  if (!existsSync(file)) return env;
  try {
    return { ...parseDotenv(readFileSync(file, "utf8")), ...env };
  } catch {
    // Unreadable for this user, or a folder: the variables it would have held are missed by name where they are needed.
    return env;
  }
}

/** As Node itself reads it; older releases of Node 20 lack the function. */
export function parseDotenv(text: string): Env {
  return typeof util.parseEnv === "function" ? util.parseEnv(text) : compatible(text);
}

/** The same rules by hand: `export`, quotes of three kinds over several lines, `\n` in double ones, comments. */
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
