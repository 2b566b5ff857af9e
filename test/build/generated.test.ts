import t from "tap";
import { nothingBeside } from "../../src/model/beside.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { noHints } from "../../src/model/hints.ts";
import { plainProfile } from "../../src/model/profile.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { ruleNames } from "../../src/planner/rows/demand.ts";
import type { RowsAnswer } from "../../src/planner/rows/elsewhere.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { proveVintage } from "../../src/work/build/matrix.ts";
import { planBase, type PlannedBase, type ForAllBases } from "../../src/work/build/plan-base.ts";
import { readDecisions } from "../../src/work/planning/decisions.ts";
import { schemaOf } from "../kit/database.ts";
import { decisionsFor, makePair } from "../generate/pair.ts";
import { spell } from "../generate/spell.ts";

/** Pairs of schemas that are some edits apart: SEEDS of them, starting with FIRST; SEED=n runs one alone. */
const alone = process.env.SEED;
const count = alone ? 1 : Number(process.env.SEEDS ?? 25);
const first = Number(alone ?? process.env.FIRST ?? 1);
t.setTimeout(0);

t.test("once every question is answered, no row that the base allows makes the plan fail", async (t) => {
  const states = new Map<string, number>();
  const refused = new Map<string, number>();
  for (let seed = first; seed < first + count; seed++) {
    const pair = makePair(seed);
    const [base, target] = [schemaOf(...spell(pair.before)), schemaOf(...spell(pair.after))];
    const { planned, way } = await answered(base, target, decisionsFor(pair));
    if (planned.kind === "refused") {
      for (const { code } of planned.problems) refused.set(code, (refused.get(code) ?? 0) + 1);
      const bugs = planned.problems.filter(({ code }) => code === "proof-failed" || code === "vintage-fails");
      if (bugs.length > 0)
        t.fail(
          `seed ${seed}: ${bugs.map(({ message, evidence }) => [message, ...(evidence ?? [])].join("\n")).join("\n")}`,
        );
      continue;
    }
    const found = proveVintage(
      { base: { releases: [`seed ${seed}`], fingerprint: fingerprint(base), schema: base }, planned },
      way,
    );
    states.set(found.state, (states.get(found.state) ?? 0) + 1);
    if (found.state === "fails")
      t.fail(
        `seed ${seed} (${pair.edits.join(", ")}): ${found.problems.map(({ message, evidence = [] }) => [message, ...evidence].join("\n")).join("\n")}`,
      );
    if (alone) console.log(spell(pair.before).join(";\n"), "\n-----\n", spell(pair.after).join(";\n"), found);
  }
  t.comment(JSON.stringify({ ...Object.fromEntries(states), refused: Object.fromEntries(refused) }));
  const proven = [...states.values()].reduce((sum, n) => sum + n, 0);
  if (!alone) t.ok(proven > count * 0.6, `${proven} of ${count} have a plan`);
});

/** Answers every question with: the release does not start there, and whatever is dropped may be dropped. */
async function answered(
  base: Schema,
  target: Schema,
  decided: readonly Decision[],
): Promise<{ readonly planned: PlannedBase; readonly way: ForAllBases }> {
  let way: ForAllBases = {
    target,
    hints: noHints,
    decisions: decided,
    answers: [],
    protect: [],
    beside: nothingBeside,
  };
  for (;;) {
    const planned = await planBase(base, way, plainProfile);
    if (planned.kind === "plan") return { planned, way };
    const flags = planned.problems.flatMap(flagsFor);
    const decisions = readDecisions(
      flags.filter((_, n) => flags[n - (n % 2)] !== "--refuse"),
      { any: true },
    );
    const answers = flags.flatMap((flag, n) => (flags[n - 1] === "--refuse" ? answerOf(flag) : []));
    if (!decisions.ok || decisions.value.length + answers.length === 0) return { planned, way };
    way = { ...way, decisions: [...way.decisions, ...decisions.value], answers: [...way.answers, ...answers] };
  }
}

function flagsFor({ decision }: Problem): readonly string[] {
  const answers = decision?.answers.map(({ flags }) => flags) ?? [];
  const wanted = answers.find(([name]) => name === "--refuse") ?? answers.find(([name]) => name === "--approve");
  return wanted ?? [];
}

function answerOf(text: string): RowsAnswer[] {
  const at = text.indexOf(":");
  const rule = ruleNames.find((name) => name === text.slice(0, at));
  return rule === undefined ? [] : [{ rule, object: text.slice(at + 1), repair: null }];
}
