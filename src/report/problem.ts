import { count } from "../words/numbers.ts";
import type { Problem, Sources } from "../problem/problem.ts";
import { frame, type Marked, lineAndColumn } from "./frame.ts";
import { wrapHanging, wrapProse } from "./prose.ts";
import { type Style, styleFor } from "./style.ts";
import { displayWidth, printable } from "./width.ts";

export interface ProblemLook {
  readonly color: boolean;
  /** The width of the terminal in columns. */
  readonly width: number;
  /** How a file is named in output: relative to the working directory. */
  readonly shown?: (file: string) => string;
  /** Prints every warning in full, however many there are of a kind. */
  readonly all?: boolean;
}

/**
 * If a kind is found in every table, a few examples explain it; for the others, the location is enough. Errors have to be
 * mended one by one, unless all of them have one cause, such as an import that is missing.
 */
const fewOfAKind = { warning: 3, error: 8 };

/** The subject comes first, unless the message already names it. */
export function headline(problem: Problem): string {
  const { subject, message } = problem;
  // A short name may be part of another word; a path or a quoted name cannot.
  const inside = /[/\\:"]/.test(subject) && message.includes(subject);
  const named = subject === "" || inside || message.split(/[^\p{L}\p{N}_.$-]+/u).includes(subject);
  return printable(named ? problem.message : `${problem.subject}: ${problem.message}`);
}

function marked(problem: Problem): readonly Marked[] {
  const also = (problem.also ?? []).map((each) => ({ ...each, primary: false }));
  return problem.at === undefined ? also : [{ at: problem.at, label: problem.label ?? "", primary: true }, ...also];
}

/** `help:` and its text, further lines under the first. */
function section(word: string, lines: readonly string[], room: number, paint: (text: string) => string): string[] {
  const indent = " ".repeat(word.length + 2);
  const all = lines.flatMap((line) => {
    // Text to paste is never wrapped: commands, and evidence, which often is a query.
    const whole = printable(line);
    if (word === "found" || line.includes("\n")) return whole.split("\n");
    const [, lead, command] = /^(.*\S) {2}(trueup .*)$/.exec(whole) ?? [];
    if (lead !== undefined && command !== undefined && displayWidth(whole) > room - indent.length)
      return [...wrapProse(lead, room - indent.length), `  ${command}`];
    if (line.replace(/`[^`]*`/g, "").includes(" --")) return fitted(whole, room - indent.length);
    return wrapProse(printable(line), room - indent.length);
  });
  return all.map((line, index) => (index === 0 ? `${paint(`${word}:`)} ${line}` : `${indent}${line}`));
}

/** A line with a command to paste is broken at the gap before its explanation, if it is too long for one line. */
function fitted(line: string, room: number): readonly string[] {
  if (displayWidth(line) <= room) return [line];
  const [first = "", ...rest] = line.split(/ {3,}/);
  // A flag has a line of its own rather than an end that is cut off.
  const at = first.startsWith("trueup ") ? -1 : first.indexOf(" --");
  const head =
    at < 0 || displayWidth(first) <= room
      ? [first]
      : [...wrapProse(first.slice(0, at).trimEnd(), room), `  ${first.slice(at).trimStart()}`];
  return [...head, ...rest.map((part) => `    ${part}`)];
}

function title(problem: Problem, look: Style, room: number): string {
  const word = `${problem.level}[${problem.code}]`;
  const paint = problem.level === "error" ? look.error : look.warning;
  const [first = "", ...rest] = wrapHanging(`${word}: ${headline(problem)}`, room);
  const head = paint(word) + look.bold(first.slice(word.length));
  return [head, ...rest.map((line) => look.bold(line))].join("\n");
}

/** A location whose source is not available is still named. */
function bare(problem: Problem, sources: Sources, shown: (file: string) => string): readonly string[] {
  return problem.at !== undefined && !sources.has(problem.at.file) ? [`   ┌─ ${shown(problem.at.file)}`] : [];
}

/**
 * In the form of rustc and Elm: what is wrong, where (the smallest span), what was found, why it matters, what to do
 * next.
 */
export function renderProblem(problem: Problem, sources: Sources, look: ProblemLook, more = true): string {
  const paint = styleFor(look.color);
  const shown = look.shown ?? ((file: string) => file);
  const room = Math.max(40, look.width);
  // The source contains a secret, and this may be printed to the log of a public build.
  const placeOnly = problem.code === "secret-in-config";
  return [
    title(problem, paint, room),
    ...bare(problem, sources, shown),
    ...frame(marked(problem), sources, { style: paint, width: room, shown, placeOnly }),
    ...section("found", problem.evidence ?? [], room, paint.note),
    ...section("why", problem.why === undefined ? [] : [problem.why], room, paint.note),
    ...section("help", problem.help, room, paint.help),
    ...(more ? [paint.dim(`more: trueup explain ${problem.code}`)] : []),
  ].join("\n");
}

/** All problems, separated by empty lines; errors come last, where they are next to the prompt. */
export function renderProblems(problems: readonly Problem[], sources: Sources, look: ProblemLook): string {
  const ordered = [...problems].sort((a, b) => rank(a) - rank(b));
  const folded = look.all === true ? new Map<Problem, readonly Problem[]>() : tooMany(ordered);
  const hidden = new Set([...folded.values()].flatMap((rest) => rest.slice(1)));
  const shown = ordered.filter((problem) => !hidden.has(problem));
  return shown
    .map((problem, index) => {
      const again = shown.slice(index + 1).some((later) => later.code === problem.code);
      const rest = folded.get(problem);
      return rest === undefined ? renderProblem(problem, sources, look, !again) : others(rest, sources, look);
    })
    .join("\n\n");
}

/**
 * Groups the problems that are left out, keyed by the first of each kind. A problem without a location in a file is
 * about the database, and is always printed; so is one that asks for a decision.
 */
function tooMany(problems: readonly Problem[]): ReadonlyMap<Problem, readonly Problem[]> {
  const kinds = new Map<string, Problem[]>();
  for (const problem of problems.filter(({ at, decision }) => at !== undefined && decision === undefined)) {
    const kind = `${problem.level} ${problem.code}`;
    const alike = kinds.get(kind);
    if (alike === undefined) kinds.set(kind, [problem]);
    else alike.push(problem);
  }
  return new Map(
    [...kinds.values()].flatMap((alike) => {
      const rest = alike.slice(fewOfAKind[alike[0]?.level ?? "error"]);
      return rest[0] === undefined || rest.length === 1 ? [] : [[rest[0], rest] as const];
    }),
  );
}

/** Where else the same problem was found, in a few lines. */
function others(rest: readonly Problem[], sources: Sources, look: ProblemLook): string {
  const paint = styleFor(look.color);
  const { code = "", level = "error" } = rest[0] ?? {};
  const where = (problem: Problem) => {
    const at = located(problem, sources);
    return at === null ? problem.subject : `${problem.subject} (${(look.shown ?? String)(at.file)}:${at.line})`;
  };
  const named = rest.slice(0, 6).map((problem) => printable(where(problem)));
  const more = rest.length > named.length ? ", …" : "";
  const word = `${level}[${code}]`;
  const text = `${word}: ${count(rest.length)} more of these: ${named.join(", ")}${more} (-v shows all)`;
  const [first = "", ...lines] = wrapHanging(text, Math.max(40, look.width));
  const head = (level === "error" ? paint.error : paint.warning)(word) + first.slice(word.length);
  return [head, ...lines, paint.dim(`more: trueup explain ${code}`)].join("\n");
}

function rank(problem: Problem): number {
  return problem.level === "warning" ? 0 : 1;
}

/** The location of a span as data; null if the source is not available. */
export function located(problem: Problem, sources: Sources) {
  const text = problem.at === undefined ? undefined : sources.get(problem.at.file);
  if (problem.at === undefined || text === undefined) return null;
  const start = lineAndColumn(text, problem.at.start);
  const end = lineAndColumn(text, problem.at.end);
  return { file: problem.at.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
