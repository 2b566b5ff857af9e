import t from "tap";
import { pack, packedIn, packedLines, fingerprintOfPacked, unpack, whatDiffers } from "../../src/compile/packed.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import type { Schema } from "../../src/model/schema.ts";
import { explainDifference } from "../../src/planner/explain-difference.ts";
import { makeSketch } from "../generate/make.ts";
import { mutate } from "../generate/mutate.ts";
import { Random } from "../generate/random.ts";
import { respell, spell } from "../generate/spell.ts";

/** A schema that is read from the cache in parts means the same as the whole. */

const seeds = Number(process.env.SEEDS ?? 150);

function schemaOf(statements: readonly string[]): Schema | null {
  const scratch = openScratch();
  try {
    for (const sql of statements) scratch.exec(sql);
    return introspectScratch(scratch);
  } catch {
    return null;
  } finally {
    scratch.close();
  }
}

t.test("it comes back as it was, with its fingerprint, and the parts that differ explain how", async (t) => {
  let compared = 0;
  let parts = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = new Random(seed);
    const sketch = makeSketch(random);
    const before = schemaOf(spell(sketch));
    if (before === null) continue;
    const packed = pack(before);
    const read = packedIn(packedLines(packed));
    if (read === null) throw new Error(`seed ${seed} is not read`);
    t.strictSame(unpack(read.packed), before, `seed ${seed} comes back`);
    if (fingerprintOfPacked(read.packed) !== fingerprint(before)) t.fail(`seed ${seed} has another fingerprint`);
    const { sketch: changed } = mutate(sketch, random, 1 + random.below(3));
    for (const other of [
      schemaOf(spell(changed)),
      schemaOf(respell(sketch, random)),
      schemaOf(respell(changed, random)),
    ]) {
      if (other === null) continue;
      compared++;
      for (const [from, to] of [
        [before, other],
        [other, before],
      ] as const) {
        const some = whatDiffers(pack(from), pack(to));
        if (some[0].tables.length < from.tables.length) parts++;
        const [expected, found] = [explainDifference(from, to), explainDifference(...some)].map(
          ({ changes }) => changes,
        );
        if (JSON.stringify(expected) !== JSON.stringify(found)) t.fail(`seed ${seed}`, { expected, found });
      }
    }
  }
  t.ok(compared > seeds && parts > compared / 2, `${compared} pairs, ${parts} times only a part`);
});
