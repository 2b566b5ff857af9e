import { nothingBeside } from "../../src/model/beside.ts";
import t from "tap";
import { noHints } from "../../src/model/hints.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { Unasked } from "../../src/plan/kinds.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";

const table = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);";
const live = `${table} CREATE INDEX by_title ON tune (title); CREATE VIEW titles AS SELECT title FROM tune;`;

async function plan(unasked: readonly Unasked[], protect: readonly string[] = []) {
  const planned = await makePlan({
    snapshot: { read: async (queries) => queries.map(() => [[0]]) },
    live: schemaOf(live),
    target: schemaOf(table),
    hints: noHints,
    decisions: [],
    protect,
    unasked,
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
  if (planned.kind === "refused") return planned.problems.map(({ code, message }) => `${code}: ${message}`);
  return planned.kind === "plan" ? planned.plan.decisions : [];
}

t.test("a target may require no approval for objects without rows", async (t) => {
  const because = "no approval is asked for here";
  const approved = { kind: "approve", rows: null, because } as const;
  t.strictSame(
    await plan(["drop-index", "drop-view"]),
    [
      { ...approved, rule: "drop-index", object: "by_title" },
      { ...approved, rule: "drop-view", object: "titles" },
    ],
    "the plan names each: who applies it elsewhere sees what it drops, and why nobody was asked",
  );
  t.strictSame(await plan(["drop-index"]), ["approval-needed: this plan would drop view titles"]);
  t.strictSame(await plan(["drop-index", "drop-view"], ["titles"]), [
    "protected: view titles is protected by the configuration, and this plan would drop it",
  ]);
});
