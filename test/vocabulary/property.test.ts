import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { canonicalText, objectsOf } from "../../src/model/canonical.ts";
import { writeDeclaration } from "../../src/compile/write/write-declaration.ts";
import { makeSketch } from "../generate/make.ts";
import { Random } from "../generate/random.ts";
import { spell } from "../generate/spell.ts";
import { declareSketch } from "./declare-sketch.ts";

const seeds = Number(process.env.SEEDS ?? 250);
const first = Number(process.env.SEED ?? 1);

/** What the engine has after these statements, object by object. */
function held(statements: readonly string[]): string[] {
  const scratch = openScratch();
  try {
    for (const statement of statements) scratch.exec(statement);
    return objectsOf(introspectScratch(scratch)).map(canonicalText).sort();
  } finally {
    scratch.close();
  }
}

t.test("any schema can be written in the vocabulary, and is then the same schema", async (t) => {
  const wrong: unknown[] = [];
  for (let seed = first; seed < first + seeds && wrong.length < 3; seed += 1) {
    const sketch = makeSketch(new Random(seed));
    const said = declareSketch(sketch, new Random(seed + 1)).map((value) => writeDeclaration(value, new Map()).sql);
    try {
      const [want, got] = [held(spell(sketch)), held(said)];
      if (want.join("\n") !== got.join("\n")) {
        wrong.push({ seed, want: want.filter((w) => !got.includes(w)), got: got.filter((g) => !want.includes(g)) });
      }
    } catch (error) {
      wrong.push({ seed, error: String(error), said });
    }
  }
  t.same(wrong, []);
});
