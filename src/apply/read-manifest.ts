import { readFileSync } from "node:fs";
import * as z from "zod";
import { type Checked, failed, fine } from "../problem/problem.ts";
import { type Manifest, manifestPath } from "./manifest.ts";
import { systemReason } from "./place.ts";

const text = z.string();
const shape: z.ZodType<Manifest> = z.strictObject({
  trueup: z.literal(1),
  before: z.enum(["apply", "restore"]),
  taken: z.iso.datetime(),
  kind: z.optional(text),
  database: text,
  label: text,
  plan: z.nullable(z.strictObject({ seal: text, base: text, target: text })),
  put: z.optional(text),
  step: z.optional(z.enum(["undo", "redo"])),
  fingerprint: z.nullable(text),
  bookmark: z.optional(z.strictObject({ at: text, database: text })),
  bytes: z.int(),
  pages: z.int(),
  pageSize: z.int(),
  sha256: text,
  blocks: z.optional(z.int()),
  changes: z.optional(z.strictObject({ count: z.int(), content: text })),
  after: z.nullable(z.strictObject({ at: z.iso.datetime(), fingerprint: text, content: z.nullable(text) })),
});

/** A note on one line, as it is kept on another machine; null if it cannot be read. */
export function manifestFrom(line: string): Manifest | null {
  try {
    const read = shape.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function readManifest(backup: string): Checked<Manifest> {
  const path = manifestPath(backup);
  let why: string;
  try {
    const read = shape.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (read.success) return fine(read.data);
    why = z.prettifyError(read.error);
  } catch (error) {
    why = systemReason(error);
  }
  return failed({
    code: "backup-manifest",
    level: "error",
    subject: path,
    message: "the note beside this backup is missing or was edited",
    evidence: why.split("\n"),
    help: [
      backup.endsWith(".changes")
        ? "without the note these pages cannot be put back safely; another backup may do: trueup backups"
        : "the backup itself is an ordinary SQLite database: open it, or copy it to where you need it",
    ],
  });
}
