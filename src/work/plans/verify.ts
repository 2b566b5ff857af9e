import type { Beside } from "../../model/beside.ts";
import { dirname, resolve } from "node:path";
import { statSync } from "node:fs";
import { writeDecision } from "../../plan/directive.ts";
import { graphOf } from "../../plan/graph/graph.ts";
import { type Folder, folderOf } from "../../plan/graph/standing.ts";
import { noHints } from "../../model/hints.ts";
import { readPlan, readUnsealed, type SealedPlan } from "../../plan/read.ts";
import { reseal } from "../../plan/seal.ts";
import { type Checked, type Problem, ProblemError } from "../../problem/problem.ts";
import { type Edited, movedOn, verify } from "../../prove/verify.ts";
import { writeFile } from "../write-file.ts";
import { type Context, checked, type Listening } from "../context.ts";
import { declared } from "../schema/declared.ts";
import { readPlanText, readable } from "./plan-file.ts";
import type { Project } from "../project.ts";
import { goalOf, type State } from "../schema/states.ts";
import { shownFrom } from "../shown-from.ts";
import { planFilesIn, readHeads } from "./read-folder.ts";
import { goalsAmong, isPartial } from "./goals.ts";
import { type Schemas, schemasOf } from "./schemas.ts";

export interface VerifyOptions extends Listening {
  /** Plan files, and folders of them. */
  readonly files: readonly string[];
  /** Seals a file that a person has edited, with the reason for the steps that the planner would not write. */
  readonly write?: boolean;
  readonly because?: string | undefined;
  /** A schema other than the declarations that plans may lead to. */
  readonly to?: string | undefined;
}

export interface VerifiedFile {
  /** As the user named it, and absolute. */
  readonly file: string;
  readonly path: string;
  /** `loose`: intact, but neither of its ends is a schema that is known here. */
  readonly state: "good" | "resealed" | "bad" | "loose";
  readonly edits: readonly Edited[];
  readonly seal: string | null;
  readonly problems: readonly Problem[];
  /** What was written to the file, if it was sealed again. */
  readonly text: string | null;
}

export interface VerifiedFolder {
  readonly path: string;
  readonly plans: number;
  readonly folder: Folder;
  /**
   * The declarations leave a part to each database, and no plan begins at the empty one, so only with a database can it
   * be seen where they lead.
   */
  readonly unknown: boolean;
}

export interface Verification {
  readonly files: readonly VerifiedFile[];
  readonly folders: readonly VerifiedFolder[];
}

interface Known {
  readonly goal: State;
  /** The fingerprints of what the declarations mean. */
  readonly goals: readonly string[];
  readonly schemas: Schemas;
  readonly beside: Beside;
}

