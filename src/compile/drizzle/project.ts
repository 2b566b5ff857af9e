import { posix } from "node:path";
import { field, readJson } from "../read/resolve/json.ts";
import { locator } from "../read/resolve/locate.ts";
import type { Files, Packages } from "../read/load.ts";
import type { Module } from "../read/module.ts";
import { casingFor } from "./config.ts";
import type { Line } from "./line.ts";
import { drizzleWords, isHarmless, type Words } from "./packages.ts";

/** Which files are Drizzle's, and what its functions mean in each: the version and casing are those of its package. */
export function drizzlePackages(files: Files): Packages {
  const lines = new Map<string, Line>();
  const words = new Map<string, Words | null>();
  const leads = new Map<string, boolean>();
  const paths = locator({ read: (file) => files.read(file), list: (folder) => files.list?.(folder) ?? [] });
  return {
    words: (name, file) => {
      if (!/^drizzle-(orm|kit)/.test(name)) return null;
      const line = lineFor(posix.dirname(file));
      const key = `${name} ${line.major} ${line.casing}`;
      const known = words.get(key);
      if (known !== undefined) return known;
      const made = drizzleWords(name, line);
      words.set(key, made);
      return made;
    },
    harmless: isHarmless,
    isLoose: (file, text, from) => isLoose(file, text, from),
  };

  function lineFor(folder: string): Line {
    const known = lines.get(folder) ?? { major: majorFor(folder, files), casing: casingFor(folder, files) };
    lines.set(folder, known);
    return known.major === 1 ? { ...known, casing: null } : known;
  }

  /** A file that imports neither belongs to whatever it imports, or is imported by. */
  function isLoose(file: string, text: string, from: Module | null): boolean {
    if (imports(text, "trueup")) return false;
    if (importsDrizzle(text)) return true;
    return from === null ? leadsToDrizzle(file, text, new Set()) : from.loose;
  }

  function leadsToDrizzle(file: string, text: string, seen: Set<string>): boolean {
    const known = leads.get(file);
    if (known !== undefined || seen.has(file)) return known ?? false;
    seen.add(file);
    const found = importsIn(text).some((specifier) => {
      const next = paths(specifier, file).find((path) => /\.[cm]?[jt]sx?$/.test(path) && files.read(path) !== null);
      const inside = next === undefined ? null : files.read(next);
      if (next === undefined || inside === null || imports(inside, "trueup")) return false;
      return importsDrizzle(inside) || leadsToDrizzle(next, inside, seen);
    });
    leads.set(file, found);
    return found;
  }
}

function imports(text: string, name: string): boolean {
  return new RegExp(`(?:from|import)\\s*["']${name}["']`).test(text);
}

function importsDrizzle(text: string): boolean {
  return /(?:from|import)\s*["']drizzle-(?:orm|kit)(?:\/[^"']*)?["']/.test(text);
}

function importsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*["']([^"']+)["']/g)].map((found) => found[1] ?? "");
}

/** The installed version, or else the one in package.json; 0 if unknown. */
function majorFor(folder: string, files: Files): 0 | 1 {
  for (let at = folder; ; at = posix.dirname(at)) {
    const installed = files.read(posix.join(at, "node_modules/drizzle-orm/package.json"));
    const version = installed === null ? null : field(readJson("package.json", installed), "version");
    if (typeof version === "string") return majorOf(version);
    const manifest = files.read(posix.join(at, "package.json"));
    const asked = manifest === null ? null : askedFor(readJson("package.json", manifest), at, files);
    if (asked !== null) return majorOf(asked);
    if (posix.dirname(at) === at) return 0;
  }
}

function askedFor(manifest: unknown, folder: string, files: Files): string | null {
  const kinds = ["dependencies", "devDependencies", "peerDependencies"];
  const found = kinds.map((kind) => field(manifest, kind, "drizzle-orm")).find((each) => typeof each === "string");
  if (typeof found !== "string") return null;
  return found.startsWith("catalog:") ? catalogued(folder, files) : found;
}

/** A version that the workspace defines once for all of its packages. */
function catalogued(folder: string, files: Files): string | null {
  for (let at = folder; ; at = posix.dirname(at)) {
    const text = files.read(posix.join(at, "pnpm-workspace.yaml")) ?? files.read(posix.join(at, "package.json")) ?? "";
    const found = /["']?drizzle-orm["']?\s*:\s*["']?([^\s"',}]+)/.exec(text)?.[1];
    if (found !== undefined && !found.startsWith("catalog:")) return found;
    if (posix.dirname(at) === at) return null;
  }
}

function majorOf(version: string): 0 | 1 {
  const number = /\d+/.exec(version)?.[0];
  if (number === undefined) return /beta|rc|next/.test(version) ? 1 : 0;
  return Number(number) >= 1 ? 1 : 0;
}
