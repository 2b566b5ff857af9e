import type { Item } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { reachingOutside } from "../sql/outside.ts";

/** What apply would refuse to run, whoever wrote it: said with the plan, once for each name. */
export function reachOutside(items: readonly Item[]): readonly Problem[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const name = reachingOutside(item.sql);
    if (name !== null && !first.has(name.toLowerCase())) first.set(name.toLowerCase(), item);
  }
  return [...first].map(([name, { subject, sql }]) => ({
    code: "plan-statement-refused",
    level: "error",
    subject,
    message: `the plan would contain \`${name}\`, by which a statement can reach outside of the database`,
    why: "apply runs no such statement, and does not tell a table or column of that name from what the engine calls so",
    evidence: [sql.length > 200 ? `${sql.slice(0, 200)}…` : sql],
    help: ["give it another name; if the database has it already, rename it there first"],
  }));
}
