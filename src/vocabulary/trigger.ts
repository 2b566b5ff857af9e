import { needSql } from "./column-clauses.ts";
import { type Declared, declared, type shape, type TriggerData } from "./declaration.ts";
import type { Sql } from "./sql.ts";

/** A trigger. */
export interface Trigger<Name = unknown> extends Declared<TriggerData> {
  readonly [shape]?: { readonly name: Name };
}

/**
 * A trigger: everything after its name in CREATE TRIGGER.
 *
 * @example
 * export const tune_touched = trigger(sql`
 *   AFTER UPDATE OF ${tune.title} ON ${tune}
 *   WHEN new.${tune.title} <> old.${tune.title}
 *   BEGIN
 *     UPDATE ${tune} SET ${tune.changed} = CURRENT_TIMESTAMP WHERE ${tune.id} = new.${tune.id};
 *   END
 * `);
 */
export function trigger(body: Sql): Trigger<null>;
export function trigger<const Name extends string>(name: Name, body: Sql): Trigger<Name>;
export function trigger(first: string | Sql, second?: Sql): Trigger {
  const name = typeof first === "string" ? first : null;
  const body = needSql("trigger", name === null ? first : second);
  return Object.freeze({ [declared]: Object.freeze({ declare: "trigger" as const, name, body }) });
}
