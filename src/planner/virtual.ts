import { fold } from "../model/names.ts";
import type { VirtualTable } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Item } from "../plan/plan.ts";
import { nameList, quoteName } from "../sql/quote.ts";
import { significant, tokenize, unquote } from "../sql/tokens.ts";
import { step } from "./alter.ts";
import { rebuildName } from "./rebuild.ts";
import { retargetVirtual } from "../sql/retarget.ts";

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
  return virtualColumns(from).some((column) => !kept.has(fold(column)));
}

function copiesRows(from: VirtualTable, to: VirtualTable): boolean {
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

/**
 * A virtual table cannot be altered: it is made anew. One that shows another table's rows reads them again; one with rows of
 * its own is copied. https://www.sqlite.org/fts5.html#external_content_tables
 */
export function replaceVirtual(from: VirtualTable, to: VirtualTable): Item[] {
  const on = subject(to.name);
  const drop = step("drop-virtual-table", on, `DROP TABLE ${quoteName(from.name)}`);
  if (!copiesRows(from, to)) return [drop, ...createVirtual(to)];
  const fresh = rebuildName(to.name);
  const shared = virtualColumns(to).filter((column) =>
    virtualColumns(from).some((other) => fold(other) === fold(column)),
  );
  const columns = isFullText(to) ? ["rowid", ...shared] : shared;
  return [
    step("rebuild-create", on, retargetVirtual(to.text, fresh), "its options change"),
    step(
      "rebuild-copy",
      on,
      `INSERT INTO ${quoteName(fresh)} (${nameList(columns)}) SELECT ${nameList(columns)} FROM ${quoteName(from.name)}`,
    ),
    step("rebuild-drop", on, `DROP TABLE ${quoteName(from.name)}`),
    step("rebuild-rename", on, `ALTER TABLE ${quoteName(fresh)} RENAME TO ${quoteName(to.name)}`),
  ];
}

export function createVirtual(table: VirtualTable): Item[] {
  return [
    step("create-virtual-table", subject(table.name), table.text),
    ...refill(table, "reads the rows that are there"),
  ];
}

/** Has a full-text index read its content table again. */
export function refill(table: VirtualTable, why: string): Item[] {
  if (!isFullText(table) || content(table).kind !== "table") return [];
  const name = quoteName(table.name);
  return [step("fill-virtual-table", subject(table.name), `INSERT INTO ${name} (${name}) VALUES ('rebuild')`, why)];
}
