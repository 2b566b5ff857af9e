import { readFileSync } from "node:fs";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { type Manifest, manifestPath } from "./manifest.ts";
import { systemReason } from "./place.ts";

type Is<T> = (value: unknown) => value is T;

const text: Is<string> = (value) => typeof value === "string";
const whole: Is<number> = (value): value is number => Number.isSafeInteger(value);
const time: Is<string> = (value): value is string =>
  text(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));

function oneOf<T extends string | number>(...values: readonly T[]): Is<T> {
  return (value): value is T => values.some((each) => each === value);
}

function or<T, U extends null | undefined>(nothing: U, is: Is<T>): Is<T | U> {
  return (value): value is T | U => value === nothing || is(value);
}

function record<T>(fields: { readonly [Key in keyof T]-?: Is<T[Key]> }): Is<T> {
  return (value): value is T => wrongIn(value, fields).length === 0;
}

/** The keys that are unknown, or hold something else than they should. */
function wrongIn(value: unknown, fields: Readonly<Record<string, (value: unknown) => boolean>>): readonly string[] {
  const found = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const unknown = [...found.keys()].filter((key) => !Object.hasOwn(fields, key));
  const other = Object.entries(fields).filter(([key, is]) => !is(found.get(key)));
  return [...unknown, ...other.map(([key]) => key)];
}

/** By hand: a library for this takes longer to load than all else that makes a change. */
const fields: { readonly [Key in keyof Manifest]-?: Is<Manifest[Key]> } = {
  trueup: oneOf(1),
  before: oneOf("apply", "restore"),
  taken: time,
  kind: or(undefined, text),
  database: text,
  label: text,
  plan: or(null, record({ seal: text, base: text, target: text })),
  put: or(undefined, text),
  step: or(undefined, oneOf("undo", "redo")),
  fingerprint: or(null, text),
  bookmark: or(undefined, record({ at: text, database: text })),
  bytes: whole,
  pages: whole,
  pageSize: whole,
  sha256: text,
  blocks: or(undefined, whole),
  changes: or(undefined, record({ count: whole, content: text })),
  after: or(null, record({ at: time, fingerprint: text, content: or(null, text) })),
};
const isManifest: Is<Manifest> = record(fields);

/** A note on one line, as it is kept on another machine; null if it cannot be read. */
export function manifestFrom(line: string): Manifest | null {
  try {
    const read: unknown = JSON.parse(line);
    return isManifest(read) ? read : null;
  } catch {
    return null;
  }
}

export function readManifest(backup: string): Checked<Manifest> {
  const path = manifestPath(backup);
  let why: string;
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isManifest(read)) return fine(read);
    why = `not as it was written: ${wrongIn(read, fields).join(", ")}`;
  } catch (error) {
    why = systemReason(error);
  }
  return failed({
    code: "backup-manifest",
    level: "error",
    subject: path,
    message: "the note beside this backup is missing or was edited",
    evidence: [why],
    help: [
      backup.endsWith(".changes")
        ? "without the note these pages cannot be put back safely; another backup may do: trueup backups"
        : "the backup itself is an ordinary SQLite database: open it, or copy it to where you need it",
    ],
  });
}
