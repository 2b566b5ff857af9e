import type { Finding, Impact } from "./impact.ts";

/** Which of the two goes first: the code or the schema. */
export type Order =
  | { readonly kind: "any" | "deploy-first" | "apply-first"; readonly fail: 0; readonly text: string }
  | { readonly kind: "neither"; readonly fail: number; readonly text: string };

/**
 * Two states of the code, two of the schema. What runs now must get along with the schema that comes, or the code that
 * comes with the schema that is; else something fails in between, whichever goes first.
 */
export function orderOf(running: Omit<Impact, "order">, coming: Omit<Impact, "order">, revision: string | null): Order {
  const failing = stops(running);
  const waiting = coming.works.length;
  const here = revision === null ? "the application" : "the code here";
  const there = revision === null ? "the application" : `the code that runs (${revision})`;
  if (failing.length === 0 && waiting === 0)
    return { kind: "any", fail: 0, text: "in any order: every query works before and after" };
  if (failing.length === 0)
    return {
      kind: "apply-first",
      fail: 0,
      text: `apply first, then deploy: ${here} needs the new schema, and ${there} works on both`,
    };
  if (waiting === 0 && stops(coming).length === 0)
    return {
      kind: "deploy-first",
      fail: 0,
      text: `deploy first, then apply: ${here} works on both, and ${there} not on the new schema`,
    };
  const fail = failing.length;
  const which = fail === 1 ? "1 query of it fails" : `${fail} queries of it fail`;
  return {
    kind: "neither",
    fail,
    text: `${there} does not work on the new schema, and ${here} ${waiting > 0 ? "not on the old one" : "no better"}: ${which} in between`,
  };
}

/** What a plan does to running code that somebody has to answer for. */
function stops({ breaks, captured, inserts }: Omit<Impact, "order">): readonly Finding[] {
  return [...breaks, ...captured, ...inserts];
}
