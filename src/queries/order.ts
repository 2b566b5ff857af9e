import type { Finding, Impact } from "./impact.ts";

/** Which of the two goes first: the code or the schema. */
export type Order =
  | { readonly kind: "any" | "deploy-first" | "apply-first"; readonly fail: 0; readonly text: string }
  | { readonly kind: "neither"; readonly fail: number; readonly text: string };

/**
 * Two states of the code, two of the schema. The deployed code must work with the new schema, or the new code with the
 * old schema; otherwise something fails in between, whichever goes first.
 */
export function orderOf(running: Omit<Impact, "order">, coming: Omit<Impact, "order">, revision: string | null): Order {
  const failing = stops(running);
  const waiting = coming.works.length;
  if (failing.length === 0 && waiting === 0)
    return { kind: "any", fail: 0, text: "in any order: every query works before and after" };
  const fail = failing.length;
  const fails = fail === 1 ? "1 query fails" : `${fail} queries fail`;
  if (revision === null) {
    if (fail === 0)
      return { kind: "apply-first", fail: 0, text: "apply first, then deploy: the code here needs the new schema" };
    const text = `${fails} once the plan is applied; \`deployed\` in the configuration names the deployed code, and then the plan says which goes first`;
    return { kind: "neither", fail, text };
  }
  const there = `the deployed code (${revision})`;
  if (fail === 0)
    return {
      kind: "apply-first",
      fail: 0,
      text: `apply first, then deploy: the code here needs the new schema, and ${there} works on both`,
    };
  if (waiting === 0 && stops(coming).length === 0)
    return {
      kind: "deploy-first",
      fail: 0,
      text: `deploy first, then apply: the code here works on both schemas, and ${there} does not work on the new one`,
    };
  const why = waiting > 0 ? "the code here does not work on the old one" : "neither does the code here";
  return { kind: "neither", fail, text: `${fails} in between: ${there} does not work on the new schema, and ${why}` };
}

/** What a plan does to running code that needs an approval. */
export function stops({ breaks, captured, inserts }: Omit<Impact, "order">): readonly Finding[] {
  return [...breaks, ...captured, ...inserts];
}
