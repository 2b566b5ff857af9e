import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A file in slices of one size, each with its SHA-256: where two files have the same, nothing need be sent. */
export interface Slices {
  /** The bytes of each slice; the last one may have fewer. */
  readonly size: number;
  /** The bytes of the file. */
  readonly bytes: number;
  readonly sums: readonly string[];
}

export interface Digested extends Slices {
  /** Of the whole file. */
  readonly sha256: string;
}

/** Each slice costs some processes there, so a large file has larger ones. */
export function sliceFor(bytes: number): number {
  const least = 1 << 20;
  return Math.max(1, Math.ceil(bytes / 256 / least)) * least;
}

/** For a file that no connection has open. Without a size, it is one slice. */
export async function digest(path: string, size = Number.POSITIVE_INFINITY): Promise<Digested> {
  const whole = createHash("sha256");
  const sums: string[] = [];
  let slice = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const all: Buffer = chunk;
    whole.update(all);
    for (let at = 0; at < all.length; ) {
      const part = all.subarray(at, at + size - (bytes % size));
      slice.update(part);
      at += part.length;
      bytes += part.length;
      if (bytes % size > 0) continue;
      sums.push(slice.digest("hex"));
      slice = createHash("sha256");
    }
  }
  if (bytes % size > 0) sums.push(slice.digest("hex"));
  return { size, bytes, sums, sha256: whole.digest("hex") };
}

/** The slices of a file that another one, in slices of the same size, does not have in their place. */
export function missingFrom(other: Slices, { size, bytes, sums }: Slices): readonly Slice[] {
  return sums.flatMap((sum, n) =>
    sum === other.sums[n] ? [] : [{ n, at: n * size, bytes: Math.min(size, bytes - n * size) }],
  );
}

export interface Slice {
  /** From 0. */
  readonly n: number;
  readonly at: number;
  readonly bytes: number;
}
