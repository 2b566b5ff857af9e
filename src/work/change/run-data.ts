import { besideWith } from "../../plan/of-application.ts";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { guard } from "../../apply/allowed.ts";
import type { Approvals } from "../../apply/approved.ts";
import type { ApplyEvent, ApplyOutcome } from "../../apply/events.ts";
import type { Connection } from "../../database/connection.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import type { Schema } from "../../model/schema.ts";
import { readDataScript } from "../../plan/read-data.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Checked } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";
import { rehearse } from "../../target/rehearse.ts";
import { guardedAim } from "../approval/guard.ts";
import { type Context, checked, need, refuse, taking } from "../context.ts";
import type { Project } from "../project.ts";
import { schemaIn } from "../schema/live.ts";
import { shownFrom } from "../shown-from.ts";
import { type Aim, oneTarget, targetOf, withDatabase } from "../targets.ts";
import { type CarryOutOptions, carryOut } from "./change.ts";
import { confirmed } from "./confirm.ts";

export interface RunOptions extends CarryOutOptions {
  /** A file of SQL that changes rows, with `--@ check` lines for what has to hold. */
  readonly file: string;
  /** The default target if absent. */
  readonly target?: string | undefined;
  /** On a copy: the database is only read. */
  readonly rehearse?: boolean;
}

/** How many rows a table had, and has now. */
export interface Counted {
  readonly table: string;
  readonly before: number;
  readonly after: number;
}

export interface RunResult {
  readonly target: string;
  readonly file: string;
  readonly rehearsed: boolean;
  readonly outcome: ApplyOutcome;
  /** Each table whose number of rows changed; empty if nothing was changed. */
  readonly tables: readonly Counted[];
}

/**
 * A change of rows, made as carefully as a schema change: backup, lock, one transaction, the checks of the file,
 * foreign keys no worse, the schema untouched, an undo. There is no record of it: running it twice changes the rows
 * twice.
 */
export function runData(project: Project, options: RunOptions): Promise<Checked<RunResult>> {
  return checked("run", project.cwd, options, async (context): Promise<RunResult> => {
    const path = resolve(context.cwd, options.file);
    const file = shownFrom(context.cwd, path);
    const text = textOf(context, path, file);
    const items = need(context, readDataScript(text, path));
    const aim = oneTarget(taking(context, options.file), project, options.target);
    const refused = guard(items, file);
    if (refused.length > 0) refuse(...refused);
    const before = await look(context, aim);
    const at = fingerprint(before.schema);
    const plan: Plan = { engine: before.engine, base: at, target: at, decisions: [], summary: [], items, before: [] };
    const seal = sealOfRows(text);
    const about = { target: aim.name, file };
    if (options.rehearse === true) return { ...about, rehearsed: true, ...(await onCopy(context, aim, plan, seal)) };
    await confirmed(context, aim, options.confirm);
    const approvals = await approvedRows(context, project, aim, { seal, file, items }, options);
    const outcome = await carryOut(context, project, aim, [{ plan, seal, name: file }], { ...options, approvals });
    if (outcome.kind !== "applied") return { ...about, rehearsed: false, outcome, tables: [] };
    const { counts } = await look(context, aim);
    const tables = [...before.counts].map(([table, rows]) => ({ table, before: rows, after: counts.get(table) ?? 0 }));
    return { ...about, rehearsed: false, outcome, tables: tables.filter(changed) };
  });
}

function sealOfRows(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/**
 * Nothing can prove what a person's statements do to rows, so each counts as a loss if the target requires approval.
 */
async function approvedRows(
  context: Context,
  project: Project,
  aim: Aim,
  { seal, file, items }: { readonly seal: string; readonly file: string; readonly items: Plan["items"] },
  options: RunOptions,
): Promise<Approvals> {
  const guarded = await guardedAim(context, project, aim);
  if (guarded === null) return {};
  const { approveDeeds } = await import("../approval/approve.ts");
  const steps = items.flatMap((item) => (item.kind === "step" ? [item.subject] : []));
  const losses = [...new Set(steps)].map((name) => ({
    name,
    what: `rows of ${name}, changed by a statement in ${file}`,
  }));
  const deed = { seal, name: file, losses, isThis: (text: string) => sealOfRows(text) === seal };
  return approveDeeds(context, project, guarded, [deed], options);
}

function changed({ before, after }: Counted): boolean {
  return before !== after;
}

function textOf({ tell }: Context, path: string, file: string): string {
  try {
    const text = readFileSync(path, "utf8");
    if (text.includes("\0")) throw new Error("it is not a text");
    tell({ kind: "read", sources: new Map([[path, text]]) });
    return text;
  } catch (error) {
    return refuse({
      code: "path-unusable",
      level: "error",
      subject: file,
      message: `${file} cannot be read`,
      evidence: error instanceof Error ? [error.message] : [],
      help: ["name a file of SQL that changes rows"],
    });
  }
}

async function onCopy(context: Context, aim: Aim, plan: Plan, seal: string) {
  const hooks = {
    onEvent: (event: ApplyEvent) => context.tell({ kind: "apply", event }),
    stop: context.signal,
    now: () => new Date(),
  };
  context.tell({ kind: "begins", target: aim.name });
  const tried = need(
    context,
    await rehearse(await targetOf(context, aim), { plan, seal, beside: besideWith(aim.beside, [plan]) }, hooks),
  );
  const tables = tried.tables.map(({ table, rowsBefore, rowsAfter }): Counted => {
    return { table, before: rowsBefore, after: rowsAfter ?? 0 };
  });
  return { outcome: tried.outcome, tables: tables.filter(changed) };
}

interface Seen {
  readonly engine: Plan["engine"];
  readonly schema: Schema;
  readonly counts: ReadonlyMap<string, number>;
}

function look(context: Context, aim: Aim): Promise<Seen> {
  return withDatabase(context, aim, (connection: Connection) =>
    connection.snapshot(async (snapshot) => {
      const schema = await schemaIn(context, aim, connection, snapshot);
      const names = schema.tables.map(({ name }) => name);
      const answers = await snapshot.read(
        names.map((name) => ({ sql: `SELECT count(*) FROM main.${quoteName(name)}` })),
        "how many rows each table has",
      );
      return {
        engine: connection.profile.plans,
        schema,
        counts: new Map(names.map((name, n) => [name, Number(answers[n]?.[0]?.[0] ?? 0)])),
      };
    }),
  );
}
