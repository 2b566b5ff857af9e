import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { fileURLToPath } from "node:url";
import { compile } from "../../src/compile/compile.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import type { Decision } from "../../src/plan/plan.ts";
import { sealOf } from "../../src/plan/seal.ts";
import { writePlan } from "../../src/plan/write.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { diagramOf } from "../../src/report/diagram/diagram.ts";
import { diagramOfChange } from "../../src/report/diagram/diagram-change.ts";
import { docsMarkdown } from "../../src/report/docs/docs-markdown.ts";
import { layOut } from "../../src/report/diagram/layout.ts";
import { planMarkdown } from "../../src/report/plan/plan-markdown.ts";
import { planText } from "../../src/report/plan/plan-text.ts";
import { plainStyle } from "../../src/report/style.ts";
import { svg } from "../../src/report/diagram/svg.ts";
import { older } from "./older-example.ts";

/** What the pictures show: the repository's own example, and the plan that brings an older database to it. */
const decisions: readonly Decision[] = [
  { kind: "rename-column", table: "user", from: "full_name", to: "name" },
  { kind: "fill", table: "note", column: "body", sql: "coalesce(body, '')" },
  {
    kind: "approve",
    rule: "drop-table",
    object: "legacy_session",
    rows: 3,
    because: "sessions moved to Redis in #412",
  },
];

/** Every file under docs/pictures, by name. */
export async function pictures(): Promise<ReadonlyMap<string, string>> {
  const declared = await compile(fileURLToPath(new URL("../../schema", import.meta.url)));
  if (!declared.ok) throw new Error(declared.problems.map((problem) => problem.message).join("\n"));
  const { schema, docs } = declared.value;
  const scratch = openScratch();
  try {
    for (const object of [
      ...schema.tables,
      ...schema.virtualTables,
      ...schema.indexes,
      ...schema.views,
      ...schema.triggers,
    ])
      scratch.exec(object.text);
    scratch.exec(older);
    const live = introspectScratch(scratch);
    const planned = await makePlan({
      snapshot: { read: async (queries) => queries.map(({ sql, args = [] }) => scratch.all(sql, ...args)) },
      live,
      target: schema,
      hints: { tables: [], columns: [], fills: [] },
      decisions,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: libsqlProfile,
    });
    if (planned.kind !== "plan") throw new Error(JSON.stringify(planned, null, 2));
    const { plan, explanation } = planned;
    const file = writePlan(plan);
    const title = "plans/join-the-session.plan.sql";
    const change = diagramOfChange(live, schema, plan.decisions);
    const whole = diagramOf(schema);
    const next = [`Next: trueup apply ${title}`];
    return new Map([
      ["schema.svg", svg(whole, await layOut(whole), "The example schema")],
      ["schema.md", docsMarkdown(schema, docs, "The example schema")],
      ["plan.sql", file],
      ["plan.svg", svg(change, await layOut(change), "The example schema, with what a plan changes marked")],
      [
        "plan.md",
        planMarkdown({
          explanation,
          decisions: plan.decisions,
          title,
          plan,
          seal: sealOf(file),
          states: { before: live, after: schema },
        }),
      ],
      [
        "plan.txt",
        planText({ explanation, decisions: plan.decisions, title, next }, { width: 100, style: plainStyle }),
      ],
    ]);
  } finally {
    scratch.close();
  }
}
