import { unreachable } from "../problem/problem.ts";
import { writeExpect } from "./directive.ts";
import type { Expect } from "./plan.ts";

/** What a check expects, in words: `= 0`, `no rows`. */
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
      return unreachable(expect);
  }
}
