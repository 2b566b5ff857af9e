import { createHash } from "node:crypto";
import { lockPage, readAll, sizeOf, withoutCounters } from "./copy-pages.ts";
import type { Engine } from "./engine.ts";
import { freePages, type ReadPage } from "./page-difference.ts";

const digestSize = 16;

/**
 * A digest of each page of a database at one moment. If some pages change, the new content of those is enough to know
 * what represents the whole.
 */
export class PageDigests {
  readonly pageSize: number;
  #table: Buffer;

  constructor(pages: number, pageSize: number) {
    this.pageSize = pageSize;
    this.#table = Buffer.alloc(pages * digestSize);
  }

  get pages(): number {
    return this.#table.length / digestSize;
  }

  /** A copy with another number of pages, which are to be `put` if there are more. */
  resized(pages: number): PageDigests {
    const other = new PageDigests(pages, this.pageSize);
    this.#table.copy(other.#table);
    return other;
  }

  put(page: number, data: Uint8Array): void {
    digestOf(page, data).copy(this.#table, (page - 1) * digestSize);
  }

  is(page: number, data: Uint8Array): boolean {
    const at = (page - 1) * digestSize;
    return this.#table.subarray(at, at + digestSize).equals(digestOf(page, data));
  }

  /**
   * Represents the whole content of the database. Free pages do not count: their content is unused, and a commit need
   * not write it. `read` reads the pages that say which those are.
   */
  content(read: ReadPage): string {
    const free = freePages(read, this.pages);
    const table = free.length === 0 ? this.#table : Buffer.from(this.#table);
    for (const page of free) table.fill(0, (page - 1) * digestSize, page * digestSize);
    const hash = createHash("sha256").update(`${this.pages} digests of pages of ${this.pageSize}\n`).update(table);
    return hash.digest("hex");
  }
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
  const read = await readAll(engine, { take, stop, ...(onProgress ? { onProgress } : {}) });
  return read === null ? null : digests;
}
