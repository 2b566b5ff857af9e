import { createHash } from "node:crypto";
import { createReadStream, writeFileSync } from "node:fs";
import { renameFile } from "../../apply/files.ts";
import { temporary } from "../../apply/place.ts";
import { readManifest } from "../../apply/read-manifest.ts";

/** A point in time that Cloudflare keeps for thirty days, or seven on the free plan. */
export interface Bookmark {
  readonly before: string;
  readonly account: string;
  readonly database: string;
}

export interface Size {
  readonly bytes: number;
  readonly pages: number;
  readonly pageSize: number;
  readonly sha256: string;
}

/** Written for people: the database can be restored to it without trueup as well. */
export function writeBookmark(path: string, { before, account, database }: Bookmark): Size {
  const text = `A point in time of a D1 database, not a copy of its rows. Cloudflare keeps it for 30 days (7 in the free plan).

database  ${database}
account   ${account}
bookmark  ${before}

To restore it:  trueup restore FILE TARGET
without trueup: wrangler d1 time-travel restore ${database} --bookmark=${before}
`;
  writeFileSync(path + temporary, text, { mode: 0o600 });
  renameFile(path + temporary, path);
  return {
    bytes: Buffer.byteLength(text),
    pages: 0,
    pageSize: 0,
    sha256: createHash("sha256").update(text).digest("hex"),
  };
}

export async function measureFile(path: string): Promise<Size> {
  const hash = createHash("sha256");
  let bytes = 0;
  let pageSize = 0;
  for await (const part of createReadStream(path)) {
    const chunk = part as Buffer;
    // https://www.sqlite.org/fileformat2.html#the_database_header
    if (bytes === 0 && chunk.length > 18) pageSize = chunk.readUInt16BE(16) === 1 ? 65536 : chunk.readUInt16BE(16);
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, pages: pageSize === 0 ? 0 : bytes / pageSize, pageSize, sha256: hash.digest("hex") };
}

/** What represents the whole content of a database at a point in time. */
export function contentOf(bookmark: string): string {
  return `bookmark:${bookmark}`;
}

/** The content that a backup restores; null if its note does not say. */
export function beganAt(backup: string): string | null {
  const manifest = readManifest(backup);
  return manifest.ok && manifest.value.bookmark !== undefined ? contentOf(manifest.value.bookmark.at) : null;
}
