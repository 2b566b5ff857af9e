/** SHA-256 of lines in UTF-8, in hex. Uses Node's implementation if there is one, which is ten times as fast. */
export function sha256(lines: readonly string[]): string {
  if (node === undefined) return sha256Anywhere(lines.join(""));
  const hash = node.createHash("sha256");
  // A few at a time: all of them as one text would be copied twice.
  for (let at = 0; at < lines.length; at += 16) hash.update(lines.slice(at, at + 16).join(""));
  return hash.digest("hex");
}

/** Looked up by name, so that bundlers for other runtimes need not include it. */
const host = globalThis as {
  process?: { getBuiltinModule?(name: "node:crypto"): typeof import("node:crypto") };
};
const node = host.process?.getBuiltinModule?.("node:crypto");

/** Our own implementation, because fingerprints are also computed in browsers and in Workers. FIPS 180-4. */
export function sha256Anywhere(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
  new Uint8Array(blocks.buffer).set(bytes);
  blocks.setUint8(bytes.length, 0x80);
  // No text has 2^29 bytes, so the number of bits fits into 32 bits.
  blocks.setUint32(blocks.byteLength - 4, bytes.length * 8);
  const state = Uint32Array.from(first);
  const words = new Uint32Array(64);
  for (let at = 0; at < blocks.byteLength; at += 64) mix(state, words, blocks, at);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function mix(state: Uint32Array, w: Uint32Array, blocks: DataView, at: number): void {
  for (let n = 0; n < 16; n++) w[n] = blocks.getUint32(at + n * 4);
  for (let n = 16; n < 64; n++) {
    const [x, y] = [w[n - 15] as number, w[n - 2] as number];
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[n] = (w[n - 16] as number) + s0 + (w[n - 7] as number) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let n = 0; n < 64; n++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (constants[n] as number) + (w[n] as number)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [n, value] of [a, b, c, d, e, f, g, h].entries()) state[n] = (state[n] as number) + value;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The fractions of the square and the cube roots of the first primes, 32 bits each. */
const primes = firstPrimes(64);
const first = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const constants = primes.map((prime) => fraction(Math.cbrt(prime)));

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
