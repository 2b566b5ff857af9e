import type { Explained } from "../../plan/explanation.ts";
import type { FoundRows, Plan } from "../../plan/plan.ts";
import { plural } from "../../words/numbers.ts";
import { subject, subjectNames } from "../../words/subject.ts";

/** What a plan file tells about the declared rows of each table: the same counts as when it was made. */
export function rowsOutline({ rows }: Plan): readonly Explained[] {
  return (rows?.found ?? []).map(outlined);
}

function outlined({ table, facts }: FoundRows): Explained {
  const sum = (rows: readonly number[]) => rows.reduce((all, each) => all + each, 0);
  const counts = [
    [sum(facts.map((each) => (each.fact === "all-missing" ? each.rows : each.fact === "missing" ? 1 : 0))), "inserted"],
    [facts.filter(({ fact }) => fact === "changed").length, "changed"],
    [facts.filter(({ fact }) => fact === "extra").length, "deleted"],
  ] as const;
  return {
    mark: "~",
    object: "rows",
    subject: `rows of ${subject(table)}`,
    what: counts.flatMap(([n, word]) => (n === 0 ? [] : [`${plural(n, "row")} ${word}`])).join(", "),
    facts: facts.flatMap((each) => {
      if (each.fact !== "referring") return [];
      const by = each.by.at(-1) ?? "";
      const what = each.does === "delete" ? "deletes" : "changes";
      return [`${what} ${plural(each.rows, "row")} of ${subject(subjectNames(by)[0] ?? "")} (${by})`];
    }),
    why: null,
    rows: null,
    children: [],
  };
}
