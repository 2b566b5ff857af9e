import t from "tap";
import {
  type Bytes,
  type Line,
  type Lines,
  linesIn,
  linesToWrite,
  piecesOf,
  searchable,
  textIn,
} from "../../src/compile/lines.ts";
import { Random } from "../generate/random.ts";

/** An entry of the cache that is written as a difference from others comes back as it was. */

const seeds = Number(process.env.SEEDS ?? 300);

/** As a file is read: what was read before is not there any more. */
function bytesOf(lines: readonly string[]): Bytes {
  const all = Buffer.from(lines.join("\n"));
  let last = Buffer.alloc(0);
  return {
    size: all.length,
    part: (start, end) => {
      last.fill("?");
      last = Buffer.from(all.subarray(start, end));
      return last;
    },
    text: (start, end) => all.toString("utf8", start, end),
  };
}

/** It and what it needs, with the texts of all lines. */
function shown(entry: Lines | null): unknown {
  return entry && { key: entry.key, lines: entry.lines.map(textIn), base: shown(entry.base) };
}

t.test("chains of edits come back as they were", async (t) => {
  let differences = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = new Random(seed);
    const files = new Map<string, readonly string[]>();
    const read = (key: string): Lines | null => {
      const lines = files.get(key);
      return lines === undefined ? null : linesIn(key, bytesOf(lines), read);
    };
    let lines: Line[] = Array.from({ length: random.below(40) }, () => `líne ${random.below(30)}`);
    let latest: Lines | null = null;
    for (let n = 0; n < 8; n++) {
      const key = `entry ${n}`;
      const { entry, written } = linesToWrite(key, lines, latest);
      files.set(key, written);
      if (written.length <= lines.length) differences++;
      const found = read(key);
      if (JSON.stringify(shown(found)) !== JSON.stringify(shown(entry))) t.fail(`seed ${seed}, entry ${n}`);
      const texts = lines.map(textIn);
      if (JSON.stringify(found?.lines.map(textIn)) !== JSON.stringify(texts))
        t.fail(`seed ${seed}, the lines of entry ${n}`);
      const pieces = Array.from(piecesOf(found?.lines ?? []), (piece) => Buffer.from(piece).toString());
      if (searchable(found?.lines ?? []) !== pieces.map((piece) => Buffer.from(piece).toString("latin1")).join(""))
        t.fail(`seed ${seed}, what is looked for in entry ${n}`);
      if (pieces.join("") !== texts.map((text) => `${text}\n`).join(""))
        t.fail(`seed ${seed}, the pieces of entry ${n}`);
      // Of a reader that has read another one before.
      latest = random.below(3) === 0 ? read(`entry ${random.below(n + 1)}`) : entry;
      // An edit of what was read keeps its lines where they stand.
      if (random.below(2) === 0) {
        latest = found;
        lines = [...(found?.lines ?? [])];
      }
      const [at, gone] = [random.below(lines.length + 1), random.below(4)];
      const added = Array.from({ length: random.below(4) }, () => `líne ${random.below(50)}`);
      lines = lines.toSpliced(at, gone, ...added);
    }
  }
  t.ok(differences > seeds, `${differences} were differences`);
});

t.test("no file needs more than two others, however long the chain of edits", async (t) => {
  const text = Array.from({ length: 100 }, (_, n) => `line ${n}`);
  let latest: Lines | null = null;
  const needed = ({ base }: Lines): number => (base === null ? 0 : 1 + needed(base));
  const depths: number[] = [];
  for (let n = 0; n < 10; n++) {
    latest = linesToWrite(`entry ${n}`, text.with(n, "edited"), latest).entry;
    depths.push(needed(latest));
  }
  t.strictSame(depths, [0, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
});

t.test("what has little in common is written whole, and so is the first", async (t) => {
  const first = linesToWrite("a", ["1", "2", "3", "4"], null);
  t.strictSame(first.written.slice(1), ["1", "2", "3", "4"]);
  const other = linesToWrite("b", ["5", "6", "7", "4"], first.entry);
  t.equal(other.entry.base, null);
  t.strictSame(other.written.slice(1), ["5", "6", "7", "4"]);
});

t.test("without what it was written as a difference from, an entry is not there", async (t) => {
  const { entry } = linesToWrite("a", ["1", "2", "3", "4"], null);
  const { written } = linesToWrite("b", ["1", "2", "3", "5"], entry);
  t.ok(written.length < 4);
  t.equal(
    linesIn("b", bytesOf(written), () => null),
    null,
  );
});

t.test(
  "a base that was written again, with other lines for the same key, is not taken for the one that is needed",
  async (t) => {
    const first = linesToWrite("a", ["1", "2", "3", "4"], null);
    const edited = linesToWrite("b", ["1", "2", "3", "5"], first.entry);
    const again = linesToWrite("a", ["0", "1", "2", "3"], null);
    const found = (base: readonly string[]) =>
      linesIn("b", bytesOf(edited.written), () => linesIn("a", bytesOf(base), () => null))?.lines.map(textIn);
    t.strictSame(found(first.written), ["1", "2", "3", "5"]);
    t.equal(found(again.written), undefined);
  },
);

t.test("an entry is not written as a difference from one that needs it", async (t) => {
  const text = ["1", "2", "3", "4"];
  const first = linesToWrite("a", text, null);
  const edited = linesToWrite("b", ["1", "2", "3", "5"], first.entry);
  t.equal(edited.entry.base, first.entry);
  for (const like of [first.entry, edited.entry]) t.equal(linesToWrite("a", text, like).entry.base, null);
});
