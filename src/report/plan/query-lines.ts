import { count, plural } from "../../words/numbers.ts";
import type { Finding, Impact } from "../../queries/impact.ts";
import type { Style } from "../style.ts";
import { displayWidth, oneLine, padEnd, wrap } from "../width.ts";

/** `312 of 340 queries checked, 9 in part; 28 cannot be read`. */
export function coverage({
  read,
  checked,
  part,
  unread,
}: Pick<Impact, "read" | "checked" | "part" | "unread">): string {
  const some = part === 0 ? "" : `, ${count(part)} of them in part`;
  const rest = unread.length === 0 ? "" : `; ${count(unread.length)} cannot be read`;
  return `${count(checked)} of ${plural(read, "query", "queries")} checked${some}${rest}`;
}

/** The findings that are always listed, the most serious first, each with its mark. */
function marked(impact: Impact): readonly (readonly [mark: string, finding: Finding])[] {
  const marked = (mark: string, findings: readonly Finding[]) => findings.map((each) => [mark, each] as const);
  return [
    ...marked("✗", impact.breaks),
    ...marked("✗", impact.captured),
    ...marked("!", impact.inserts),
    ...marked("~", impact.scans),
  ];
}

export interface QueryTextOptions {
  readonly width: number;
  readonly style: Style;
  /** Lists findings that are otherwise only counted. */
  readonly all?: boolean;
}

/** What a plan does to the application's queries, for the terminal. */
export function queryLines(impact: Impact, options: QueryTextOptions): string[] {
  const { style, all = false } = options;
  if (impact.read === 0) return [];
  const lines = [style.bold(`Queries    ${coverage(impact)}`)];
  const shown = [
    ...marked(impact),
    ...(all ? impact.columns.map((each) => [" ", each] as const) : []),
    ...(all ? impact.works.map((each) => ["+", each] as const) : []),
  ];
  const most = all ? shown.length : 20;
  const wide = Math.min(36, Math.max(0, ...shown.map(([, { query }]) => displayWidth(placeOf(query)))));
  for (const [mark, { kind, query, message, because }] of shown.slice(0, most)) {
    const grave = kind === "breaks" || kind === "captured" || kind === "inserts";
    const head = `  ${grave ? style.dropped(mark) : mark} ${padEnd(placeOf(query), wide)}  `;
    const [first = "", ...rest] = wrap(oneLine(`${message} (${because})`), Math.max(30, options.width - wide - 6));
    lines.push(head + first, ...rest.map((line) => " ".repeat(wide + 6) + line));
  }
  if (shown.length > most) lines.push(`    and ${plural(shown.length - most, "more", "more")}, which -v lists`);
  if (!all && impact.columns.length > 0) {
    const many = plural(impact.columns.length, "query returns", "queries return");
    lines.push(`    ${many} other columns, which -v lists`);
  }
  if (!all && impact.works.length > 0)
    lines.push(`    ${plural(impact.works.length, "query works", "queries work")} from then on`);
  if (impact.order !== null) {
    const [first = "", ...rest] = wrap(impact.order.text, Math.max(30, options.width - 11));
    lines.push(style.bold("Order      ") + first, ...rest.map((line) => " ".repeat(11) + line));
  }
  return lines;
}

function placeOf({ file, line }: Finding["query"]): string {
  return `${oneLine(file)}:${line}`;
}
