import type { Missing } from "../model/reason.ts";

/** How the configuration makes functions or collations of the application known; nothing helps with modules. */
export function nameInConfig(what: Missing["what"], ...names: readonly string[]): string[] {
  if (what !== "function" && what !== "collation") return [];
  const them = names.length === 1 ? "it" : "them";
  return [
    `if the application registers ${them}, name ${them} in trueup.config.ts: ${what}s: ${JSON.stringify(names).replaceAll(",", ", ")}`,
  ];
}
