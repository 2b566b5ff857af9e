import type { EngineProfile } from "../../model/profile.ts";
import type { Problem } from "../../problem/problem.ts";
import { subject } from "../../words/subject.ts";
import { type PlannedChange, plannedTables } from "../way/way.ts";
import { fillsFrom, inOrderOfChange } from "./reference-order.ts";

/** Fills that would read a table after it has changed, because each of two tables is filled from the other. */
export function lateFills(
  changes: readonly PlannedChange[],
  { foreignKeysOff }: Pick<EngineProfile, "foreignKeysOff">,
): Problem[] {
  const order = inOrderOfChange(plannedTables(changes), foreignKeysOff);
  return order.flatMap((change, n) =>
    order
      .slice(0, n)
      .flatMap((earlier) =>
        fillsFrom(change, earlier).map((column) => tooLate(subject(change.name, column), earlier.name)),
      ),
  );
}

function tooLate(column: string, read: string): Problem {
  return {
    code: "fill-too-late",
    level: "error",
    subject: column,
    message: `the value that existing rows of ${column} get reads ${subject(read)}, which this plan changes first`,
    why: "each of the two tables is filled from the other, and one of them has to change before the other",
    help: [`fill ${column} in a plan of its own, and change ${subject(read)} in the next`],
  };
}
