import { type Checked, type Problem, failed, fine } from "../problem/problem.ts";
import { isOneStatement } from "../sql/statement.ts";
import { tokenize } from "../sql/tokens.ts";
import { readBefore, readDecision, readExpect, readHead } from "./directive.ts";
import { checks, hazards, isKind, steps } from "./kinds.ts";
import type { Before, Decision, Item, Plan } from "./plan.ts";
import { sealOf } from "./seal.ts";
import { plannerVersion } from "./write.ts";

export interface SealedPlan {
  readonly plan: Plan;
  readonly seal: string;
}

/** Plan files are input from anywhere: what is not exactly known is refused, with its line. */
export function readPlan(text: string, file: string): Checked<SealedPlan> {
  return read(text, file, true);
}

/** Reads a file that a person has edited: all that `readPlan` asks for, but for the seal. */
export function readUnsealed(text: string, file: string): Checked<SealedPlan> {
  return read(text, file, false);
}

interface Line {
  readonly text: string;
  readonly start: number;
}

interface Draft {
  base: string | null;
  target: string | null;
  decisions: Decision[];
  summary: string[];
  items: Item[];
  before: Before[];
  opened: boolean;
}

class Unusable extends Error {
  readonly line: Line | null;
  readonly help: string;
  readonly code: "plan-unreadable" | "plan-seal-broken" = "plan-unreadable";
  constructor(message: string, line: Line | null, help = "write the plan again with `trueup plan --out`") {
    super(message);
    this.line = line;
    this.help = help;
  }
}

class Unsealed extends Unusable {
  override readonly code = "plan-seal-broken";
  constructor(message: string, line: Line | null) {
    super(message, line, "see what changed with git, or seal a reviewed edit with `trueup verify --write`");
  }
}

function read(raw: string, file: string, sealed: boolean): Checked<SealedPlan> {
  try {
    const text = raw.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
    return fine(readText(text, sealed));
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const problem: Problem = {
      code: error.code,
      level: "error",
      subject: file,
      message: error.message,
      ...(error.line === null
        ? {}
        : { at: { file, start: error.line.start, end: error.line.start + Math.max(1, error.line.text.length) } }),
      help: [error.help],
    };
    return failed(problem);
  }
}

function readText(text: string, sealed: boolean): SealedPlan {
  const conflict = /^(<{7}|={7}|>{7}|\|{7})/m.exec(text);
  if (conflict !== null)
    throw new Unusable(
      "the file holds merge markers",
      lineAt(text, conflict.index),
      "resolve the merge: keep one side whole, then `trueup plan --rebase` it",
    );
  if (text.includes("\r"))
    throw new Unusable("the file holds a bare carriage return", lineAt(text, text.indexOf("\r")));
  const lines = split(text);
  const first = lines[0];
  if (first === undefined || !/^--@ plan [0-9]+$/.test(first.text))
    throw new Unusable("this is no plan file: it does not begin with `--@ plan 1`", first ?? null);
  if (first.text !== "--@ plan 1")
    throw new Unusable(
      `the file has format ${first.text.slice(9)}, and this trueup reads format 1`,
      first,
      "update trueup",
    );
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
  const draft: Draft = { base: null, target: null, decisions: [], summary: [], items: [], before: [], opened: false };
  for (let n = 0; n < lines.length; ) {
    const line = lines[n] as Line;
    n += 1;
    if (line.text.trim() === "") continue;
    if (line.text.startsWith("--@ ")) {
      const body = bodyOf(lines, n);
      readDirective(draft, line, body);
      n += body.length;
    } else if (/^--($| )/.test(line.text)) {
      if (draft.items.length === 0) draft.summary.push(line.text.slice(3));
    } else throw new Unusable("this line stands outside of every step", line);
  }
  if (draft.base === null || draft.target === null)
    throw new Unusable("the file does not say its base and its target", lines[0] ?? null);
  if (!draft.opened) throw new Unusable("the file does not open its transaction", lines[0] ?? null);
  const { base, target, decisions, summary, items, before } = draft;
  return { base, target, decisions, summary, items, before };
}

