import { fold } from "../../model/names.ts";
import type { Explained } from "../../plan/explanation.ts";
import { bytes, count, plural } from "../../words/numbers.ts";
import { markPaint, markWord } from "./plan-summary.ts";
import type { TextOptions } from "./plan-text.ts";
import { displayWidth, fit, oneLine, padEnd, wrap } from "../width.ts";

/** Above this many changes, most of the quiet ones are counted rather than shown. */
const manyChanges = 40;
const fewQuiet = 3;
const manyChildren = 16;
const longText = 4;

interface Line {
  readonly entry: Explained;
  readonly depth: number;
  readonly name: string;
  readonly what: string;
  readonly facts: readonly string[];
}

interface Columns {
  /** Where the second and third columns begin; the third is null if the terminal is too narrow for it. */
  readonly what: number;
  readonly facts: number | null;
  readonly width: number;
}

/** The changes, one or more lines each, in columns that are aligned across all of them. */
export function changeLines(changes: readonly Explained[], options: TextOptions): string[] {
  const shown = options.all ? changes.map((entry) => ({ entry, more: [] })) : cut(changes);
  const rows = shown.flatMap(({ entry, more }) => [entryLines(entry, 0, null, options), more]);
  const lines = rows.flat().filter((row): row is Line => typeof row !== "string");
  const columns = measure(lines, options.width);
  return rows
    .flat()
    .flatMap((row) => (typeof row === "string" ? wrapMore(row, options) : render(row, columns, options)));
}

/**
 * Very many changes are grouped by table. Tables with only additions and changes in place are quiet: a few of them are
 * shown, and the others counted and named. Each table where something is renamed, rebuilt or dropped is shown whole,
 * with the dropped ones last.
 */
