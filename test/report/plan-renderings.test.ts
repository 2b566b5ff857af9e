import t from "tap";
import { openScratch } from "../../src/database/scratch.ts";
import type { Item, Plan } from "../../src/plan/plan.ts";
import { lineDiff } from "../../src/report/plan/line-diff.ts";
import { byteLength, codeBlock, codeSpan, plainText } from "../../src/report/markdown.ts";
import { planPage } from "../../src/report/plan/plan-html.ts";
import { planJson } from "../../src/report/plan/plan-json.ts";
import { marker, planMarkdown } from "../../src/report/plan/plan-markdown.ts";
import { planOutline } from "../../src/report/plan/plan-outline.ts";
import { emptyExplanation } from "../../src/plan/explanation.ts";
import { type PlanReport, pairs } from "../../src/report/plan/plan-report.ts";
import { planSql } from "../../src/report/plan/plan-sql.ts";
import { shopAfter, shopBefore, shopExplanation, shopPlan } from "./fixtures.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

const report: PlanReport = {
  plan: shopPlan,
  seal: "sha256:e285857c173959900ff3cfe94eec6ef6d84fbea36908c57062f310451744196e",
  name: "plans/store-cents.plan.sql",
  explanation: shopExplanation,
  before: shopBefore,
  after: shopAfter,
  rehearsal: null,
};

const told = {
  explanation: shopExplanation,
  decisions: shopPlan.decisions,
  title: report.name,
  plan: shopPlan,
  seal: report.seal,
  states: { before: shopBefore, after: shopAfter },
};

t.test("a pull request sees the losses, the changes, the picture and the SQL", (t) => {
  golden(t, "plan.md", planMarkdown(told));
  t.end();
});

