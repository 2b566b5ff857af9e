import { leavingAlone, nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { verify } from "../../src/prove/verify.ts";
import { schemaOf } from "../kit/database.ts";

/** Another program keeps things of its own beside ours, and on ours. */
const beside = leavingAlone(nothingBeside, ["other_*"]);
const live = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, plays INTEGER);
  CREATE TABLE other_log (tune INTEGER REFERENCES tune (id));
  CREATE INDEX other_plays ON tune (plays);
  CREATE VIEW other_titles AS SELECT title FROM tune;
  CREATE TRIGGER other_new AFTER INSERT ON tune BEGIN INSERT INTO other_log VALUES (NEW.id); END;
  CREATE TRIGGER other_logged AFTER INSERT ON other_log BEGIN UPDATE tune SET plays = 0 WHERE id = NEW.tune; END;`;

async function plan(target: string, ...decisions: readonly Decision[]) {
  const scratch = openScratch();
  scratch.exec(live);
  const before = introspectScratch(scratch, beside);
  scratch.close();
  const snapshot = { read: async (queries: readonly unknown[]) => queries.map(() => [[0]]) };
  const settings = { hints: noHints, decisions, protect: [], beside, columnOrder: false, profile: libsqlProfile };
  return makePlan({ snapshot, live: before, target: schemaOf(target), ...settings });
}

t.test("a table is rebuilt under them, and the plan can be verified without the database", async (t) => {
  const target = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT UNIQUE, plays INTEGER)";
  const planned = await plan(target);
  if (planned.kind !== "plan") return t.fail(JSON.stringify(planned));
  const created = planned.plan.items.flatMap((item) =>
    item.kind === "step" && item.step.startsWith("create-") ? [item.subject] : [],
  );
  t.strictSame(created, ["other_plays", "other_titles", "other_new", "other_logged"]);
  t.strictSame(await verify(planned.plan, schemaOf(target), noHints, beside), { problems: [], edits: [] });
});

t.test("a plan that would take them along is refused: that was not approved", async (t) => {
  const gone: Decision = { kind: "approve", rule: "drop-table", object: "tune", rows: 0, because: null };
  for (const [target, decision, stands] of [
    ["CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)", [], /index other_plays needs a column that is dropped/],
    [
      "CREATE TABLE note (body TEXT)",
      [gone],
      /tune cannot be changed: (index other_plays|trigger other_new) depends on it/,
    ],
  ] as const) {
    const planned = await plan(target, ...decision);
    if (planned.kind !== "refused") return t.fail(planned.kind);
    t.strictSame([...new Set(planned.problems.map(({ code }) => code))], ["opaque-in-the-way"]);
    for (const { message } of planned.problems) t.match(message, stands);
  }
});
