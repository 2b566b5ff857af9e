import { never } from "../problem/problem.ts";
import { writeExpect } from "./directive.ts";
import type { Expect } from "./plan.ts";

/** `1 row`, `1,204 rows`. */
export function plural(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `1,204`, the same on every machine. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** What a check wants, for people: `= 0`, `no rows`. */
export function expected(expect: Expect): string {
  switch (expect.kind) {
    case "equal":
    case "most":
      return writeExpect(expect);
    case "empty":
      return "no rows";
    case "no-worse":
      return "no new rows";
    default:
      return never(expect);
  }
}
