import type { EngineProfile } from "../model/profile.ts";
import type { Item } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { type OfApplication, usedOfApplication } from "../sql/stand-ins.ts";

/** What the plan writes with functions and collations that no application can register in the target's engine. */
export function unregistered(
  { engine, registers }: EngineProfile,
  items: readonly Item[],
  known: OfApplication,
): Problem[] {
  if (registers) return [];
  return items.flatMap(({ subject, sql }) =>
    usedOfApplication(sql, known)
      .slice(0, 1)
      .map(
        ({ what, name }): Problem => ({
          code: "engine-lacks",
          level: "error",
          subject,
          message: `${subject} needs the ${what} ${name}, and no application can register one in ${engine}`,
          why: `${engine} would accept the definition, then refuse every statement that uses it`,
          help: [`use a ${what} that is built into SQLite`],
        }),
      ),
  );
}
