import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import t from "tap";
import { temporaryFolder } from "../kit/database.ts";

const root = resolve(import.meta.dirname, "../..");
const kept = join(root, "bench", "results.json");

/** The pages that are written from these results, in a folder of their own. */
function written(folder: string, results: string) {
  mkdirSync(join(folder, "bench"));
  writeFileSync(join(folder, "bench", "results.json"), results);
  const command = [join(root, "bench", "run.js"), "--page", "--into", folder];
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env: { ...process.env, BENCH_FOLDER: folder },
  });
  if (status !== 0) throw new Error(stderr);
  return (page: string) => readFileSync(join(folder, page), "utf8");
}

const run = { build: "0123456789ab", day: "2026-11-30", machine: "Node v20, 2 × some processor", rows: 1_000_000 };
const time = { wall: 100, cpu: 90, memory: 50 };
const waits = { longest: 31.25, refused: 3, lost: 0 };

t.test("a page is written from what there is, and says which parts are of another build or day", async (t) => {
  const page = written(
    temporaryFolder(t),
    JSON.stringify({
      start: { ...run, what: "the version is printed", measured: [{ label: "`node -e 0`", ...time }] },
      W4: {
        ...run,
        what: "rows",
        measured: [
          { label: "trueup apply, with its backup", ...time, waits },
          { label: "a peer", peer: "peer", failed: "exit 1" },
        ],
      },
      waiting: {
        ...run,
        build: "ba9876543210",
        day: "2026-11-29",
        size: 1_000_000,
        found: [
          { name: "w7", change: "a column is added", mode: "wal", log: "with a log", bare: 5, alone: 20, held: 30 },
          { name: "w6", change: "another key", mode: "wal", log: "with a log", bare: null, alone: 20, held: 30 },
        ].map((each) => ({ ...each, longest: 40, larger: each.bare && 25 })),
      },
    }),
  )("docs/performance.md");
  t.match(page, "Measured on 2026-11-30, build 0123456789ab, with Node v20, 2 × some processor.");
  t.match(page, "with a backup\n\nMeasured on 2026-11-29, build ba9876543210.\n\nThe lock");
  t.equal(page.split("Measured on").length, 3, "the others do not say it");
  t.match(page, "| 50 MB | 31 ms, 3 inserts fail |");
  t.match(page, "| a peer | fails: exit 1 |");
  t.match(page, "| the lock: a column is added, 10,000,000 rows against 1,000,000 | at most 1.5× | 1.25× | | yes |");
  t.notMatch(page, /undefined|NaN/);
});

t.test("what is kept is sorted, rounded, and without what is not there", async (t) => {
  const path = join(temporaryFolder(t), "bench", "results.json");
  const keep = (found: string) => {
    const code = `import { keepResult } from ${JSON.stringify(join(root, "bench", "results.js"))};
      keepResult(${JSON.stringify(path)}, "${found === "{}" ? "A" : "B"}", ${found});`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  };
  keep(
    `{ title: undefined, measured: [{ wall: 12.3456, note: undefined, failed: "at /some/where/file.js:1" }], day: "x" }`,
  );
  keep("{}");
  const measured = [{ wall: 12.35, failed: "at file.js:1" }];
  t.equal(JSON.stringify(JSON.parse(readFileSync(path, "utf8"))), JSON.stringify({ A: {}, B: { day: "x", measured } }));
  t.match(keep("{ measured: [{ wall: NaN }] }").stderr, "wall was not measured");
});

t.test("the pages are those of bench/results.json", { skip: !existsSync(kept) && "not measured yet" }, async (t) => {
  const page = written(temporaryFolder(t), readFileSync(kept, "utf8"));
  for (const each of ["docs/performance.md", "docs/scale.md", "README.md"])
    t.equal(page(each), readFileSync(join(root, each), "utf8"), `${each}: npm run bench -- --page writes it again`);
});
