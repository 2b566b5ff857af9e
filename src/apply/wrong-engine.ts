import { engines } from "../plan/engines.ts";
import type { Plan } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";

const said = { off: "with foreign keys off", on: "with foreign keys on" };

/**
 * A plan relies on foreign keys being off, or on: otherwise its statements would empty the children of a table, or
 * leave them behind.
 */
export function wrongEngine({ engine }: Plan, where: string, keys: "off" | "on", label: string): readonly Problem[] {
  const { foreignKeys, name } = engines[engine];
  if (foreignKeys === keys) return [];
  return [
    {
      code: "d1-engine",
      level: "error",
      subject: label,
      message: `the plan is made for ${name}, ${said[foreignKeys]}, and ${where} runs plans ${said[keys]}`,
      evidence: [`its second line says: engine ${engine}`],
      help: ["make it from this database:  trueup plan TARGET --out FILE"],
    },
  ];
}
