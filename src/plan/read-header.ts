import { readDecision } from "./directive.ts";
import type { PlanEngine } from "../model/profile.ts";
import { hazards, isKind } from "./kinds.ts";
import type { Decision } from "./plan.ts";
import { type ApplicationDraft, takeApplicationLine } from "./of-application.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { type RowsDraft, type RowsEnds, rowsEnds, takeRowsLine } from "./rows-file.ts";
import { type Line, lineAt, Unusable } from "./unusable.ts";
import { engines } from "./engines.ts";
import { plannerLine } from "./write.ts";

/** What is above the statements of a plan file. */
export interface Header {
  readonly engine: PlanEngine;
  readonly base: string;
  readonly target: string;
  /** Null if no rows are declared. */
  readonly rowsEnds: RowsEnds | null;
  /** Absent if the plan uses nothing of the application. */
  readonly application?: OfApplication;
  readonly decisions: readonly Decision[];
  readonly summary: readonly string[];
}

/** The header as far as it has been read. */
export interface HeaderDraft extends RowsDraft, ApplicationDraft {
  engine: PlanEngine;
  base: string | null;
  target: string | null;
  decisions: Decision[];
  summary: string[];
}

export function emptyHeader(): HeaderDraft {
  const ends = { base: null, target: null, rowsBase: null, rowsTarget: null };
  return { engine: "libsql", ...ends, functions: [], collations: [], decisions: [], summary: [] };
}

/** What git leaves behind may also be in the first line. */
export function refuseConflicts(text: string): void {
  const conflict = /^(<{7}|={7}|>{7}|\|{7})/m.exec(text);
  if (conflict !== null)
    throw new Unusable(
      "the file contains merge conflict markers",
      lineAt(text, conflict.index),
      "resolve the conflict: keep one side whole, then run `trueup plan --rebase`",
    );
}

export function refuseCarriageReturns(text: string): void {
  if (text.includes("\r"))
    throw new Unusable("the file contains a bare carriage return", lineAt(text, text.indexOf("\r")));
}

/** The first line names the format. */
export function refuseOtherFormats(first: Line | undefined): void {
  if (first === undefined || !/^--@ plan [0-9]+$/.test(first.text))
    throw new Unusable("this is not a plan file: it does not begin with `--@ plan 1`", shownLine(first));
  if (first.text !== "--@ plan 1")
    throw new Unusable(
      `the file has format ${first.text.slice(9)}, and this trueup reads format 1`,
      first,
      "update trueup, or write the plan again with `trueup plan --out`",
    );
}

/** The first line of a database shows nothing. */
function shownLine(first: Line | undefined): Line | null {
  return first === undefined || first.text.includes("\0") ? null : first;
}

/** Reads a line of the header; false if it is not one. */
export function takeHeaderLine(draft: HeaderDraft, line: Line): boolean {
  if (/^--($| )/.test(line.text)) {
    draft.summary.push(line.text.slice(3));
    return true;
  }
  const said = line.text.slice("--@ ".length);
  const [word = ""] = said.split(" ", 1);
  if (word === "base" || word === "target") draft[word] = fingerprintIn(said, line);
  else if (word === "planner") draft.engine = engineIn(said, line);
  else if (word === "rename" || word === "fill" || word === "approve") draft.decisions.push(decisionIn(said, line));
  else return takeApplicationLine(draft, said, line) || takeRowsLine(draft, said, line);
  return true;
}

export function whole(draft: HeaderDraft, first: Line | undefined): Header {
  const { engine, base, target, functions, collations, decisions, summary } = draft;
  if (base === null || target === null)
    throw new Unusable("the file does not name its base and its target", first ?? null);
  const named = functions.length + collations.length === 0 ? {} : { application: { functions, collations } };
  return { engine, base, target, ...named, rowsEnds: rowsEnds(draft, first), decisions, summary };
}

function fingerprintIn(said: string, line: Line): string {
  const match = /^(?:base|target) +(fp1o?:[0-9a-f]{64})$/.exec(said);
  if (match === null) throw new Unusable("this is not a fingerprint that this trueup knows", line);
  return match[1] as string;
}

function engineIn(said: string, line: Line): PlanEngine {
  const names = Object.keys(engines).filter((each) => isKind(engines, each));
  const engine = names.find((each) => said === plannerLine(each));
  if (engine !== undefined) return engine;
  const known = names.map((each) => `\`${plannerLine(each)}\``).join(" and ");
  throw new Unusable(`the plan was made for \`${said}\`, and this trueup makes and runs ${known}`, line);
}

/** Checks what a line says about foreign keys: it must be what its engine requires. */
export function checkSession(said: string, { engine }: HeaderDraft, line: Line): boolean {
  if (!said.startsWith("session ")) return false;
  const { session } = engines[engine];
  if (said !== session)
    throw new Unusable(`a plan for \`${engine}\` says \`${session}\`, and this one \`${said}\``, line);
  return true;
}

function decisionIn(said: string, line: Line): Decision {
  const decision = readDecision(said);
  if (decision === null) throw new Unusable("this decision cannot be read", line);
  if (decision.kind !== "approve") return decision;
  const { rule } = decision;
  if (!isKind(hazards, rule)) throw new Unusable(`\`${rule}\` is not something that can be approved`, line);
  return { ...decision, rule };
}