/** Checks plans against the declarations, and folders of plans as a whole. No database is needed. */
export function verifyPlans(project: Project, options: VerifyOptions): Promise<Checked<Verification>> {
  return checked("verify", project.cwd, options, async (context) => {
    const folders = options.files.map((file) => resolve(context.cwd, file)).filter(isFolder);
    const listed = options.files.filter((file) => !isFolder(resolve(context.cwd, file)));
    const inside = folders.flatMap(planFilesIn);
    const known = await knownTo(context, project, options, listed, inside);
    const files: VerifiedFile[] = [];
    for (const file of listed) files.push(await verifyOne(context, file, known, options, false));
    for (const file of inside) files.push(await verifyInside(context, file, known, options));
    for (const { path, text } of files) if (text !== null) writeFile(path, text);
    return {
      files,
      folders: folders.map((path) => {
        const graph = graphOf(readHeads(planFilesIn(path)).heads, known.goals);
        const folder = folderOf(graph);
        const unknown = isPartial(known.goal) && folder.ahead && files.some(({ state }) => state === "loose");
        return { path, plans: graph.plans.length, folder: unknown ? { ...folder, ahead: false } : folder, unknown };
      }),
    };
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The declarations, and every schema that follows from them through the given plans. */
async function knownTo(
  context: Context,
  project: Project,
  { to }: VerifyOptions,
  listed: readonly string[],
  inside: readonly string[],
): Promise<Known> {
  const goal = await goalOf(context, project, to);
  const { schema } = to === undefined ? goal : await declared(context, project);
  const folders = [project.plans, ...listed.map((file) => dirname(resolve(context.cwd, file)))];
  const all = new Set([...inside, ...folders.filter(isFolder).flatMap(planFilesIn)]);
  const plans = (await readable(context, [...all])).map(({ plan }) => plan);
  const edited = listed.flatMap((file) => {
    const { path, text } = readPlanText(context, file);
    const read = readUnsealed(text, path);
    return read.ok && !all.has(path) ? [read.value.plan] : [];
  });
  const whole = isPartial(goal) ? [] : [goal.schema, schema];
  const schemas = schemasOf([...plans, ...edited], whole, project.beside);
  return { goal, goals: await goalsAmong(context, goal, schemas), schemas, beside: project.beside };
}

/** One file of a folder: if it cannot be read, that does not keep the others from being checked. */
async function verifyInside(
  context: Context,
  path: string,
  known: Known,
  options: VerifyOptions,
): Promise<VerifiedFile> {
  try {
    return await verifyOne(context, path, known, options, true);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { problems } = error;
    return { file: shownFrom(context.cwd, path), path, state: "bad", edits: [], seal: null, problems, text: null };
  }
}

async function verifyOne(
  context: Context,
  typed: string,
  known: Known,
  { write = false, because = "" }: VerifyOptions,
  inFolder: boolean,
): Promise<VerifiedFile> {
  const { path, name, text } = readPlanText(context, typed);
  const result = { file: name, path, edits: [], seal: null, text: null };
  const sealed = readPlan(text, path);
  const read = write ? readUnsealed(text, path) : sealed;
  if (!read.ok) return { ...result, state: "bad", problems: read.problems };
  const verified = await held(read.value, known);
  const seal = sealed.ok ? sealed.value.seal : null;
  // What a partial schema leaves to a database is not known without one.
  if (verified === null && (inFolder || isPartial(known.goal)) && sealed.ok)
    return { ...result, state: "loose", seal, problems: [] };
  if (verified === null) return { ...result, state: "bad", problems: [movedOn(read.value.plan, known.goal.schema)] };
  const { problems, edits } = verified;
  if (!write) return { ...result, edits, state: problems.length > 0 ? "bad" : "good", seal, problems };
  const approved = approvedText(text, problems, because);
  if (approved === null) return { ...result, edits, state: "bad", problems: problems.map(withFlag) };
  const again = reseal(approved);
  if (sealed.ok && again === text) return { ...result, edits, state: "good", seal, problems: [] };
  const reread = readPlan(again, path);
  if (!reread.ok) return { ...result, edits, state: "bad", problems: reread.problems };
  const left = (await held(reread.value, known))?.problems ?? [];
  if (left.length > 0) return { ...result, edits, state: "bad", problems: left };
  return { ...result, edits, state: "resealed", seal: reread.value.seal, problems: [], text: again };
}

/** Hints are about the way to the declarations; an older plan recorded what the hints said then in its decisions. */
async function held({ plan }: SealedPlan, { goal, goals, schemas, beside }: Known) {
  const target = schemas.get(plan.target);
  if (target === undefined) return null;
  const hints = goals.includes(plan.target) ? goal.hints : noHints;
  return verify(plan, target, hints, beside);
}

/** The text with an approval for each edited step and the given reason; null if that does not make it valid. */
function approvedText(text: string, problems: readonly Problem[], because: string): string | null {
  const open = problems.filter((problem) => problem.code === "edit-unapproved");
  if (open.length < problems.length || (open.length > 0 && because === "")) return null;
  const objects = open.map((problem) => problem.subject);
  return approve(text, objects, because);
}

function withFlag(problem: Problem): Problem {
  if (problem.code !== "edit-unapproved") return problem;
  return { ...problem, help: [...problem.help, 'or have it written:  --write --because "…"'] };
}

/** Approvals go after the last decision of the header. */
function approve(text: string, objects: readonly string[], because: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const head = lines.findLastIndex((line) => /^--@ (target|rename|fill|approve) /.test(line));
  const added = [...new Set(objects)].map((object) => {
    return `--@ ${writeDecision({ kind: "approve", rule: "edited-step", object, rows: null, because })}`;
  });
  return [...lines.slice(0, head + 1), ...added, ...lines.slice(head + 1)].join("\n");
}
