import type { Beside } from "../../model/beside.ts";
import { noHints } from "../../model/hints.ts";
import type { Schema } from "../../model/schema.ts";
import { fingerprintLike } from "../../model/fingerprint.ts";
import { rowsDigest } from "../../model/declared-rows.ts";
import { itemName } from "../../plan/item-name.ts";
import { hazards } from "../../plan/kinds.ts";
import { isWrittenByHand, type Plan } from "../../plan/plan.ts";
import { isRowItem } from "../../plan/row-items.ts";

/** What a plan takes away, or may take away as far as can be proved. */
export interface Loss {
  /** What a person types: the name of the object or step; null if it has none. */
  readonly name: string | null;
  readonly what: string;
}

export interface Base {
  /** The schema that the plan starts from; null if it is not known. */
  readonly schema: Schema | null;
  readonly beside: Beside;
  /** The declared rows, if any. */
  readonly rows: Schema["rows"];
}

/**
 * What the plan says that it destroys, and what it does not say: a plan file is only text, and whoever writes it can
 * leave out its approvals. So a plan is harmless only if the planner, asked again, writes exactly these steps and
 * requires no approval.
 */
export async function lossesOf(plan: Plan, base: Base): Promise<readonly Loss[]> {
  const said = plan.decisions.flatMap((made): readonly Loss[] =>
    made.kind === "approve" && hazards[made.rule].takes !== "nothing"
      ? [{ name: made.object, what: `${made.rule} ${made.object}` }]
      : [],
  );
  const byHand = plan.items.flatMap((item): readonly Loss[] =>
    item.kind === "step" && isWrittenByHand({ items: [item] })
      ? [{ name: item.subject, what: `${itemName(item)}, written by hand` }]
      : [],
  );
  const all = [...said, ...byHand, ...(await unsaid(plan, base))];
  return [...new Map(all.map((loss) => [loss.name, loss])).values()];
}

async function unsaid(plan: Plan, { schema, beside, rows }: Base): Promise<readonly Loss[]> {
  const unproved = (what: string): readonly Loss[] => [{ name: null, what }];
  if (schema === null || fingerprintLike(plan.base, schema) !== plan.base)
    return unproved("the state that it starts from is not available, so nothing proves that it loses nothing");
  const { targetOf } = await import("../../prove/target-of.ts");
  const target = targetOf(plan, schema, beside);
  if (target === null) return unproved("on a copy of the schema it does not lead to its target");
  const known = rows !== undefined && rowsDigest(rows) === plan.rows?.target;
  if (!known && plan.items.some(isRowItem))
    return unproved("it changes declared rows, and the declarations no longer contain them");
  const { verify } = await import("../../prove/verify.ts");
  const { problems } = await verify(plan, known ? { ...target, rows } : target, noHints, beside);
  return problems.map(({ subject, message }) => ({ name: subject, what: message }));
}
