import type { Use } from "../../queries/uses.ts";
import { coverage } from "../../report/plan/query-lines.ts";
import { oneLine } from "../../report/width.ts";
import { significantIn } from "../../sql/tokens.ts";
import { unwrap } from "../../work/context.ts";
import { type QueriesFound, queries } from "../../work/queries/queries.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { options, tell, signal } = shell;
  const found = unwrap(await queries(project, { queries: options.list("queries"), tell, signal }));
  const uses = options.flag("unread") ? found.uses.filter(({ why }) => why !== null) : found.uses;
  if (shell.json) {
    shell.out.print(document(shell, exits.done, { ...countsOf(found), queries: uses.map(useJson), ...aside(found) }));
    return exits.done;
  }
  const said = options.text("by");
  const namesOf = said === undefined ? null : (orders[said] ?? null);
  for (const [heading, group] of grouped(uses, namesOf ?? byFile)) {
    shell.out.print(shell.out.data.style.bold(oneLine(heading)));
    for (const use of group) shell.out.print(`  ${lineOf(use, namesOf === null || namesOf === byFile)}`);
  }
  for (const line of asideLines(found)) shell.out.say(line);
  shell.out.print(`${coverage(summaryOf(found))}.`);
  return exits.done;
}

type NamesOf = (use: Use) => readonly string[];

const byFile: NamesOf = ({ query }) => [query.file];
const orders: Readonly<Record<string, NamesOf>> = {
  file: byFile,
  table: ({ tables }) => tables,
  column: ({ columns }) => columns,
};

function grouped(uses: readonly Use[], namesOf: NamesOf): readonly (readonly [string, readonly Use[]])[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const names = namesOf(use);
    for (const name of names.length === 0 ? ["(none)"] : names) groups.set(name, [...(groups.get(name) ?? []), use]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function lineOf({ query, why, tables }: Use, inFile: boolean): string {
  const place = inFile ? `${query.line}` : `${query.file}:${query.line}`;
  const name = query.name === null ? "" : ` ${query.name}`;
  const sql = query.variants[0]?.sql ?? "";
  const begin = significantIn(sql)[0]?.start ?? 0;
  const text = oneLine(sql.slice(begin).replace(/\s+/g, " ").replaceAll("\ufffc", "…"));
  const shown = text.length > 90 ? `${text.slice(0, 89)}…` : text;
  const about = why !== null ? ` [${why}]` : inFile && tables.length > 0 ? ` [${tables.join(", ")}]` : "";
  return `${place}${name}: ${shown}${about}`;
}

/** For a list of uses: how many could be read. */
export function summaryOf({ uses }: Pick<QueriesFound, "uses">) {
  const unread = uses.flatMap(({ query, state, why }) => (state === "unread" && why !== null ? [{ query, why }] : []));
  const part = uses.filter(({ state }) => state === "part").length;
  return { read: uses.length, checked: uses.length - unread.length, part, unread };
}

export function countsOf(found: QueriesFound) {
  const { read, checked, part, unread } = summaryOf(found);
  return { read, checked, part, unread: unread.length };
}

export function aside({ skipped, builders }: QueriesFound) {
  return { skipped, builders };
}

function useJson({ query, state, why, tables, columns, indexes }: Use) {
  const { file, line, endLine, name, variants } = query;
  const sql = variants.map((text) => text.sql.replaceAll("\ufffc", "…"));
  return { file, line, endLine, name, state, why, sql, tables, columns, indexes };
}

/** Files that were not read, and files that use a query builder, whose queries cannot be read from source. */
export function asideLines({ skipped, builders }: Pick<QueriesFound, "skipped" | "builders">): readonly string[] {
  const unread = skipped.map(({ file, why }) => `${file}: ${why}`);
  if (builders.length === 0) return unread;
  const names = [...new Set(builders.map(({ builder }) => builder))].join(" and ");
  const some = builders.slice(0, 3).map(({ file }) => file);
  const more = builders.length > some.length ? ` and ${builders.length - some.length} more files` : "";
  return [
    ...unread,
    `${names} builds queries at run time in ${some.join(", ")}${more}: record them with trueup/record to have them checked`,
  ];
}