t.test("a comment never grows beyond GitHub's limit, and says what it left out", (t) => {
  const items: Item[] = Array.from({ length: 3000 }, (_, at) => ({
    kind: "step",
    step: "create-table",
    subject: `table_${at}`,
    note: null,
    sql: `CREATE TABLE "table_${at}" (id INTEGER PRIMARY KEY, "曲" TEXT NOT NULL)`,
  }));
  const changes = items.map((item) => ({
    mark: "+" as const,
    object: "table" as const,
    subject: item.subject,
    what: "table, 2 columns",
    facts: [],
    why: null,
    rows: null,
    children: [],
  }));
  const hazards = items.map((item) => ({
    kind: "drop-table" as const,
    object: `old_${item.subject}`,
    destroys: true as const,
    rows: 3,
    message: "gone",
  }));
  const large = { ...told, plan: { ...shopPlan, items }, explanation: { ...emptyExplanation, changes, hazards } };
  const text = planMarkdown(large);
  t.ok(byteLength(text) < 65_536, `${byteLength(text)} bytes`);
  t.match(text, /more objects?, which did not fit here/);
  t.match(text, /more lines?, which did not fit here/);
  t.match(text, /did not fit here: read the plan file/);
  t.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
  t.equal((text.match(/```/g)?.length ?? 0) % 2, 0, "every fence is closed");
  t.end();
});

t.test("its marker finds a comment again, and no title can end it", (t) => {
  t.ok(planMarkdown(told).startsWith("<!-- trueup-plan "));
  t.notMatch(marker("a --> <script>"), /-->.*-->/);
  t.not(marker("a"), marker("b"));
  t.end();
});

t.test("Markdown cannot be broken out of", (t) => {
  t.equal(codeSpan("a`b"), "``a`b``");
  t.equal(codeSpan("`a"), "`` `a ``");
  t.equal(codeBlock("```\nx", "sql"), "````sql\n```\nx\n````");
  t.equal(plainText("<b>@who [x](y) #12"), "&lt;b&gt;&#64;who \\[x\\](y) #12");
  const first = shopExplanation.changes[0];
  if (first === undefined) return t.end();
  const evil = { ...first, subject: "x|y`z<script>", what: "</details>\n# big", facts: ["</details> | @all"] };
  const text = planMarkdown({ ...told, explanation: { ...shopExplanation, changes: [evil] } });
  t.match(text, "``x\\|y`z<script>``", "in code that nothing inside can end");
  t.notMatch(text, "\n# big");
  t.equal(text.match(/<\/details>\n/g)?.length, 2);
  t.end();
});

t.test("the SQL for an administrator is complete", (t) => {
  golden(t, "plan.admin.sql", planSql(report));
  t.end();
});

function runnable(items: readonly Item[]): string {
  const plan: Plan = { ...shopPlan, items };
  return planSql({ ...report, plan, explanation: emptyExplanation });
}

const step: Item = { kind: "step", step: "create-table", subject: "t", note: "x\ny", sql: "CREATE TABLE t (id)" };
const held: Item = {
  kind: "check",
  check: "check",
  subject: "it's -- odd",
  note: null,
  expect: { kind: "most", value: 0 },
  sql: "SELECT count(*) FROM t -- none",
};

t.test("the SQL for an administrator runs, and stops if a check fails", (t) => {
  const fine = openScratch();
  fine.exec(runnable([step, held]));
  t.same(fine.all("SELECT name FROM sqlite_schema"), [["t"]]);
  fine.close();
  for (const expect of [{ kind: "equal", value: 1 }, { kind: "empty" }] as const) {
    const scratch = openScratch();
    t.throws(() => scratch.exec(runnable([step, { ...held, expect }])), /overflow/);
    scratch.close();
  }
  t.end();
});

t.test("JSON says the same", (t) => {
  const shape = planJson(report);
  t.match(shape, {
    base: shopPlan.base,
    counts: shopExplanation.counts,
    cost: { rowsMoved: 5100 },
  });
  const { items, before, ...about } = shape;
  golden(t, "plan.json", `${JSON.stringify(about, null, 2)}\n`);
  golden(t, "plan-items.json", `${JSON.stringify({ items, before }, null, 2)}\n`);
  t.end();
});

t.test("before and after are paired, with renamed and new objects in their places", (t) => {
  const found = pairs(report).map(
    (pair) => `${pair.type} ${pair.name} ${pair.before === null ? "-" : "b"}${pair.after === null ? "-" : "a"}`,
  );
  t.same(found, [
    "table users ba",
    "table orders ba",
    "table legacy_sessions b-",
    "index orders_user ba",
    "view open_orders ba",
    "table coupon -a",
  ]);
  t.end();
});

t.test("as few lines as possible differ", (t) => {
  t.same(
    lineDiff("a\nb\nc", "a\nx\nc\nd").map((line) => `${line.before ?? ""}|${line.after ?? ""}|${line.same}`),
    ["a|a|true", "b|x|false", "c|c|true", "|d|false"],
  );
  t.end();
});

t.test("no text from a database becomes markup or script in a page", (t) => {
  const evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
  const words = { subject: evil, what: evil, facts: [evil], why: evil };
  const page = planPage(
    {
      ...report,
      name: evil,
      seal: evil,
      plan: {
        ...shopPlan,
        before: [{ type: "table", name: evil, sql: evil }],
        items: [{ ...step, subject: evil, sql: evil, note: evil }],
      },
      explanation: {
        ...shopExplanation,
        changes: shopExplanation.changes.map((change) => ({ ...change, ...words })),
        kept: [{ name: evil, why: { kind: "missing", what: "module", name: evil } }],
      },
    },
    null,
  );
  t.equal(page.match(/<script/g)?.length, 2, "the data and our own script");
  t.notMatch(page, "<img");
  t.end();
});

t.test("a page needs only an outline", (t) => {
  const page = planPage({ ...report, explanation: planOutline(shopPlan), before: null, after: null }, null);
  t.match(page, "legacy_sessions");
  t.match(page, "Its definition afterwards is in the declarations");
  t.end();
});
