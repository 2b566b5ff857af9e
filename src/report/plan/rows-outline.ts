import type { Explained } from "../../plan/explanation.ts";
import type { FoundRows, Plan, Step } from "../../plan/plan.ts";
import { plural } from "../../words/numbers.ts";
import { subject } from "../../words/subject.ts";

/** What a plan file tells about the declared rows of each table: the same counts as when it was made. */
export function rowsOutline({ items, rows }: Plan): readonly Explained[] {
  const steps = items.filter((item) => item.kind === "step");
  return (rows?.found ?? []).map((found) => outlined(found, steps));
}

function outlined({ table, facts }: FoundRows, steps: readonly Step[]): Explained {
  const name = subject(table);
  const inserts = steps.filter((each) => each.step === "insert-rows" && each.subject === name);
  const counts = [
    [inserts.reduce((sum, { note }) => sum + countIn(note), 0), "inserted"],
    [facts.filter(({ fact }) => fact === "changed").length, "changed"],
    [facts.filter(({ fact }) => fact === "extra").length, "deleted"],
  ] as const;
  return {
    mark: "~",
    object: "rows",
    subject: `rows of ${name}`,
    what: counts.flatMap(([n, word]) => (n === 0 ? [] : [`${plural(n, "row")} ${word}`])).join(", "),
    facts: facts.flatMap((each) => {
      if (each.fact !== "referring") return [];
      // Deeper levels are numbered: `2 take.tune`.
      const by = each.by.replace(/^(?:\d+|update) /, "");
      const step = steps.find(({ note }) => note?.startsWith(`by ${by}, `));
      const what = step?.step === "delete-rows" ? "deletes" : "changes";
      return [`${what} ${plural(each.rows, "row")} of ${step?.subject ?? by} (${by})`];
    }),
    why: null,
    rows: null,
    children: [],
  };
}

/** `1,200 rows`, as the planner notes it. */
function countIn(note: string | null): number {
  return Number(/^([\d,]+) rows?\b/.exec(note ?? "")?.[1]?.replaceAll(",", "") ?? 0);
}
