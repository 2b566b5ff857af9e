import { needSql } from "./column-clauses.ts";
import { type Constraint, constraint } from "./constraint.ts";
import type { Sql } from "./sql.ts";

/**
 * A condition that every row must meet.
 *
 * @example
 * constraints: (t) => [check(sql`${t.started} <= ${t.ended}`)]
 * constraints: (t) => [check("in_order", sql`${t.started} <= ${t.ended}`)]
 */
export function check(condition: Sql): Constraint;
export function check(name: string, condition: Sql): Constraint;
export function check(first: string | Sql, second?: Sql): Constraint {
  return typeof first === "string"
    ? constraint({ declare: "check", name: first, expr: needSql("check", second) })
    : constraint({ declare: "check", name: null, expr: needSql("check", first) });
}
