import { readFileSync } from "node:fs";
import t from "tap";
import type { Explained, Explanation } from "../../src/plan/explanation.ts";
import { planOutline } from "../../src/report/plan/plan-outline.ts";
import { emptyExplanation } from "../../src/plan/explanation.ts";
import { type PlanShown, nothingText, planText } from "../../src/report/plan/plan-text.ts";
import { readPlan } from "../../src/plan/read.ts";
import { planPage } from "../../src/report/plan/plan-html.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";
import { displayWidth } from "../../src/report/width.ts";
import { shopExplanation, shopPlan } from "./fixtures.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

const shop: PlanShown = {
  explanation: shopExplanation,
  decisions: shopPlan.decisions,
  title: "prod (app.db) → schema/",
  next: ["Next: trueup apply plans/store-cents.plan.sql prod"],
};

function entry(more: Partial<Explained>): Explained {
  return {
    mark: "+",
    object: "table",
    subject: "t",
    what: "table",
    facts: [],
    why: null,
    rows: null,
    children: [],
    ...more,
  };
}

function told(changes: readonly Explained[], more: Partial<Explanation> = {}): PlanShown {
  return { explanation: { ...emptyExplanation, changes, ...more }, decisions: [], title: null, next: [] };
}

t.test("a plan reads well at 80 and at 120 columns", (t) => {
  golden(t, "plan-80.txt", planText(shop, { width: 80, style: plainStyle }));
  golden(t, "plan-120.txt", planText(shop, { width: 120, style: plainStyle }));
  t.end();
});

t.test("what is destroyed stays aligned beside a long name", (t) => {
  const hazards = ["tune_by_title", "documents_organization_id_original_sha256_hash_unique"].map((object) => ({
    kind: "drop-index" as const,
    object,
    message: "the index is dropped",
    destroys: true as const,
    rows: null,
  }));
  const text = planText(told([], { hazards }), { width: 100, style: plainStyle });
  t.match(text, /- drop-index tune_by_title {18}the index is dropped/);
  t.match(text, /- drop-index documents_\w+_unique\n {46}the index is dropped, not approved\n/);
  t.end();
});

