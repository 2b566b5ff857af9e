import { fold } from "../../model/names.ts";
import type { VirtualTable } from "../../model/schema.ts";
import { significant, tokenize, unquote } from "../../sql/tokens.ts";

/** Whose rows a virtual table shows: its own, those of another table, or none that can be read back. */
export function content(
  table: VirtualTable,
): { readonly kind: "own" } | { readonly kind: "none" } | { readonly kind: "table"; readonly name: string } {
  for (const arg of table.args) {
    const match = /^content\s*=\s*([\s\S]*)$/i.exec(arg.trim());
    if (match === null) continue;
    const name = unquote((match[1] as string).trim());
    return name === "" ? { kind: "none" } : { kind: "table", name };
  }
  return { kind: "own" };
}

export function isFullText(table: VirtualTable): boolean {
  return /^fts[345]$/.test(table.module);
}

/** The columns, which are the arguments that set no option. */
export function virtualColumns(table: VirtualTable): string[] {
  return table.args.flatMap((arg) => {
    const tokens = significant(tokenize(arg));
    const [first, second] = tokens;
    if (first === undefined || second?.text === "=") return [];
    return first.text.startsWith("+") ? [unquote(second?.text ?? "")] : [unquote(first.text)];
  });
}

/** Whether making it anew would lose rows that nothing else holds. */
export function losesContent(from: VirtualTable, to: VirtualTable): boolean {
  if (content(from).kind === "table") return false;
  if (content(from).kind === "none" || content(to).kind !== "own" || from.module !== to.module) return true;
  const kept = new Set(virtualColumns(to).map(fold));
  return virtualColumns(from).some((column) => !kept.has(fold(column))) || losesLanguage(from, to);
}

export function losesLanguage(from: VirtualTable, to: VirtualTable): boolean {
  return languageOf(from) !== null && languageOf(from) !== languageOf(to);
}

export function copiesRows(from: VirtualTable, to: VirtualTable): boolean {
  return content(from).kind === "own" && content(to).kind === "own" && from.module === to.module;
}

/** What making it anew means for its rows, in the words of the plan. */
export function madeAnew(from: VirtualTable, to: VirtualTable): string {
  if (!losesContent(from, to)) return "made anew and filled again";
  if (!copiesRows(from, to)) return `made anew, and what it holds is lost: ${whyNotCopied(from, to)}`;
  const kept = new Set(virtualColumns(to).map(fold));
  const lost = virtualColumns(from).filter((column) => !kept.has(fold(column)));
  return `made anew and filled again, without what ${lost.join(", ")} ${lost.length === 1 ? "holds" : "hold"}`;
}

function whyNotCopied(from: VirtualTable, to: VirtualTable): string {
  if (from.module !== to.module) return `${from.module} becomes ${to.module}`;
  if (content(from).kind === "none") return "its rows cannot be read back";
  return "it keeps no rows of its own any more";
}

/** fts4 keeps a language for each row in a hidden column: https://www.sqlite.org/fts3.html#the_languageid_option */
export function languageOf(table: VirtualTable): string | null {
  for (const arg of table.args) {
    const match = /^languageid\s*=\s*([\s\S]*)$/i.exec(arg.trim());
    if (match !== null && table.module === "fts4") return fold(unquote((match[1] as string).trim()));
  }
  return null;
}
