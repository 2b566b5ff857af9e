import type { DeclaredRows, Literal, RowsDifference } from "../../model/declared-rows.ts";
import { sameName } from "../../model/names.ts";
import type { ReferringPath } from "./plan-rows.ts";
import type { FoundFact, FoundRows, PlanRows } from "../../plan/plan.ts";
import { keyPlaces } from "./compare.ts";

/** A difference as it is kept in a plan. */
export function factsOf({ rows, missing, changed, extra }: RowsDifference): readonly FoundFact[] {
  const none = rows.rows.length > 0 && missing.length === rows.rows.length;
  return [
    ...(none
      ? [{ fact: "all-missing" as const, rows: missing.length }]
      : missing.map((row) => ({ fact: "missing" as const, key: keyAt(rows, row) }))),
    ...changed.map(({ row, live }) => ({ fact: "changed" as const, key: keyAt(rows, row), live })),
    ...extra.map((live) => ({ fact: "extra" as const, live: live.map((value) => value ?? "NULL") })),
  ];
}

function keyAt(rows: DeclaredRows, row: number): readonly Literal[] {
  return keyPlaces(rows).map((place) => rows.rows[row]?.values[place] ?? "NULL");
}

/** The difference that a plan was made from. */
export function knownDifference(rows: DeclaredRows, { found }: PlanRows): RowsDifference {
  const facts = factsFor(found, rows.table);
  const places = new Map(rows.rows.map((_, row) => [keyAt(rows, row).join("\0"), row]));
  const at = (key: readonly string[]) => places.get(key.join("\0")) ?? [];
  return {
    rows,
    missing: facts.flatMap((each) => {
      if (each.fact === "all-missing") return [...rows.rows.keys()];
      return each.fact === "missing" ? at(each.key) : [];
    }),
    changed: facts.flatMap((each) => {
      if (each.fact !== "changed" || each.live.length !== rows.columns.length) return [];
      return [at(each.key)].flat().map((row) => ({ row, live: each.live }));
    }),
    extra: facts.flatMap((each) =>
      each.fact === "extra" && each.live.length === rows.columns.length ? [each.live] : [],
    ),
  };
}

export function knownReferring({ found }: PlanRows, table: string, { on, by }: ReferringPath): number {
  const fact = factsFor(found, table).find(
    (each) => each.fact === "referring" && each.on === on && each.by.join("\0") === by.join("\0"),
  );
  return fact?.fact === "referring" ? fact.rows : 0;
}

function factsFor(found: readonly FoundRows[], table: string): readonly FoundFact[] {
  return found.find((each) => sameName(each.table, table))?.facts ?? [];
}
