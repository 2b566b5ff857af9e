import { declared, isTerm, type Target } from "../../vocabulary/declaration.ts";

/** The names that Drizzle gives to unnamed objects. */
export function uniqueName(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join("_")}_unique`;
}

export function foreignKeyName(table: string, columns: readonly string[], target: Target): string {
  const found: unknown = typeof target === "function" ? target() : [];
  const terms = [found].flat().filter(isTerm);
  const [first] = terms;
  const parent = first?.[declared].of[declared].name ?? "";
  return `fk_${table}_${columns.join("_")}_${parent}_${terms.map((term) => term[declared].column).join("_")}_fk`;
}
