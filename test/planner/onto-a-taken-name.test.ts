import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import t from "tap";
import type { Decision } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { schemaOf } from "../kit/database.ts";

/** `tune_2` was created beside `tune` and should take its place. Its declaration says so, and will say so for years. */
const live = schemaOf(
  "CREATE TABLE tune (id INTEGER PRIMARY KEY); CREATE TABLE tune_2 (id INTEGER PRIMARY KEY, title TEXT)",
);
const target = schemaOf("CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)");
const hints = { tables: [{ from: "tune_2", to: "tune" }], columns: [], fills: [] };
const drops: Decision = { kind: "approve", rule: "drop-table", object: "tune", rows: 0, because: null };
const renames: Decision = { kind: "rename-table", from: "tune_2", to: "tune" };

function plan(...decisions: readonly Decision[]) {
  const snapshot = { read: async (queries: readonly unknown[]) => queries.map(() => [[0]]) };
  return makePlan({
    snapshot,
    live,
    target,
    hints,
    decisions,
    protect: [],
    beside: nothingBeside,
    columnOrder: false,
    profile: libsqlProfile,
  });
}

t.test("a hint alone drops nothing to make room: it may have taken effect already", async (t) => {
  const planned = await plan();
  if (planned.kind !== "refused") return t.fail(planned.kind);
  t.strictSame(
    planned.problems.map(({ code, subject }) => `${code} ${subject}`),
    ["approval-needed tune_2"],
  );
  t.match(planned.problems[0]?.help[0], /--rename tune_2:tune$/);
});

t.test(
  "if the object with that name is approved to be dropped, the hint counts, and so does the decision",
  async (t) => {
    for (const decisions of [[drops], [drops, renames]]) {
      const planned = await plan(...decisions);
      if (planned.kind !== "plan") return t.fail(planned.kind);
      t.strictSame(planned.plan.decisions, [renames, drops], "the name in between is nobody's decision");
    }
  },
);

t.test("the decision to rename does not approve the drop of what has the name", async (t) => {
  const planned = await plan(renames);
  if (planned.kind !== "refused") return t.fail(planned.kind);
  t.strictSame(
    planned.problems.map(({ code, subject }) => `${code} ${subject}`),
    ["approval-needed tune"],
  );
});
