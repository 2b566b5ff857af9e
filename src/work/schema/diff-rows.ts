import type { RowsDifference } from "../../model/declared-rows.ts";
import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Counts, Explained } from "../../plan/explanation.ts";
import type { Context } from "../context.ts";
import { withDatabase } from "../targets.ts";
import type { State } from "./states.ts";

export interface RowsDiffer {
  readonly changes: readonly Explained[];
  readonly counts: NonNullable<Counts["rows"]>;
}

/** How declared rows differ: between two declarations, or between declarations and a database, which is asked. */
export async function rowsBetween(
  context: Context,
  from: State,
  to: State,
  values: boolean,
): Promise<RowsDiffer | null> {
  const forth = await towards(context, from, to);
  if (forth !== null) return rowsDiffer(to.schema, forth, "forth", values || from.declared !== null);
  const back = await towards(context, to, from);
  return back === null ? null : rowsDiffer(from.schema, back, "back", values || to.declared !== null);
}

/** How a state differs from what `to` declares; null if `to` declares no rows, or the state has none to ask. */
async function towards(context: Context, from: State, to: State): Promise<readonly RowsDifference[] | null> {
  const [declared, others] = [to.schema.rows ?? [], from.schema.rows ?? []];
  if (to.declared === null) return null;
  if (from.declared !== null) {
    const { betweenLists } = await import("../../planner/declared-rows/between.ts");
    const gone = others.filter(
      ({ table }) => named(to.schema.tables, table) !== undefined && listOf(declared, table) === undefined,
    );
    const none = gone.map((rows) => ({ ...rows, rows: [], lists: [] }));
    return [...declared, ...none].map((rows) => betweenLists(listOf(others, rows.table), rows));
  }
  const { aim } = from;
  if (aim === undefined || declared.length === 0) return null;
  const { rowsState } = await import("../../prove/declared-rows/rows-state.ts");
  const state = await withDatabase(context, aim, (connection) =>
    connection.snapshot((snapshot) => rowsState(snapshot, to.schema)),
  );
  return state?.differences ?? null;
}

function listOf(lists: NonNullable<Schema["rows"]>, table: string) {
  return lists.find((each) => each.table.toLowerCase() === table.toLowerCase());
}

async function rowsDiffer(
  schema: Schema,
  differences: readonly RowsDifference[],
  way: "forth" | "back",
  values: boolean,
): Promise<RowsDiffer> {
  const { isSame } = await import("../../model/declared-rows.ts");
  const { groundOf } = await import("../../planner/declared-rows/compare.ts");
  const { explainDrift, explainRows } = await import("../../planner/declared-rows/explain.ts");
  const real = differences.filter((difference) => !isSame(difference));
  const sum = (count: (difference: RowsDifference) => number) => real.reduce((all, each) => all + count(each), 0);
  const [missing, extra] = [sum((each) => each.missing.length), sum((each) => each.extra.length)];
  return {
    changes: real.flatMap((difference) => {
      const table = named(schema.tables, difference.rows.table);
      if (table === undefined) return [];
      const ground = groundOf(difference.rows, schema, table);
      return [
        way === "forth"
          ? explainRows({ ...schema, triggers: [] }, ground, difference, [], 0, values)
          : explainDrift(ground, difference, values),
      ];
    }),
    counts: {
      inserted: way === "forth" ? missing : extra,
      changed: sum((each) => each.changed.length),
      deleted: way === "forth" ? extra : missing,
    },
  };
}
