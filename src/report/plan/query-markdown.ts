import type { Finding, Impact } from "../../queries/impact.ts";
import { codeSpan, plainText, tableRow } from "../markdown.ts";
import { coverage } from "./query-lines.ts";

const words: Readonly<Record<Finding["kind"], string>> = {
  breaks: "**breaks**",
  captured: "**means something else**",
  inserts: "**insert fails**",
  scans: "scans",
  columns: "other columns",
  works: "works after this plan",
};

/** What a plan does to the application's queries, for a pull request: a table, the most serious first. */
export function queryMarkdown(impact: Impact | null, room: number): string | null {
  if (impact === null || impact.read === 0) return null;
  const all = [impact.breaks, impact.captured, impact.inserts, impact.scans, impact.columns, impact.works].flat();
  const order = impact.order === null ? "" : `\n\nOrder: ${plainText(impact.order.text)}.`;
  const head = `**Queries**: ${plainText(coverage(impact))}.${order}`;
  if (all.length === 0) return `${head}\n\nNo query fails, scans or returns a different result.`;
  const rows = all.map(({ kind, query, message, because }) =>
    tableRow([codeSpan(`${query.file}:${query.line}`), words[kind], plainText(message), plainText(because)]),
  );
  const shown: string[] = [];
  let size = head.length + 200;
  for (const row of rows) {
    size += row.length * 2;
    if (size > room) break;
    shown.push(row);
  }
  const left = rows.length - shown.length;
  const more = left > 0 ? `\n\n… and ${left} more did not fit here: trueup plan --json lists them.` : "";
  const table = [tableRow(["Query", "", "What", "Because"]), tableRow(["---", "---", "---", "---"]), ...shown];
  return `${head}\n\n${table.join("\n")}${more}`;
}