/** The lines up to the next directive. */
function bodyOf(lines: readonly Line[], from: number): readonly Line[] {
  const directive = lines[from - 1]?.text ?? "";
  if (!/^--@ (step|check|before) /.test(directive)) return [];
  const next = lines.findIndex((line, n) => n >= from && line.text.startsWith("--@"));
  return lines.slice(from, next === -1 ? lines.length : next);
}

function readDirective(draft: Draft, line: Line, body: readonly Line[]): void {
  const said = line.text.slice("--@ ".length);
  const [word = ""] = said.split(" ", 1);
  if (word === "base" || word === "target") draft[word] = fingerprintIn(said, line);
  else if (word === "planner") checkPlanner(said, line);
  else if (said === "session foreign-keys off") return;
  else if (said === "transaction") draft.opened = true;
  else if (word === "rename" || word === "fill" || word === "approve") draft.decisions.push(decisionIn(said, line));
  else if (word === "step" || word === "check") draft.items.push(itemIn(said, line, body, draft.opened));
  else if (word === "before") draft.before.push(beforeIn(said, line, body));
  else throw new Unusable(`\`${word}\` is no directive that this trueup knows`, line);
}

function fingerprintIn(said: string, line: Line): string {
  const match = /^(?:base|target) +(fp1o?:[0-9a-f]{64})$/.exec(said);
  if (match === null) throw new Unusable("this is no fingerprint that this trueup knows", line);
  return match[1] as string;
}

function checkPlanner(said: string, line: Line): void {
  if (said !== plannerVersion)
    throw new Unusable(`the plan was made for \`${said}\`, this trueup makes and runs \`${plannerVersion}\``, line);
}

function decisionIn(said: string, line: Line): Decision {
  const decision = readDecision(said);
  if (decision === null) throw new Unusable("this decision cannot be read", line);
  if (decision.kind !== "approve") return decision;
  const { rule } = decision;
  if (!isKind(hazards, rule)) throw new Unusable(`\`${rule}\` is nothing that can be approved`, line);
  return { ...decision, rule };
}

function itemIn(said: string, line: Line, body: readonly Line[], opened: boolean): Item {
  const head = readHead(said);
  if (head === null) throw new Unusable("this line cannot be read", line);
  if (!opened) throw new Unusable("a statement stands before the transaction", line);
  const sql = statementIn(body, line);
  const { subject, note, what } = head;
  if (head.kind === "step") {
    if (!isKind(steps, what) || head.expect !== null)
      throw new Unusable(`\`${what}\` is no step that this trueup knows`, line);
    return { kind: "step", step: what, subject, note, sql };
  }
  const expect = head.expect === null ? null : readExpect(head.expect);
  if (!isKind(checks, what) || expect === null)
    throw new Unusable(`\`${what}\` is no check that this trueup knows`, line);
  return { kind: "check", check: what, subject, note, expect, sql };
}

/** One statement, from the line behind the directive to its last semicolon; comments may follow. */
function statementIn(body: readonly Line[], line: Line): string {
  const text = body.map((each) => each.text).join("\n");
  if (/^--=/m.test(text)) throw new Unusable("a quoted definition stands where a statement was expected", line);
  const tokens = tokenize(text);
  const last = tokens.findLast((token) => token.kind !== "space" && token.kind !== "comment");
  if (last?.text !== ";")
    throw new Unusable("the statement of this step is missing or does not end in a semicolon", line);
  const sql = text.slice(0, last.start).trimEnd();
  if (!isOneStatement(sql)) throw new Unusable("this step holds more than one statement", line);
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

function split(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const here = { text: line, start };
    start += line.length + 1;
    return here;
  });
}

function lineAt(text: string, offset: number): Line {
  return split(text).findLast((line) => line.start <= offset) as Line;
}
