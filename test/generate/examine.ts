import { nothingBeside } from "../../src/model/beside.ts";
import { profileOf } from "../../src/introspect/profile.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { cpSync, rmSync } from "node:fs";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";
import { noHints } from "../../src/model/hints.ts";
import type { Decision, Plan } from "../../src/plan/plan.ts";
import { writePlan } from "../../src/plan/write.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { answersTo } from "../kit/answer.ts";
import { lostRows, type Survival } from "../kit/compare-rows.ts";
import { orphans, runPlan } from "../kit/run-plan.ts";

export interface Case {
  readonly before: readonly string[];
  readonly rows: readonly string[];
  /** Whether foreign keys are off while the rows are written. */
  readonly orphans: boolean;
  readonly target: Schema;
  readonly decisions: readonly Decision[];
  readonly survivals: readonly Survival[];
}

export type Verdict =
  | { readonly kind: "nothing" }
  | { readonly kind: "planned"; readonly plan: Plan; readonly text: string }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  /** `what` begins with a word that stays the same while the case shrinks. */
  | { readonly kind: "wrong"; readonly what: string };

/** Rows one by one: with a random default, what was inserted once may not be accepted again. */
function fill(engine: Engine, rows: readonly string[]): void {
  for (const row of rows) {
    try {
      engine.exec(row);
    } catch {}
  }
}

export function makeFile(path: string, { before, rows, orphans }: Pick<Case, "before" | "rows" | "orphans">): void {
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN");
  for (const statement of before) engine.exec(statement);
  engine.exec("COMMIT; PRAGMA foreign_keys = " + (orphans ? "OFF" : "ON") + "; BEGIN");
  fill(engine, rows);
  engine.exec("COMMIT");
  engine.closeNow();
}

export async function planOn(engine: Engine, target: Schema, decisions: readonly Decision[]): Promise<Verdict> {
  const snapshot = {
    read: async (
      queries: readonly { sql: string; args?: readonly (string | number | bigint | null | Uint8Array)[] }[],
    ) => queries.map(({ sql, args }) => engine.all(sql, args)),
  };
  const live = await introspect(snapshot, nothingBeside);
  if (!live.ok) return { kind: "wrong", what: `introspect: ${live.problems[0]?.message}` };
  let known = decisions;
  for (let round = 0; round < 4; round++) {
    const planned = await makePlan({
      snapshot,
      live: live.value,
      target,
      hints: noHints,
      decisions: known,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: await profileOf(snapshot, libsqlProfile),
    });
    if (planned.kind === "nothing") return { kind: "nothing" };
    if (planned.kind === "plan") return { kind: "planned", plan: planned.plan, text: writePlan(planned.plan) };
    const bug = planned.problems.find(({ code }) => code === "proof-failed" || code === "question-failed");
    if (bug)
      return {
        kind: "wrong",
        what: `${bug.code === "proof-failed" ? "proof" : "question"}: ${bug.message}\n${(bug.evidence ?? []).join("\n")}`,
      };
    const answers = answersTo(planned.problems, known);
    if (answers.length === 0) return { kind: "refused", problems: planned.problems };
    known = [...known, ...answers];
  }
  return { kind: "wrong", what: "answers: approving again and again does not help" };
}

/** Plans, carries out, and checks everything that can be checked. */
export async function examine(folder: string, each: Case, more: (engine: Engine) => string | null): Promise<Verdict> {
  const path = `${folder}/live.db`;
  const old = `${folder}/old.db`;
  for (const suffix of ["", "-wal", "-journal"]) for (const file of [path, old]) remove(file + suffix);
  makeFile(path, each);
  cpSync(path, old);
  const engine = new Engine(fileUri(path, "rw"));
  try {
    engine.exec("PRAGMA synchronous = OFF");
    const search = soundSearch(engine);
    const foreign = orphans(engine).length;
    // SQLite 3.45 itself does not find an entry of lower(zeroblob(9)) again.
    const sound = engine.all("PRAGMA integrity_check").map(String).join() === "ok";
    const sequences = sequencesOf(engine);
    const planned = await planOn(engine, each.target, each.decisions);
    if (planned.kind !== "planned") return planned;
    const wrong = (what: string): Verdict => ({ kind: "wrong", what: `${what}\n${planned.text}` });
    try {
      runPlan(engine, planned.plan);
    } catch (error) {
      return wrong(`run: ${(error as Error).message}`);
    }
    const lost = lostRows(engine, old, each.survivals);
    if (lost) return wrong(`lost: ${lost}`);
    for (const { from, to } of each.survivals) {
      const seq = sequences.get(from);
      const now = sequencesOf(engine).get(to);
      const kept = each.target.tables.find((table) => table.name === to)?.primaryKey?.autoincrement;
      if (seq !== undefined && kept && now !== seq) return wrong(`sequence: ${to} was at ${seq}, is at ${now}`);
    }
    const integrity = engine.all("PRAGMA integrity_check").map(([line]) => String(line));
    if (sound && integrity.join() !== "ok") return wrong(`integrity: ${integrity[0]}`);
    if (orphans(engine).length > foreign) return wrong("foreign keys: new orphans");
    const unsound = soundSearch(engine).filter((line) => !search.includes(line));
    // A declared column called rowid hides the number by which a search index finds rows.
    const hidden = each.target.tables.some(({ columns }) => columns.some(({ name }) => /^rowid$/i.test(name)));
    if (search.length === 0 && unsound.length > 0 && !hidden) return wrong(`search: ${unsound[0]}`);
    const again = await planOn(engine, each.target, []);
    if (again.kind !== "nothing") return wrong(`again: the second plan is ${again.kind}`);
    const extra = more(engine);
    return extra ? wrong(extra) : planned;
  } finally {
    engine.closeNow();
  }
}

function remove(path: string): void {
  try {
    rmSync(path);
  } catch {}
}

function sequencesOf(engine: Engine): Map<string, string> {
  if (engine.all("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length === 0) return new Map();
  return new Map(engine.all("SELECT name, seq FROM sqlite_sequence").map(([name, seq]) => [String(name), String(seq)]));
}

/** Complaints of the search indexes that follow a table. */
function soundSearch(engine: Engine): string[] {
  const tables = engine.all("SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5(%content = ''%'");
  return tables.flatMap(([name]) => {
    try {
      const quoted = quoteName(String(name));
      engine.exec(`INSERT INTO ${quoted} (${quoted}, rank) VALUES ('integrity-check', 1)`);
      return [];
    } catch (error) {
      return [`${name}: ${(error as Error).message}`];
    }
  });
}
