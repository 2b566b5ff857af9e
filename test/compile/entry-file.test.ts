import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { bodyOf, openBody, writeBody } from "../../src/compile/entry-file.ts";
import { Random } from "../generate/random.ts";

/** What a file of the cache holds is the same whether all of it is read or a part, and nothing if it is damaged. */

function written(path: string, random: Random, lines: number): Buffer {
  const texts = Array.from({ length: lines }, () => "líne ".repeat(random.below(400)));
  const file = openSync(path, "w");
  writeBody(file, texts);
  closeSync(file);
  return Buffer.from(texts.join("\n"));
}

function compare(t: Test, path: string, expected: Buffer, random: Random): void {
  const body = openBody(path);
  if (body === null) throw new Error(`${path} is not read`);
  t.equal(body.size, expected.length);
  for (let n = 0; n < 50; n++) {
    const start = random.below(expected.length + 1);
    const end = Math.min(expected.length, start + random.below(random.chance(0.2) ? 200_000 : 500));
    if (!body.part(start, end).equals(expected.subarray(start, end))) t.fail(`${start} to ${end} as bytes`);
    if (body.text(start, end) !== expected.toString("utf8", start, end)) t.fail(`${start} to ${end} as a text`);
  }
}

t.test("any part is what was written", async (t) => {
  const folder = t.testdir();
  for (let seed = 1; seed <= 30; seed++) {
    const random = new Random(seed);
    const path = join(folder, `entry-${seed}`);
    const expected = written(path, random, random.below(random.chance(0.5) ? 4 : 200));
    compare(t, path, expected, random);
    t.ok(bodyOf(path)?.equals(expected));
  }
});

t.test("a file that is gone, or that others follow, is as it was when it was opened", async (t) => {
  const folder = t.testdir();
  const random = new Random(1);
  const paths = Array.from({ length: 12 }, (_, n) => join(folder, `entry-${n}`));
  const expected = paths.map((path) => written(path, random, 100));
  const bodies = paths.map(openBody);
  for (const path of paths) rmSync(path);
  bodies.forEach((body, n) => {
    const all = expected[n] ?? Buffer.alloc(0);
    t.equal(body?.text(0, all.length), all.toString());
    t.equal(body?.text(100, 200), all.toString("utf8", 100, 200));
  });
});

t.test("what is not there any more is an error, and never what was read before", async (t) => {
  const path = join(t.testdir(), "entry");
  const expected = written(path, new Random(2), 200);
  const body = openBody(path);
  const isAsWritten = () => body?.part(40_000, 40_100).equals(expected.subarray(40_000, 40_100));
  t.ok(isAsWritten());
  writeFileSync(path, readFileSync(path).subarray(0, 50_041));
  t.throws(() => body?.part(49_993, 80_000));
  t.ok(isAsWritten());
});

t.test("a file with another byte, with one less or one more is not there", async (t) => {
  const path = join(t.testdir(), "entry");
  const random = new Random(1);
  written(path, random, 40);
  const good = readFileSync(path);
  for (let n = 0; n < 40; n++) {
    const bad = Buffer.from(good);
    const at = random.below(bad.length);
    bad[at] = (bad[at] ?? 0) ^ (1 + random.below(255));
    for (const each of [bad, good.subarray(0, at), Buffer.concat([good, bad.subarray(at, at + 1)])]) {
      writeFileSync(path, each);
      if (openBody(path) !== null || bodyOf(path) !== null) t.fail(`byte ${at} of ${bad.length}`);
    }
  }
  rmSync(path);
  t.equal(openBody(path), null);
  t.equal(bodyOf(path), null);
});