t.test("colour adds nothing but colour", (t) => {
  const coloured = planText(shop, { width: 80, style: colourStyle });
  t.match(coloured, "\x1b[1;31m");
  t.equal(coloured.replace(/\x1b\[[0-9;]*m/g, ""), planText(shop, { width: 80, style: plainStyle }));
  t.end();
});

t.test("no line is wider than the terminal, whatever the names are", (t) => {
  const long = "an_extremely_long_table_name_that_somebody_generated_from_a_java_class_path_and_more";
  const changes = [
    entry({ subject: "曲の一覧表", what: "table, 2 columns", facts: ["フルートで 12 行"] }),
    entry({
      mark: "#",
      subject: long,
      what: "rebuilt",
      why: "the primary key changes",
      rows: 12_345_678,
      children: [
        entry({ object: "column", mark: "~", subject: `${long}.${long}`, what: `TEXT → INTEGER CHECK (${long} > 0)` }),
        entry({ object: "column", subject: `${long}.x`, what: `TEXT CHECK (${"a OR ".repeat(200)}b)` }),
      ],
    }),
  ];
  for (const width of [60, 80, 120]) {
    const text = planText(told(changes), { width, style: plainStyle });
    for (const line of text.split("\n")) t.ok(displayWidth(line) <= width, `${width}: ${line}`);
  }
  golden(t, "plan-long-names.txt", planText(told(changes), { width: 80, style: plainStyle }));
  t.end();
});

t.test("hundreds of changes are grouped, and what is left out is counted", (t) => {
  const tables = Array.from({ length: 300 }, (_, at) => entry({ subject: `table_${at}` }));
  const drops = Array.from({ length: 9 }, (_, at) => entry({ mark: "-", subject: `old_${at}`, rows: 10 }));
  const hazards = drops.map((one) => ({
    kind: "drop-table" as const,
    object: one.subject,
    destroys: true as const,
    rows: 10,
    message: "the table and its rows go",
  }));
  const many = told([...tables, ...drops], { hazards });
  const text = planText(many, { width: 100, style: plainStyle });
  t.match(text, "297 more tables added: table_3, table_4");
  t.match(text, /old_8 +table +10 rows/, "what goes is never folded");
  for (const one of drops) t.match(text, `drop-table ${one.subject}`, "each loss is named");
  t.ok(text.split("\n").length < 40);
  golden(t, "plan-hundreds.txt", text);
  const all = planText(many, { width: 100, style: plainStyle, all: true });
  t.match(all, "table_299");
  t.notMatch(all, "more tables");
  t.end();
});

t.test("of hundreds of changes, those of a table stay with it, the dropped ones last", (t) => {
  const tables = Array.from({ length: 100 }, (_, at) => entry({ subject: `table_${at}` }));
  const indexes = tables.map(({ subject }) => entry({ object: "index", subject: `${subject}_idx`, table: subject }));
  const gone = entry({ mark: "-", object: "index", subject: "old_idx", table: "table_7" });
  const drop = entry({ mark: "-", subject: "old", rows: 10 });
  const text = planText(told([drop, ...tables, ...indexes, gone]), { width: 100, style: plainStyle });
  const names = [...text.matchAll(/^ {2}[-+~] (\w+)/gm)].map(([, name]) => name);
  const first = ["table_0", "table_0_idx", "table_1", "table_1_idx", "table_2", "table_2_idx"];
  t.same(names, [...first, "96", "96", "table_7", "table_7_idx", "old_idx", "old"]);
  t.end();
});

t.test("a table of 200 columns shows its first and counts the rest", (t) => {
  const children = Array.from({ length: 200 }, (_, at) =>
    entry({ object: "column", subject: `wide.c${at}`, what: "TEXT" }),
  );
  const text = planText(told([entry({ subject: "wide", children })]), { width: 80, style: plainStyle });
  t.match(text, "… 184 more lines under wide");
  t.end();
});

t.test("what is not approved is marked as such, beside what it would destroy", (t) => {
  const text = planText({ ...shop, decisions: [] }, { width: 100, style: plainStyle });
  t.match(text, /drop-table legacy_sessions +1,204 rows, not approved/);
  t.end();
});

t.test("names cannot steer the terminal", (t) => {
  const text = planText(told([entry({ subject: "evil\x1b[2J\nPlan: 0 added" })]), { width: 80, style: plainStyle });
  t.notMatch(text, "\x1b");
  t.match(text, "evil\\u{1b}[2J Plan: 0 added");
  t.end();
});

t.test("nothing to do is one line, and what was kept is still reported", (t) => {
  const text = nothingText(
    "prod",
    "the declarations",
    { ...emptyExplanation, kept: shopExplanation.kept },
    { width: 80, style: plainStyle },
  );
  t.match(text, "Nothing to do: prod matches the declarations.");
  t.match(text, "litestream_seq");
  t.end();
});

t.test("a plan file alone is enough for an outline, in which something restored as it was is not a change", (t) => {
  const outline = planOutline(shopPlan);
  t.same(
    outline.changes.map((one) => `${one.mark} ${one.subject}`),
    [
      "> users.display_name",
      "+ users.region",
      "# orders",

      "+ coupon",
      "- legacy_sessions",
      "~ open_orders",
    ],
  );
  t.same(
    outline.changes.map((one) => one.what),
    [
      "was full_name",
      "TEXT NOT NULL DEFAULT 'unknown'",
      "rebuilt",
      "new table",
      "table and its rows",
      "new definition",
    ],
  );
  t.same(
    outline.hazards.map((one) => one.object),
    ["orders.total", "legacy_sessions"],
  );
  t.end();
});

t.test("declared rows are outlined by table, and a page does not repeat what a long list takes", (t) => {
  const file = new URL("../scenarios/rows-cascade/plan.sql", import.meta.url);
  const read = readPlan(readFileSync(file, "utf8"), "rows.plan.sql");
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { plan, seal } = read.value;
  t.match(planOutline(plan).changes, [
    {
      subject: "rows of genre",
      what: "1 row deleted",
      facts: [
        "deletes 2 rows of tune (tune.genre)",
        "deletes 3 rows of note (note.tune)",
        "changes 1 row of wish (wish.genre)",
      ],
    },
  ]);
  const insert = { kind: "step", step: "insert-rows", subject: "genre", note: "1,200 rows", sql: "INSERT 1" } as const;
  const facts = [{ fact: "all-missing", rows: 12_000 }] as const;
  const rows = { base: "", target: "", found: [{ table: "genre", facts }] };
  const long = { ...plan, items: Array.from({ length: 10 }, () => insert), rows };
  const explanation = planOutline(long);
  t.match(explanation.changes, [{ what: "12,000 rows inserted" }]);
  const report = { plan: long, seal, name: "x", explanation, before: null, after: null, rehearsal: null };
  const page = planPage(report, null);
  t.equal(page.match(/>insert-rows</g)?.length, 3);
  t.match(page, "7 more statements like these");
  t.end();
});

t.test("what people wrote themselves destroys something only if it deletes", (t) => {
  const outlined = (sql: string) => {
    const step = { kind: "step", step: "data", subject: "coupon", note: null, sql } as const;
    const approval = { kind: "approve", rule: "edited-step", object: "data.coupon", rows: null, because: "x" } as const;
    const plan = { ...shopPlan, items: [...shopPlan.items, step], decisions: [...shopPlan.decisions, approval] };
    return planOutline(plan).hazards.map(({ object }) => object);
  };
  t.notOk(outlined("INSERT INTO coupon VALUES (1, 'a')").includes("data.coupon"));
  t.ok(outlined("DELETE FROM coupon").includes("data.coupon"));
  t.end();
});

t.test("something restored in another spelling is not a change either", (t) => {
  const spelled = shopPlan.before.map((one) =>
    one.type === "index" ? { ...one, sql: one.sql.replace(/^CREATE INDEX (\w+)/, 'create index  "$1"') } : one,
  );
  t.notSame(spelled, shopPlan.before);
  const outline = planOutline({ ...shopPlan, before: spelled });
  t.same(
    outline.changes.map((one) => one.subject),
    planOutline(shopPlan).changes.map((one) => one.subject),
  );
  t.end();
});
