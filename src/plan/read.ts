import { type Checked, fine } from "../problem/problem.ts";
import { areOneStatement } from "../sql/statement.ts";
import { significantIn } from "../sql/tokens.ts";
import { readBefore, readExpect, readHead } from "./directive.ts";
import { checks, isKind, steps } from "./kinds.ts";
import type { Before, FoundRows, Item, Plan } from "./plan.ts";
import {
  checkSession,
  emptyHeader,
  type HeaderDraft,
  refuseCarriageReturns,
  refuseConflicts,
  refuseOtherFormats,
  takeHeaderLine,
  whole,
} from "./read-header.ts";
import { readFound } from "./rows-file.ts";
import { sealOf } from "./seal.ts";
import { type Line, linesOf, normal, Unsealed, Unusable, unusable } from "./unusable.ts";

export interface SealedPlan {
  readonly plan: Plan;
  readonly seal: string;
}

/** Plan files are untrusted input: anything unknown is refused, with its line. */
export function readPlan(text: string, file: string): Checked<SealedPlan> {
  return read(text, file, true);
}

/** Reads a file that a person has edited: everything that `readPlan` requires, except the seal. */
export function readUnsealed(text: string, file: string): Checked<SealedPlan> {
  return read(text, file, false);
}

interface Draft extends HeaderDraft {
  items: Item[];
  before: Before[];
  found: FoundRows[];
  opened: boolean;
}

function read(raw: string, file: string, sealed: boolean): Checked<SealedPlan> {
  try {
    return fine(readText(normal(raw), sealed));
  } catch (error) {
    if (error instanceof Unusable) return unusable(error, file);
    throw error;
  }
}

function readText(text: string, sealed: boolean): SealedPlan {
  refuseConflicts(text);
  const lines = linesOf(text);
  refuseOtherFormats(lines[0]);
  refuseCarriageReturns(text);
  const sealAt = lines.findIndex((line) => line.text.startsWith("--@ seal "));
  const sealLine = lines[sealAt];
  if (sealed) checkSeal(text, sealLine, lines, sealAt);
  const body = sealLine === undefined ? lines : lines.slice(0, sealAt);
  const plan = readBody(body.slice(1));
  return { plan, seal: sealLine === undefined ? "" : sealLine.text.slice("--@ seal ".length) };
}

function checkSeal(text: string, seal: Line | undefined, lines: readonly Line[], at: number): void {
  if (seal === undefined) throw new Unsealed("the seal is missing: the file was cut off, or edited", null);
  const rest = lines.slice(at + 1).find((line) => line.text.trim() !== "");
  if (rest !== undefined) throw new Unsealed("the seal is not at the end: something was added below it", rest);
  if (`--@ seal ${sealOf(text.slice(0, seal.start))}` !== seal.text)
    throw new Unsealed("the seal is broken: the file was edited after it was written", seal);
}

function readBody(lines: readonly Line[]): Plan {
  const draft: Draft = { ...emptyHeader(), items: [], before: [], found: [], opened: false };
  for (let n = 0; n < lines.length; ) {
    const line = lines[n] as Line;
    n += 1;
    if (line.text.trim() === "") continue;
    if (line.text.startsWith("--@ ")) {
      const body = bodyOf(lines, n);
      readDirective(draft, line, body);
      n += body.length;
    } else if (/^--($| )/.test(line.text)) {
      if (draft.items.length === 0) takeHeaderLine(draft, line);
    } else throw new Unusable("this line is outside of every step", line);
  }
  const { rowsEnds, ...header } = whole(draft, lines[0]);
  if (!draft.opened) throw new Unusable("the file does not open its transaction", lines[0] ?? null);
  if (rowsEnds === null && draft.found.length > 0)
    throw new Unusable("the file quotes rows but not their digests", lines[0] ?? null);
  const rows = rowsEnds === null ? {} : { rows: { ...rowsEnds, found: draft.found } };
  return { ...header, items: draft.items, before: draft.before, ...rows };
}

/** The lines up to the next directive. */
function bodyOf(lines: readonly Line[], from: number): readonly Line[] {
  const directive = lines[from - 1]?.text ?? "";
  if (!/^--@ (step|check|before|before-rows) /.test(directive)) return [];
  let next = from;
  while (next < lines.length && lines[next]?.text.startsWith("--@") === false) next += 1;
  return lines.slice(from, next);
}

function readDirective(draft: Draft, line: Line, body: readonly Line[]): void {
  const said = line.text.slice("--@ ".length);
  const [word = ""] = said.split(" ", 1);
  if (takeHeaderLine(draft, line)) return;
  if (checkSession(said, draft, line)) return;
  if (said === "transaction") draft.opened = true;
  else if (word === "step" || word === "check") draft.items.push(itemIn(said, line, body, draft.opened));
  else if (word === "before-rows") draft.found.push(readFound(said, line, body));
  else if (word === "before") draft.before.push(beforeIn(said, line, body));
  else throw new Unusable(`\`${word}\` is not a directive that this trueup knows`, line);
}

function itemIn(said: string, line: Line, body: readonly Line[], opened: boolean): Item {
  const head = readHead(said);
  if (head === null) throw new Unusable("this line cannot be read", line);
  if (!opened) throw new Unusable("there is a statement before the transaction", line);
  const sql = statementIn(body, line);
  const { subject, note, what } = head;
  if (head.kind === "step") {
    if (!isKind(steps, what) || head.expect !== null)
      throw new Unusable(`\`${what}\` is not a step that this trueup knows`, line);
    return { kind: "step", step: what, subject, note, sql };
  }
  const expect = head.expect === null ? null : readExpect(head.expect);
  if (!isKind(checks, what) || expect === null)
    throw new Unusable(`\`${what}\` is not a check that this trueup knows`, line);
  return { kind: "check", check: what, subject, note, expect, sql };
}

/** One statement, from the line after the directive to its last semicolon; comments may follow. */
function statementIn(body: readonly Line[], line: Line): string {
  const text = body.map((each) => each.text).join("\n");
  if (/^--=/m.test(text)) throw new Unusable("there is a quoted definition where a statement was expected", line);
  const tokens = significantIn(text);
  const last = tokens.at(-1);
  if (last?.text !== ";")
    throw new Unusable("the statement of this step is missing or does not end in a semicolon", line);
  const sql = text.slice(0, last.start).trimEnd();
  if (!areOneStatement(tokens.slice(0, -1))) throw new Unusable("this step holds more than one statement", line);
  return sql;
}

function beforeIn(said: string, line: Line, body: readonly Line[]): Before {
  const head = readBefore(said);
  if (head === null) throw new Unusable("this line cannot be read", line);
  const quoted = body.filter((each) => each.text.trim() !== "");
  const stray = quoted.find((each) => !/^--=( |$)/.test(each.text));
  if (stray !== undefined || quoted.length === 0)
    throw new Unusable("a definition must be quoted with --=", stray ?? line);
  return {
    ...head,
    sql: quoted.map((each) => each.text.slice(4)).join("\n"),
  };
}
