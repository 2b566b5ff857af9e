import { fold } from "../../model/names.ts";
import type { VirtualTable } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Item } from "../../plan/plan.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { significant, tokenize, unquote } from "../../sql/tokens.ts";
import { check, none, step } from "./alter.ts";
import { rebuildName } from "./rebuild-name.ts";
import { anyOf } from "./compare-rows.ts";
import type { Situation } from "../situation.ts";
import { retargetVirtual } from "../../sql/retarget.ts";

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
function virtualColumns(table: VirtualTable): string[] {
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

function losesLanguage(from: VirtualTable, to: VirtualTable): boolean {
  return languageOf(from) !== null && languageOf(from) !== languageOf(to);
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
export function replaceVirtual(situation: Situation, from: VirtualTable, to: VirtualTable): Item[] {
  const on = subject(to.name);
  const drop = step("drop-virtual-table", on, `DROP TABLE ${quoteName(from.name)}`);
  if (!copiesRows(from, to)) return [drop, ...createVirtual(to)];
  const fresh = rebuildName(situation, to.name);
  const [key, ...values] = copiedColumns(from, to) as [Copied, ...Copied[]];
  const [old, made] = [quoteName(from.name), quoteName(fresh)];
  const all = [key, ...values];
  const into = nameList(all.map((each) => each.to));
  const out = nameList(all.map((each) => each.from));
  const differ = values.map((each) => `"old".${quoteName(each.from)} IS NOT "new".${quoteName(each.to)}`);
  const wrong = anyOf([`"new".${quoteName(key.to)} IS NULL`, ...differ]);
  const counts = `SELECT abs((SELECT count(*) FROM ${old}) - (SELECT count(*) FROM ${made}))`;
  const join = `${old} AS "old" LEFT JOIN ${made} AS "new" ON "new".${quoteName(key.to)} = "old".${quoteName(key.from)}`;
  return [
    step("rebuild-create", on, retargetVirtual(to.text, fresh), "its options change"),
    step("rebuild-copy", on, `INSERT INTO ${made} (${into}) SELECT ${out} FROM ${old}`),
    check(
      "rebuild-rows",
      on,
      none,
      `${counts}\n + (SELECT count(*) FROM ${join}\n  WHERE ${wrong})`,
      "no row is lost, no value that stays is changed",
    ),
    step("rebuild-drop", on, `DROP TABLE ${old}`),
    step("rebuild-rename", on, `ALTER TABLE ${made} RENAME TO ${quoteName(to.name)}`),
  ];
}

interface Copied {
  readonly from: string;
  readonly to: string;
}

/** First what a row is known by, then what it holds, with what a module keeps besides the columns that are declared. */
function copiedColumns(from: VirtualTable, to: VirtualTable): Copied[] {
  const same = (name: string): Copied => ({ from: name, to: name });
  const [before, after] = [virtualColumns(from), virtualColumns(to)];
  const shared = after.filter((name) => before.some((other) => fold(other) === fold(name)));
  if (from.module === "geopoly") return ["rowid", "_shape", ...shared].map(same);
  const language = losesLanguage(from, to) ? null : languageOf(from);
  if (isFullText(from)) return ["rowid", ...(language === null ? [] : [language]), ...shared].map(same);
  // The first column of an R*Tree is its key, whatever it is called.
  const [oldKey = "", newKey = ""] = [before[0], after[0]];
  return [
    { from: oldKey, to: newKey },
    ...shared.filter((name) => name !== newKey && fold(name) !== fold(oldKey)).map(same),
  ];
}

/** fts4 keeps a language for each row in a hidden column: https://www.sqlite.org/fts3.html#the_languageid_option */
function languageOf(table: VirtualTable): string | null {
  for (const arg of table.args) {
    const match = /^languageid\s*=\s*([\s\S]*)$/i.exec(arg.trim());
    if (match !== null && table.module === "fts4") return fold(unquote((match[1] as string).trim()));
  }
  return null;
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
