import { posix } from "node:path";
import { evaluateFiles } from "../read/evaluate-files.ts";
import { exportedValue } from "../read/names.ts";
import { field, readJson, texts } from "../read/resolve/json.ts";
import type { Files, Packages } from "../read/load.ts";
import { isUnread } from "../read/unread.ts";
import type { Casing } from "./line.ts";
import { drizzleWords, isHarmless } from "./packages.ts";

/** What drizzle.config says about the schema; it is read and never run. What it does not say literally is left out. */
export interface DrizzleConfig {
  readonly file: string;
  /** Paths and globs, relative to its folder. */
  readonly schema: readonly string[];
  readonly casing: Casing | null;
  readonly filter: readonly string[];
  readonly dialect: string | null;
}

const names = ["ts", "js", "mjs", "mts", "cjs", "json"].map((ending) => `drizzle.config.${ending}`);

/** The configuration in this folder or its nearest parent that has one. */
export function drizzleConfigFor(folder: string, files: Pick<Files, "read">): DrizzleConfig | null {
  for (let at = folder; ; at = posix.dirname(at)) {
    for (const name of names) {
      const file = posix.join(at, name);
      const text = files.read(file);
      if (text !== null) return readDrizzleConfig(file, text, files);
    }
    if (posix.dirname(at) === at) return null;
  }
}

export function casingFor(folder: string, files: Pick<Files, "read">): Casing | null {
  return drizzleConfigFor(folder, files)?.casing ?? null;
}

function readDrizzleConfig(file: string, text: string, files: Pick<Files, "read">): DrizzleConfig {
  const value: unknown = file.endsWith(".json") ? readJson(file, text) : evaluated(file, files);
  const casing = read(value, "casing") ?? agreed("casing", text);
  const dialect = read(value, "dialect") ?? agreed("dialect", text);
  const schema = texts(read(value, "schema"));
  const driver = read(value, "driver");
  return {
    file,
    schema: schema.length > 0 ? schema : [agreed("schema", text) ?? []].flat(),
    casing: casing === "snake_case" || casing === "camelCase" ? casing : null,
    filter: texts(read(value, "tablesFilter")),
    dialect: typeof dialect === "string" ? dialect : typeof driver === "string" ? driver : null,
  };
}

/** If the configuration is built by code: the text on which all of its objects agree. */
function agreed(name: string, text: string): string | undefined {
  const found = [...text.matchAll(new RegExp(`\\b${name}\\s*:\\s*["'\`]([^"'\`$]+)["'\`]`, "g"))];
  const said = new Set(found.map((each) => each[1] ?? ""));
  return said.size === 1 ? [...said][0] : undefined;
}

function read(value: unknown, name: string): unknown {
  const found = field(value, name);
  return Array.isArray(found) ? found.filter((each) => !isUnread(each)) : found;
}

function evaluated(file: string, files: Pick<Files, "read">): unknown {
  const packages: Packages = {
    words: (name) => drizzleWords(name, { major: 0, casing: null }),
    harmless: isHarmless,
    isLoose: () => true,
  };
  const { modules, run } = evaluateFiles([file], { read: files.read, known: () => [] }, {}, packages);
  const [module] = modules;
  return module === undefined ? null : exportedValue(module, "default", run);
}
