import { resolve } from "node:path";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { d1 } from "./d1/kind.ts";
import { file } from "./file/kind.ts";
import { server } from "./server/kind.ts";
import { ssh } from "./ssh/kind.ts";
import { foreignUrl } from "./foreign-url.ts";
import { namingOthers } from "./naming-others.ts";
import { withoutSecrets, wrongUrl } from "./url.ts";
import type { Kind, Offer, Opening, Target, Where } from "./target.ts";

/** All kinds of target. To add one, add a folder and its line here. */
const kinds: Readonly<Record<string, Kind>> = { file, server, ssh, d1 };

/** Parses a URL or a bare path; a relative path is relative to `folder`. Accesses neither disk nor network. */
export function readWhere(text: string, folder: string): Checked<Where> {
  if (text === "")
    return failed(wrongUrl("", "no database is named", ["a name from the configuration, a path, or a URL"]));
  if (text.startsWith(":memory:"))
    return failed(wrongUrl(text, "an in-memory database is empty and invisible to others", ["name a file"]));
  const scheme = schemeOf(text);
  for (const [name, kind] of Object.entries(kinds)) {
    if (!kind.schemes.includes(scheme)) continue;
    const read = kind.read(text, folder);
    return read.ok ? fine({ kind: name, ...read.value }) : read;
  }
  const foreign = foreignUrl(text);
  if (foreign !== null) return failed(foreign);
  return failed(
    wrongUrl(shown(text), `"${scheme}:" is not a kind of database that trueup knows`, [
      `use a path, or ${schemesKnown()}`,
      "if it is a file with that name, write ./ before it",
    ]),
  );
}

/** A path pattern, which may be written as a URL. */
export function pathPattern(text: string): string {
  return text.replace(/^file:/, "");
}

/** A path on this machine, whatever it looks like. */
export function whereOfFile(path: string, folder: string): Where {
  return { kind: "file", url: resolve(folder, path), label: path };
}

/**
 * A URL or path as it may be printed: a path may contain any character, a URL a token. Accepts text that is not a URL.
 */
export function shown(text: string): string {
  const scheme = schemeOf(text);
  const kind = Object.values(kinds).find(({ schemes }) => schemes.includes(scheme));
  return kind?.shown(text) ?? withoutSecrets(text);
}

export function isUrl(text: string): boolean {
  return schemeOf(text) !== null;
}

/** The identity of the database, however it is spelled, and the token in its URL; null if it cannot be known. */
export function identify(text: string, folder: string) {
  const where = readWhere(text, folder);
  return where.ok ? kindOf(where.value).identify(where.value.url) : null;
}

/** The key for the backups and journal of a database without a name in the configuration. */
export function filedBy(where: Where): { readonly path: string } | { readonly name: string } {
  return kindOf(where).filedBy(where);
}

export function takesToken(where: Where): boolean {
  return kindOf(where).takesToken;
}

/** True if the database is a file on this machine. */
export function isHere(where: Where): boolean {
  return kindOf(where).here;
}

/** The environment variables that hold what the configuration does not say. */
export function variablesOf(where: Where): Kind["variables"] {
  return kindOf(where).variables;
}

/** Databases that other tools of a project name. */
export function offersIn(folder: string): readonly Offer[] {
  return Object.values(kinds).flatMap((kind) => kind.offers(folder));
}

/** True if work on it blocks its thread. */
export function blocksThread(where: Where): boolean {
  return kindOf(where).blocks;
}

/** Loads only what its kind needs. Does not connect yet. */
export async function openTarget(where: Where, opening: Opening): Promise<Checked<Target>> {
  const opened = await kindOf(where).open(where, opening);
  return opened.ok ? { ...opened, value: namingOthers(opened.value) } : opened;
}

function kindOf(where: Where): Kind {
  const kind = kinds[where.kind];
  if (kind === undefined) throw new Error(`${where.kind} is not a kind of target`);
  return kind;
}

/** A single letter is a Windows drive, not a scheme. */
function schemeOf(text: string): string | null {
  return /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(text)?.[1]?.toLowerCase() ?? null;
}

function schemesKnown(): string {
  const names = Object.values(kinds).flatMap(({ schemes }) =>
    schemes.flatMap((each) => (each === null ? [] : `${each}:`)),
  );
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
