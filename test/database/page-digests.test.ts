import { join } from "node:path";
import t from "tap";
import { thesePages, sizeOf } from "../../src/database/copy-pages.ts";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { pageOf } from "../../src/database/page-difference.ts";
import { digestPages, type PageDigests } from "../../src/database/page-digests.ts";
import { Random } from "../generate/random.ts";

async function whole(engine: Engine): Promise<PageDigests> {
  const digests = await digestPages(engine, { stop: () => false });
  if (digests === null) throw new Error("stopped");
  return digests;
}

t.test("with the new content of the pages that changed, the digests say what they say of the whole", async (t) => {
  const path = join(t.testdir({}), "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  // More than one block of pages.
  engine.exec(`PRAGMA page_size = 512; CREATE TABLE t (a INTEGER PRIMARY KEY, b); CREATE TABLE u (a INTEGER PRIMARY KEY, b);
    INSERT INTO t SELECT value, zeroblob(400) FROM generate_series(1, 2500)`);
  const random = new Random(11);
  let digests = await whole(engine);
  const content = () => digests.content(pageOf(engine, "main"));
  const pages = () =>
    new Map(
      [
        ...thesePages(
          engine,
          Array.from({ length: sizeOf(engine).pages }, (_, n) => n + 1),
        ),
      ].map(({ page, data }) => [page, Buffer.from(data)]),
    );
  let before = pages();
  let grown = 0;
  for (let round = 0; round < 40; round++) {
    const earlier = digests;
    const was = content();
    const [from, count] = [random.below(2500), 1 + random.below(60)];
    const rows = `FROM t WHERE a BETWEEN ${from} AND ${from + count}`;
    engine.exec(
      random.pick([
        `UPDATE t SET b = randomblob(400) WHERE a BETWEEN ${from} AND ${from + count}`,
        `DELETE ${rows}`,
        `INSERT OR REPLACE INTO u SELECT a, randomblob(400) ${rows}`,
        `INSERT INTO t SELECT NULL, randomblob(400) ${rows}`,
        "DELETE FROM u; VACUUM",
      ]),
    );
    const now = pages();
    const size = sizeOf(engine);
    if (size.pages > earlier.pages) grown++;
    digests = earlier.resized(size.pages);
    for (const [page, data] of now) if (!before.get(page)?.equals(data)) digests.put(page, data);
    const again = await whole(engine);
    t.equal(content(), again.content(pageOf(engine, "main")));
    const held = (page: number) => before.get(page) ?? null;
    t.equal(earlier.content(held), was, "and the digests that they came from say what they said");
    before = now;
  }
  t.ok(grown > 3, `it grew ${grown} times`);
  await engine.close();
});

t.test("what free pages hold does not count, and which are free does", async (t) => {
  const path = join(t.testdir({}), "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec(`CREATE TABLE t (a); INSERT INTO t SELECT zeroblob(3000) FROM generate_series(1, 40); DELETE FROM t`);
  const digests = await whole(engine);
  const read = pageOf(engine, "main");
  const content = digests.content(read);
  const free = Number(engine.all("PRAGMA freelist_count")[0]?.[0]);
  t.ok(free > 30);
  const trunk = engine.all("SELECT data FROM sqlite_dbpage WHERE pgno = 1")[0]?.[0];
  const first = trunk instanceof Uint8Array ? Buffer.from(trunk).readUInt32BE(32) : 0;
  const leaf = first === 20 ? 21 : 20;
  const other = digests.resized(digests.pages);
  other.put(leaf, Buffer.alloc(4096, 7));
  t.equal(other.content(read), content);
  other.put(2, Buffer.alloc(4096, 7));
  t.not(other.content(read), content);
  // A list that names one page fewer.
  const less = digests.resized(digests.pages);
  const shorter = (page: number) => {
    const data = read(page);
    if (page !== first || data === null) return data;
    const copy = Buffer.from(data);
    copy.writeUInt32BE(copy.readUInt32BE(4) - 1, 4);
    return copy;
  };
  const changed = shorter(first);
  if (changed === null) return t.fail("there is a list");
  less.put(first, changed);
  t.not(less.content(shorter), content);
  const again = await whole(engine);
  again.put(first, changed);
  t.equal(less.content(shorter), again.content(shorter));
  await engine.close();
});
