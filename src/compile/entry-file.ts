import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import type { Bytes } from "./lines.ts";

/** A file of the cache: a digest, and below it what it is the digest of. */
const algorithm = "sha1";
const bodyStart = 41;
const lineFeed = 10;
/** Memory that is new costs more than reading into what is there. */
const pieceSize = 1 << 15;

export function contentDigest(body: string | Uint8Array): string {
  return createHash(algorithm).update(body).digest("hex");
}

/** What stands below its digest; null if the digest does not match, or if the file does not exist. */
export function bodyOf(path: string): Buffer | null {
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(bodyStart);
    return isSealed(bytes, contentDigest(body)) ? body : null;
  } catch {
    return null;
  }
}

function isSealed(bytes: Buffer, digest: string): boolean {
  return bytes.toString("latin1", 0, bodyStart) === `${digest}\n`;
}

/** The same of a large file, of which little is needed: it is not kept in memory. */
export function openBody(path: string): Bytes | null {
  let file: number | null = null;
  try {
    file = openSync(path, "r");
    const size = sealedSize(file);
    if (size === null) return null;
    const body = new Body(file, size);
    file = null;
    return kept(body);
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** How many bytes there are below the digest; null if it does not match. */
function sealedSize(file: number): number | null {
  const place = Buffer.allocUnsafe(pieceSize);
  const seal = Buffer.from(filled(file, place.subarray(0, bodyStart), 0));
  const digest = createHash(algorithm);
  let size = 0;
  for (;;) {
    const piece = filled(file, place, bodyStart + size);
    digest.update(piece);
    size += piece.length;
    if (piece.length < pieceSize) return isSealed(seal, digest.digest("hex")) ? size : null;
  }
}

/** As many bytes as there are and have place. */
function filled(file: number, place: Buffer, at: number): Buffer {
  let length = 0;
  let read: number;
  do {
    read = readSync(file, place, length, place.length - length, at + length);
    length += read;
  } while (read > 0 && length < place.length);
  return place.subarray(0, length);
}

class Body implements Bytes {
  readonly size: number;
  readonly #file: number;
  #place = Buffer.alloc(0);
  /** What was read last, and where it begins. */
  #piece: Buffer = this.#place;
  #from = 0;

  constructor(file: number, size: number) {
    this.#file = file;
    this.size = size;
  }

  part(start: number, end: number): Buffer {
    this.#reach(start, end);
    return this.#piece.subarray(start - this.#from, end - this.#from);
  }

  text(start: number, end: number): string {
    this.#reach(start, end);
    return this.#piece.toString("utf8", start - this.#from, end - this.#from);
  }

  #reach(start: number, end: number): void {
    if (start < this.#from || end > this.#from + this.#piece.length) this.#read(start, end - start);
  }

  #read(start: number, length: number): void {
    const wanted = Math.min(Math.max(length, pieceSize), this.size - start);
    if (this.#place.length < wanted) this.#place = Buffer.allocUnsafeSlow(wanted);
    // Nothing is there if reading fails.
    this.#piece = this.#place.subarray(0, 0);
    const piece = filled(this.#file, this.#place.subarray(0, wanted), bodyStart + start);
    if (piece.length < length) throw new Error("a file of the cache is shorter than it was");
    this.#piece = piece;
    this.#from = start;
  }

  /** Once, and no other part is read then: all of it is there. */
  close(): void {
    this.#read(0, this.size);
    closeSync(this.#file);
  }
}

/** How many files are open at most: all that one command needs. Of others what they hold is read. */
const most = 4;
const open: Body[] = [];

function kept(body: Body): Body {
  open.push(body);
  if (open.length > most) open.shift()?.close();
  return body;
}

/** Writes the lines, and then before them their digest. */
export function writeBody(file: number, lines: readonly string[]): void {
  const digest = createHash(algorithm);
  let at = bodyStart;
  for (const bytes of pieces(lines)) {
    digest.update(bytes);
    if (writeSync(file, bytes, 0, bytes.length, at) < bytes.length) throw new Error("the disk is full");
    at += bytes.length;
  }
  writeSync(file, `${digest.digest("hex")}\n`, 0);
}

const lineEnd = Buffer.from([lineFeed]);

/** The bytes of these lines in pieces, which all are in the same place: a large entry as a whole would be copied twice. */
function* pieces(lines: readonly string[]): Generator<Buffer> {
  const place = Buffer.allocUnsafe(3 * pieceSize);
  for (let from = 0; from < lines.length; ) {
    let size = 0;
    let end = from;
    while (end < lines.length && (end === from || size + (lines[end]?.length ?? 0) < pieceSize)) {
      size += (lines[end]?.length ?? 0) + 1;
      end += 1;
    }
    const text = lines.slice(from, end).join("\n");
    yield text.length <= pieceSize ? place.subarray(0, place.write(text)) : Buffer.from(text);
    if (end < lines.length) yield lineEnd;
    from = end;
  }
}
