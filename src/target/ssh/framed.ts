import { createHash, type Hash } from "node:crypto";

export interface FramedHooks {
  readonly open: (name: string) => void;
  readonly write: (name: string, chunk: Buffer) => void;
  readonly onProgress: (bytes: number, of: number) => void;
}

/**
 * Reads what our scripts send: lines `file NAME SIZE`, each followed by that many bytes, lines `said KEY WORDS`, and
 * `end`. A stream that is cut off, or a file that shrank while it was sent, is never taken as complete.
 */
export class Framed {
  readonly #hooks: FramedHooks;
  readonly #said = new Map<string, string>();
  readonly #hashes = new Map<string, Hash>();
  readonly #sums = new Map<string, string>();
  #line = Buffer.alloc(0);
  #file: { readonly name: string; readonly size: number; left: number } | null = null;
  #state: "reading" | "ended" | "broken" = "reading";

  constructor(hooks: FramedHooks) {
    this.#hooks = hooks;
  }

  get whole(): boolean {
    return this.#state === "ended";
  }

  said(key: string): string | undefined {
    return this.#said.get(key);
  }

  has(name: string): boolean {
    return this.#sums.has(name);
  }

  sha256(name: string): string | undefined {
    return this.#sums.get(name);
  }

  add(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && this.#state === "reading") rest = this.#file ? this.#bytes(rest) : this.#text(rest);
    if (rest.length > 0 && this.#state === "ended") this.#state = "broken";
  }

  #bytes(chunk: Buffer): Buffer {
    const file = this.#file;
    if (file === null) return chunk;
    const part = chunk.subarray(0, file.left);
    this.#hooks.write(file.name, part);
    this.#hashes.get(file.name)?.update(part);
    file.left -= part.length;
    this.#hooks.onProgress(file.size - file.left, file.size);
    if (file.left === 0) this.#finish(file.name);
    return chunk.subarray(part.length);
  }

  #text(chunk: Buffer): Buffer {
    const end = chunk.indexOf(10);
    this.#line = Buffer.concat([this.#line, end < 0 ? chunk : chunk.subarray(0, end)]);
    if (this.#line.length > 4096) this.#state = "broken";
    if (end < 0) return Buffer.alloc(0);
    const line = this.#line.toString("utf8");
    this.#line = Buffer.alloc(0);
    this.#take(line);
    return chunk.subarray(end + 1);
  }

  #take(line: string): void {
    const file = /^file (main|wal|journal) (\d+)$/.exec(line);
    const said = /^said (\w+) (.*)$/.exec(line);
    if (file?.[1] !== undefined && !this.#hashes.has(file[1])) {
      const [, name, size] = file;
      this.#hashes.set(name, createHash("sha256"));
      this.#hooks.open(name);
      this.#file = { name, size: Number(size), left: Number(size) };
      if (Number(size) === 0) this.#finish(name);
    } else if (said?.[1] !== undefined) this.#said.set(said[1], said[2] ?? "");
    else this.#state = line === "end" ? "ended" : "broken";
  }

  #finish(name: string): void {
    this.#sums.set(name, this.#hashes.get(name)?.digest("hex") ?? "");
    this.#file = null;
  }
}
