import { makeSketch } from "./generate/make.ts";
import { mutate } from "./generate/mutate.ts";
import { makeRows } from "./generate/rows.ts";
import { Random } from "./generate/random.ts";
import { respell } from "./generate/spell.ts";
import { openScratch } from "../src/database/scratch.ts";
const n = Number(process.argv[2] ?? 300);
const t0 = Date.now(); let errs = new Map<string,number>(); let rows = 0; const edits: Record<string, number> = {};
for (let seed = 1; seed <= n; seed++) {
  const r = new Random(seed);
  const s = makeSketch(r);
  const st = respell(s, r);
  const sc = openScratch();
  for (const q of st) try { sc.exec(q) } catch (e: any) { const m = e.message; errs.set(m, (errs.get(m)??0)+1); if (errs.get(m)===1) console.log(seed, m, "\n", q, "\n") ; break }
  sc.close();
  rows += makeRows(s, r).length;
  for (const e of mutate(s, r, 1 + r.below(5)).edits) edits[e] = (edits[e] ?? 0) + 1;
}
console.log(Date.now()-t0, "ms", errs.size, rows, edits);
