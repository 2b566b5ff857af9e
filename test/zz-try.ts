import { compile } from "../src/compile/compile.ts";
import { fingerprint } from "../src/model/fingerprint.ts";
import { withSnapshot } from "./kit/database.ts";
const dir = process.argv[2] as string;
for (const label of ["cold", "warm", "warm2"]) {
  const t0 = performance.now();
  const c = await compile(dir + "/schema", { cache: dir + "/cache" });
  const t1 = performance.now();
  if (!c.ok) { console.log(c.problems.slice(0, 3).map((p) => p.message)); break; }
  const fp = fingerprint(c.value.schema);
  const t2 = performance.now();
  const live = await withSnapshot(dir + "/live.db", async (_s, live) => live);
  const t3 = performance.now();
  const fl = fingerprint(live);
  console.log(label, "compile", t1 - t0, "fp", t2 - t1, "introspect", t3 - t2, "fp", performance.now() - t3, fp === fl, process.memoryUsage().rss / 1e6);
}
import { objectsOf, canonicalText } from "../src/model/canonical.ts";
const c = await compile(dir + "/schema", { cache: dir + "/cache" });
const live = await withSnapshot(dir + "/live.db", async (_s, live) => live);
if (c.ok) { const a = objectsOf(c.value.schema).map(canonicalText); const b = new Set(objectsOf(live).map(canonicalText)); const d = a.filter((x) => !b.has(x)); console.log(d.length, d[0], [...b].find((x) => x.slice(-60) === d[0]?.slice(-60))); }
if (process.argv[3]) { for (let i = 0; i < 8; i++) await withSnapshot(dir + "/live.db", async (_s, live) => live); }