function cut(changes: readonly Explained[]): { entry: Explained; more: string[] }[] {
  const whole = (entries: readonly Explained[]) => entries.map((entry) => ({ entry, more: [] as string[] }));
  if (changes.length <= manyChanges) return whole(changes);
  const groups = new Map<string, Explained[]>();
  for (const entry of changes) {
    const key = fold(entry.table ?? entry.subject);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const all = [...groups.values()];
  const quiet = all.filter((group) => group.every(isQuiet));
  const ends = all.filter((group) => group.every(({ mark }) => mark === "-"));
  const loud = all.filter((group) => !quiet.includes(group) && !ends.includes(group));
  const limit = quiet.length <= fewQuiet + 1 ? quiet.length : fewQuiet;
  const shown = whole(quiet.slice(0, limit).flat());
  const rest = quiet.slice(limit);
  const last = shown.at(-1);
  if (last !== undefined && rest.length > 0) last.more.push(...leftOut(rest));
  return [...shown, ...whole(loud.flat()), ...whole(ends.flat())];
}

function isQuiet({ mark, children }: Explained): boolean {
  return (mark === "+" || mark === "~") && children.every(isQuiet);
}

/** A line for each kind of change, with the groups in their original order. */
function leftOut(groups: readonly (readonly Explained[])[]): string[] {
  const kinds = new Map<string, Explained[]>();
  for (const entry of groups.flat()) {
    const kind = `${entry.mark} ${entry.object}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
  }
  return [...kinds.values()].map((alike) => counted(alike));
}

function counted(alike: readonly Explained[]): string {
  const [first] = alike;
  if (first === undefined) return "";
  const noun = first.object.replace("-", " ");
  const said = alike.length === 1 ? noun : first.object === "index" ? "indexes" : `${noun}s`;
  const names = alike.slice(0, 6).map((entry) => oneLine(entry.subject));
  const tail = alike.length > names.length ? ", … (all of them: -v)" : " (in full: -v)";
  return `  ${first.mark} ${count(alike.length)} more ${said} ${markWord(first.mark)}: ${names.join(", ")}${tail}`;
}

function wrapMore(text: string, options: TextOptions): string[] {
  const [first = "", ...rest] = wrap(text.slice(4), Math.max(20, options.width - 4));
  return [options.style.dim(text.slice(0, 4) + first), ...rest.map((line) => options.style.dim(`    ${line}`))];
}

function entryLines(
  entry: Explained,
  depth: number,
  parent: Explained | null,
  options: TextOptions,
): (Line | string)[] {
  const own: Line = {
    entry,
    depth,
    name: nameWithin(entry, parent),
    what: oneLine(entry.what),
    facts: facts(entry),
  };
  const limit = options.all || entry.children.length <= manyChildren + 1 ? entry.children.length : manyChildren;
  const below = entry.children.slice(0, limit).flatMap((child) => entryLines(child, depth + 1, entry, options));
  const left = entry.children.length - limit;
  const more =
    left > 0 ? [`${" ".repeat(4 * depth + 6)}… ${plural(left, "more line")} under ${own.name} (in full: -v)`] : [];
  return [own, ...below, ...more];
}

/** Under its table, a column has just its own name. */
function nameWithin(entry: Explained, parent: Explained | null): string {
  const prefix = parent === null ? "" : `${parent.subject}.`;
  const inside = prefix !== "" && fold(entry.subject).startsWith(fold(prefix));
  return oneLine(inside ? entry.subject.slice(prefix.length) : entry.subject);
}

export function facts(entry: Explained): readonly string[] {
  const why = entry.why === null ? [] : [`because ${oneLine(entry.why)}`];
  const size = entry.bytes === undefined || entry.bytes === null ? "" : bytes(entry.bytes);
  const said = [entry.what, ...entry.facts].some(
    (text) => entry.rows !== null && text.includes(plural(entry.rows, "row")),
  );
  const moved = entry.rows === null || said ? "" : `${plural(entry.rows, "row")}${rowsWord(entry)}`;
  const rows = [moved, size].filter((part) => part !== "").join(", ");
  return [...why, ...(rows === "" ? [] : [rows]), ...entry.facts.map(oneLine)];
}

function rowsWord(entry: Explained): string {
  if (entry.mark === "#") return " copied";
  return entry.mark === "~" ? " read" : "";
}

function measure(lines: readonly Line[], width: number): Columns {
  const longest = Math.max(0, ...lines.map((line) => displayWidth(line.name) + 4 * line.depth));
  const name = Math.max(10, Math.min(longest, Math.floor(width * 0.36)));
  const what = 4 + name + 2;
  const whats = lines.map((line) => displayWidth(line.what)).filter((wide) => wide <= 44);
  const facts = what + Math.max(12, ...whats) + 2;
  return { what, facts: width - facts >= 34 ? facts : null, width };
}

function render(line: Line, columns: Columns, options: TextOptions): string[] {
  const { style } = options;
  const paint = markPaint(line.entry.mark, style);
  const lead = " ".repeat(2 + 4 * line.depth);
  const room = columns.what - displayWidth(lead) - 4;
  const fits = displayWidth(line.name) <= room;
  const head = `${lead}${paint(line.entry.mark)} ${paint(fits ? padEnd(line.name, room) : line.name)}`;
  const whats = shorten(wrap(line.what, Math.max(16, columns.width - columns.what)));
  const side = beside(line, columns, whats);
  const out: string[] = [];
  if (!fits) out.push(...longName(line, lead, columns, options));
  const indent = " ".repeat(columns.what);
  const most = Math.max(whats.length, side.length, fits ? 1 : 0);
  for (let at = 0; at < most; at += 1) {
    const start = at === 0 && fits ? `${head}  ` : indent;
    const what = whats[at] ?? "";
    const gap = side[at] === undefined ? "" : padEnd("", (columns.facts ?? 0) - columns.what - displayWidth(what));
    out.push(`${start}${what}${gap}${style.dim(side[at] ?? "")}`.trimEnd());
  }
  if (side.length === 0) {
    const under = line.facts.flatMap((fact) => wrap(fact, Math.max(16, columns.width - columns.what)));
    out.push(...under.map((text) => style.dim(indent + text)));
  }
  return out;
}

/** A name that does not fit its column gets lines of its own; it is wrapped, never cut. */
function longName(line: Line, lead: string, columns: Columns, options: TextOptions): string[] {
  const paint = markPaint(line.entry.mark, options.style);
  return wrap(line.name, Math.max(16, columns.width - displayWidth(lead) - 2)).map(
    (text, at) => `${lead}${at === 0 ? paint(line.entry.mark) : " "} ${paint(text)}`,
  );
}

/** The facts as a third column, if there is one and the second leaves it free. */
function beside(line: Line, columns: Columns, whats: readonly string[]): readonly string[] {
  const { facts, what, width } = columns;
  if (facts === null || whats.some((text) => displayWidth(text) > facts - what - 2)) return [];
  return line.facts.flatMap((fact) => wrap(fact, width - facts));
}

function shorten(lines: readonly string[]): readonly string[] {
  if (lines.length <= longText) return lines;
  const last = lines[longText - 1] ?? "";
  return [...lines.slice(0, longText - 1), `${fit(last, Math.max(1, displayWidth(last) - 1))} …`];
}
