import { fold } from "../../model/names.ts";
import type { VirtualTable } from "../../model/schema.ts";

/** Whether recreating it would lose rows that are stored nowhere else. */
export function losesContent(from: VirtualTable, to: VirtualTable): boolean {
  if (from.options.content.kind === "table") return false;
  if (from.options.content.kind === "none" || to.options.content.kind !== "own" || from.module !== to.module)
    return true;
  const kept = new Set(to.options.columns.map(fold));
  return from.options.columns.some((column) => !kept.has(fold(column))) || losesLanguage(from, to);
}

/** fts4 keeps a language for each row in a hidden column: https://www.sqlite.org/fts3.html#the_languageid_option */
export function losesLanguage({ options: from }: VirtualTable, { options: to }: VirtualTable): boolean {
  return from.language !== null && (to.language === null || fold(from.language) !== fold(to.language));
}

export function copiesRows(from: VirtualTable, to: VirtualTable): boolean {
  return from.options.content.kind === "own" && to.options.content.kind === "own" && from.module === to.module;
}

/** What recreating it means for its rows, as the plan says it. */
export function howRecreated(from: VirtualTable, to: VirtualTable): string {
  if (!losesContent(from, to)) return "recreated and filled again";
  if (!copiesRows(from, to)) return `recreated, and its contents are lost: ${whyNotCopied(from, to)}`;
  const kept = new Set(to.options.columns.map(fold));
  const lost = from.options.columns.filter((column) => !kept.has(fold(column)));
  return `recreated and filled again, without what ${lost.join(", ")} ${lost.length === 1 ? "holds" : "hold"}`;
}

function whyNotCopied(from: VirtualTable, to: VirtualTable): string {
  if (from.module !== to.module) return `${from.module} becomes ${to.module}`;
  if (from.options.content.kind === "none") return "its rows cannot be read back";
  return "it no longer keeps rows of its own";
}
