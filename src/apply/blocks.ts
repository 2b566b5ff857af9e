import { createHash, type Hash } from "node:crypto";
import { readSync } from "node:fs";

/**
 * A file is also checksummed in blocks, so that after a few pages of a large copy were replaced, its new checksum is
 * known without reading all of it again. A page never spans two blocks.
 */
export const blockSize = 64 << 10;

const digestSize = 32;

/** The checksums of the blocks of a file whose bytes arrive in order. */
export class Blocks {
  readonly #done: Buffer[] = [];
  #hash: Hash = createHash("sha256");
  #filled = 0;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + blockSize - this.#filled);
      this.#hash.update(part);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === blockSize) this.#end();
    }
  }

  /** One after the other. The last block may be shorter than the others. */
  digests(): Uint8Array {
    if (this.#filled > 0) this.#end();
    return Uint8Array.from(Buffer.concat(this.#done));
  }

  #end(): void {
    this.#done.push(this.#hash.digest());
    this.#hash = createHash("sha256");
    this.#filled = 0;
  }
}

/** What represents the whole file in a note that has `blocks`. */
export function sumOfBlocks(digests: Uint8Array): string {
  return createHash("sha256").update(digests).digest("hex");
}

/** The checksums after some pages of a file were written, or its length changed. */
export function blocksAgain(
  handle: number,
  before: Uint8Array,
  now: {
    readonly bytes: number;
    readonly was: number;
    readonly written: readonly number[];
    readonly pageSize: number;
  },
): Uint8Array {
  const count = Math.ceil(now.bytes / blockSize);
  const digests = new Uint8Array(count * digestSize);
  digests.set(before.subarray(0, digests.length));
  const again = new Set(now.written.map((page) => Math.floor(((page - 1) * now.pageSize) / blockSize)));
  if (now.bytes !== now.was) {
    // The last block of either is shorter or longer than it was, and all blocks after it are new.
    for (let block = Math.floor(Math.min(now.bytes, now.was) / blockSize); block < count; block++) again.add(block);
  }
  const buffer = Buffer.alloc(blockSize);
  for (const block of again) {
    let read = 0;
    for (let more = 1; more > 0 && read < blockSize; read += more)
      more = readSync(handle, buffer, read, blockSize - read, block * blockSize + read);
    digests.set(createHash("sha256").update(buffer.subarray(0, read)).digest(), block * digestSize);
  }
  return digests;
}
