import type { Partial } from "../../compile/declared.ts";
import type { Problem } from "../../problem/problem.ts";

/** What a partial schema contains that was not read: one warning for the views, and one for what may be tables. */
export function notRead(partial: Partial | null): readonly Problem[] {
  if (partial === null) return [];
  return [
    ...together(
      partial.missing.map(({ problem }) => problem),
      "a database that has the view keeps it as it is; a new one needs its SQL",
    ),
    ...together(partial.unread, "until it can be read, a plan that drops a table is refused"),
  ];
}

/** The first of them, with the names of the others. */
function together(problems: readonly Problem[], why: string): readonly Problem[] {
  const [first, ...others] = problems;
  if (first === undefined) return [];
  const evidence = others.map(({ subject }) => `the same: ${subject}`);
  const shown = evidence.length > 10 ? [...evidence.slice(0, 10), `and ${evidence.length - 10} more`] : evidence;
  return [{ ...first, level: "warning", why, ...(shown.length > 0 && { evidence: shown }) }];
}
