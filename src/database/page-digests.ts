import { createHash } from "node:crypto";
import { lockPage, readAllPages, sizeOf, withoutCounters } from "./copy-pages.ts";
import type { Engine } from "./engine.ts";
import { firstTrunk, freePages, type ReadPage } from "./page-difference.ts";

const digestSize = 16;

/** How many pages share a hash. After a change, only the hashes of the blocks with a changed page are computed again. */
const perBlock = 1024;

interface Block {
  /** The digests of its pages, one after the other. Never written while another `PageDigests` has it as well. */
  readonly digests: Buffer;
  /** A bit for each page that was free when `hash` was computed; null if it has to be computed. */
  free: Buffer | null;
  hash: Buffer;
}

/** What the list of free pages says, and the pages that hold the list itself. */
interface Free {
  readonly first: number;
  readonly trunks: ReadonlySet<number>;
  readonly bits: Buffer;
}

/**
 * A digest of each page of a database at one moment. If some pages change, the new content of those is enough to know
 * what represents the whole, and it takes no time in proportion to the others.
 */
export class PageDigests {
  readonly pages: number;
  readonly pageSize: number;
  readonly #blocks: Block[];
  /** The blocks that no other instance has. */
  readonly #own = new Set<number>();
  #free: Free | null = null;

  constructor(pages: number, pageSize: number, from: PageDigests | null = null) {
    this.pages = pages;
    this.pageSize = pageSize;
    this.#blocks = Array.from({ length: Math.ceil(pages / perBlock) }, (_, n) => {
      const length = Math.min(perBlock, pages - n * perBlock) * digestSize;
      const old = from === null ? undefined : from.#blocks[n];
      if (old?.digests.length === length) return old;
      this.#own.add(n);
      const digests = Buffer.alloc(length);
      old?.digests.copy(digests);
      return { digests, free: null, hash: Buffer.alloc(0) };
    });
    if (from?.pages === pages) this.#free = from.#free;
  }

  /** A copy with another number of pages, which are to be `put` if there are more. */
  resized(pages: number): PageDigests {
    // From now on, neither may write what both have.
    this.#own.clear();
    return new PageDigests(pages, this.pageSize, this);
  }

  put(page: number, data: Uint8Array): void {
    const block = this.#writable(Math.floor((page - 1) / perBlock));
    digestOf(page, data).copy(block.digests, ((page - 1) % perBlock) * digestSize);
    block.free = null;
    const free = this.#free;
    if (free !== null && (page === 1 ? firstTrunk(data) !== free.first : free.trunks.has(page))) this.#free = null;
  }

  is(page: number, data: Uint8Array): boolean {
    const at = ((page - 1) % perBlock) * digestSize;
    const digests = this.#blocks[Math.floor((page - 1) / perBlock)]?.digests;
    return digests?.subarray(at, at + digestSize).equals(digestOf(page, data)) ?? false;
  }

  /**
   * Represents the whole content of the database. Free pages do not count: their content is unused, and a commit need
   * not write it. `read` reads the pages that say which those are.
   */
  content(read: ReadPage): string {
    this.#free ??= freeIn(read, this.pages);
    const hash = createHash("sha256").update(`${this.pages} digests of pages of ${this.pageSize}\n`);
    for (const [n, block] of this.#blocks.entries())
      hash.update(hashOf(block, this.#free.bits.subarray((n * perBlock) / 8, ((n + 1) * perBlock) / 8)));
    return hash.digest("hex");
  }

  #writable(n: number): Block {
    const block = this.#blocks[n];
    if (block === undefined) throw new Error(`there are only ${this.pages} pages`);
    if (this.#own.has(n)) return block;
    const copy = { ...block, digests: Buffer.from(block.digests) };
    this.#own.add(n);
    this.#blocks[n] = copy;
    return copy;
  }
}

function hashOf(block: Block, free: Buffer): Buffer {
  if (block.free?.equals(free)) return block.hash;
  const counted = Buffer.from(block.digests);
  for (let at = 0; at < counted.length; at += digestSize) {
    const page = at / digestSize;
    if (((free[page >> 3] ?? 0) >> (page & 7)) & 1) counted.fill(0, at, at + digestSize);
  }
  block.hash = createHash("sha256").update(counted).digest();
  block.free = free;
  return block.hash;
}

function freeIn(read: ReadPage, pages: number): Free {
  const { free, trunks } = freePages(read, pages);
  const bits = Buffer.alloc(Math.ceil(pages / perBlock) * (perBlock / 8));
  for (const page of free) bits[(page - 1) >> 3] = (bits[(page - 1) >> 3] ?? 0) | (1 << ((page - 1) & 7));
  return { first: firstTrunk(read(1)), trunks: new Set(trunks), bits };
}

function digestOf(page: number, data: Uint8Array): Buffer {
  const bytes = page === 1 ? withoutCounters(data) : data;
  return createHash("sha256").update(bytes).digest().subarray(0, digestSize);
}

export interface Digesting {
  readonly stop: () => boolean;
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** Of what the running transaction sees. Null if it was stopped. */
export async function digestPages(engine: Engine, { stop, onProgress }: Digesting): Promise<PageDigests | null> {
  const { pages, pageSize } = sizeOf(engine);
  const digests = new PageDigests(pages, pageSize);
  const take = (part: Uint8Array, first: number) => {
    if (first === lockPage(pageSize)) return;
    for (let at = 0; at < part.length; at += pageSize)
      digests.put(first + at / pageSize, part.subarray(at, at + pageSize));
  };
  const read = await readAllPages(engine, { take, stop, ...(onProgress ? { onProgress } : {}) });
  return read === null ? null : digests;
}
