import { nothingBeside } from "../../src/model/beside.ts";
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changeHere } from "../../src/target/file/transaction.ts";
import { Engine } from "../../src/database/engine.ts";
import { EngineError } from "../../src/database/connection.ts";
import { fileUri, snapshotOf } from "../../src/database/file.ts";
import { introspectionOf } from "./live.ts";
import { affinity } from "../../src/model/affinity.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { fold, sameName } from "../../src/model/names.ts";
import type { Schema, Table } from "../../src/model/schema.ts";
import { noHints } from "../../src/model/hints.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { Decision, Plan } from "../../src/plan/plan.ts";
import { writePlan } from "../../src/plan/write.ts";
import { readPlan } from "../../src/plan/read.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { profileOf } from "../../src/introspect/profile.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { subject, subjectNames } from "../../src/words/subject.ts";
import { quoteName } from "../../src/sql/quote.ts";
import { isWord, significant, tokenize, unquote } from "../../src/sql/tokens.ts";
import { answersTo } from "../kit/answer.ts";
import { lostRows } from "../kit/compare-rows.ts";
import { survivals } from "../kit/survivals.ts";

/** The result of one step. `lost` and `failed` are bugs; a refusal gives its reason. */
export type Verdict =
  | { readonly kind: "same" | "applied" }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "failed" | "lost"; readonly what: string };

/**
 * Takes a copy of one database to the schema of another, and looks at the rows. A person who
 * migrated this data would answer the questions, so every drop is approved, every rename of the migration is one here, and
 * every gap is filled.
 */
export async function judge(folder: string, from: string, to: string, sql: string): Promise<Verdict> {
  const [path, old] = [join(folder, "step.db"), join(folder, "step-old.db")];
  for (const file of [path, old, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
  copyFileSync(from, path);
  fillRows(path);
  copyFileSync(path, old);
  const engine = new Engine(fileUri(path, "rw"));
  const goal = new Engine(fileUri(to, "rw"));
  try {
    // As a target reads: with them on, a trigger may not compile for a foreign key to a table that is not there.
    for (const each of [engine, goal]) each.exec("PRAGMA foreign_keys = OFF");
    const [live, target] = [await introspectionOf(engine), await introspectionOf(goal)];
    const found = await planned(engine, live, target, renamesIn(sql, live, target));
    if (found.kind !== "plan") return found;
    const text = writePlan(found.plan);
    const read = readPlan(text, "plan.sql");
    if (!read.ok) return { kind: "failed", what: `unreadable: ${read.problems[0]?.message}\n${text}` };
    await engine.close();
    const outcome = await changeHere(
      {
        plan: read.value.plan,
        seal: read.value.seal,
        planName: null,
        path,
        label: "step.db",
        encryptionKey: null,
        beside: nothingBeside,
        lockTimeout: 1000,
        place: { root: join(folder, "backups"), name: "step" },
        backup: "none",
        keep: null,
        estimates: {},
      },
      { onEvent: () => {}, stop: () => false, now: () => new Date() },
    );
    if (outcome.kind !== "applied")
      return {
        kind: "failed",
        what: `${outcome.kind}: ${JSON.stringify("problems" in outcome ? outcome.problems : "")}\n${text}`,
      };
    return await afterwards(path, old, live, target, found.plan, text);
  } finally {
    await engine.close();
    await goal.close();
  }
}

async function afterwards(
  path: string,
  old: string,
  live: Schema,
  target: Schema,
  plan: Plan,
  text: string,
): Promise<Verdict> {
  const engine = new Engine(fileUri(path, "rw"));
  let sound = false;
  try {
    engine.exec("PRAGMA foreign_keys = OFF");
    const reached = await introspectionOf(engine);
    if (fingerprint(reached) !== fingerprint(target)) return { kind: "failed", what: `another schema\n${text}` };
    sound = engine.all("PRAGMA integrity_check").every(([line]) => line === "ok");
    const lost = lostRows(engine, old, survivals(live, target, plan));
    if (lost !== null) return { kind: "lost", what: `${lost}\n${text}` };
  } finally {
    await engine.close();
  }
  const [check, before] = [soundness(path), soundness(old)];
  // SQLite 3.40 sees NULLs that do not exist in a WITHOUT ROWID table whose key does not come first.
  const isMisread = sound && (check === null || check.split("\n").every((line) => line.startsWith("NULL value in ")));
  const kept = check === "ok" || check === before || isMisread;
  return kept ? { kind: "applied" } : { kind: "lost", what: `${check}\n${text}` };
}

async function planned(engine: Engine, live: Schema, target: Schema, said: readonly Decision[]) {
  const snapshot = snapshotOf(engine);
  const profile = await profileOf(snapshot, libsqlProfile);
  let decisions = said;
  for (let round = 0; round < 8; round++) {
    const made = await makePlan({
      snapshot,
      live,
      target,
      hints: noHints,
      decisions,
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile,
    });
    if (made.kind === "nothing") return { kind: "same" } as const;
    if (made.kind === "plan") return { kind: "plan", plan: made.plan } as const;
    const bug = made.problems.find(isBug);
    if (bug !== undefined)
      return { kind: "failed", what: `${bug.code}: ${bug.message}\n${bug.evidence?.join("\n")}` } as const;
    const idle = made.problems.filter(({ code }) => code === "decision-unused").map(({ subject }) => subject);
    const kept = decisions.filter((each) => !idle.includes(nameOf(each)));
    const more = [...answersTo(made.problems, kept), ...fills(made.problems, target, kept)];
    if (more.length === 0 && kept.length === decisions.length)
      return { kind: "refused", problems: made.problems } as const;
    decisions = [...kept, ...more];
  }
  return { kind: "failed", what: "answering again and again does not help" } as const;
}

/** A query that the values themselves stop, for example text that is not JSON, is a refusal like any other. */
function isBug({ code, evidence = [] }: Problem): boolean {
  if (code === "question-failed") return !evidence.includes("malformed JSON");
  return code === "proof-failed";
}

function nameOf(decision: Decision): string {
  if (decision.kind === "approve") return decision.object;
  if (decision.kind === "rename-table") return subject(decision.from);
  return subject(decision.table, decision.kind === "fill" ? decision.column : decision.from);
}

/** A value for each gap: the type's zero. */
function fills(problems: readonly Problem[], target: Schema, known: readonly Decision[]): Decision[] {
  return problems.flatMap(({ code, subject }): Decision[] => {
    if (code !== "fill-needed" && code !== "null-rows" && code !== "lossy-convert") return [];
    const [name = "", column = ""] = subjectNames(subject);
    const table = target.tables.find((each) => sameName(each.name, name));
    const type = table?.columns.find((each) => sameName(each.name, column))?.type ?? "";
    if (known.some((each) => each.kind === "fill" && sameName(each.table, name) && sameName(each.column, column)))
      return [];
    const empty = affinity(type) === "TEXT" ? "''" : affinity(type) === "BLOB" ? "x''" : "0";
    const sql = code === "lossy-convert" ? `CAST(${quoteName(column)} AS ${affinity(type)})` : empty;
    return [{ kind: "fill", table: name, column, sql }];
  });
}

/** `ALTER TABLE a RENAME TO b` and `ALTER TABLE a RENAME COLUMN b TO c`, if both ends really exist. */
function renamesIn(sql: string, live: Schema, target: Schema): Decision[] {
  const tokens = significant(tokenize(sql));
  return tokens.flatMap((token, n): Decision[] => {
    if (!isWord(token, "ALTER") || !isWord(tokens[n + 1], "TABLE") || !isWord(tokens[n + 3], "RENAME")) return [];
    const name = (at: number) => unquote(tokens[at]?.text ?? "");
    const table = name(n + 2);
    const has = (schema: Schema, of: string) => schema.tables.find((each) => sameName(each.name, of));
    const column = (of: Table | undefined, called: string) =>
      of?.columns.some((each) => sameName(each.name, called)) === true;
    if (isWord(tokens[n + 4], "TO")) {
      const to = name(n + 5);
      const moved = has(live, table) && !has(target, table) && has(target, to) && !has(live, to);
      return moved ? [{ kind: "rename-table", from: table, to }] : [];
    }
    const at = isWord(tokens[n + 4], "COLUMN") ? n + 5 : n + 4;
    const [from, to] = [name(at), name(at + 2)];
    const [before, after] = [has(live, table), has(target, table)];
    const moved = column(before, from) && !column(before, to) && column(after, to) && !column(after, from);
    return moved ? [{ kind: "rename-column", table, from, to }] : [];
  });
}

/** Some rows in every table, whatever the migrations left there: as many as its constraints accept. */
function fillRows(path: string): void {
  const engine = new Engine(fileUri(path, "rw"));
  try {
    // A migration may turn the log on, and the file is copied as it is.
    engine.exec("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE");
    const tables = engine.all(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'",
    );
    for (const [name] of tables) for (let row = 0; row < 4; row++) insert(engine, String(name), row);
  } finally {
    engine.closeNow();
  }
}

function insert(engine: Engine, table: string, row: number): void {
  const columns = engine.all("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0", [table]);
  const value = (type: string, n: number) => {
    const number = 100 + row * 7 + n;
    if (row === 3) return "NULL";
    const text = row === 0 ? `'a ${number}'` : row === 1 ? `'${number}'` : `'2024-0${1 + (n % 9)}-01T00:00:00Z'`;
    return {
      TEXT: text,
      INTEGER: String(number),
      REAL: `${number}.25`,
      NUMERIC: row === 2 ? text : String(number),
      BLOB: `x'0${n % 9}'`,
    }[affinity(type)];
  };
  const list = columns.map(([name]) => quoteName(String(name))).join(", ");
  const values = columns.map(([, type], n) => value(String(type), n)).join(", ");
  try {
    engine.exec(`INSERT INTO main.${quoteName(table)} (${list}) VALUES (${values})`);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** What SQLite's own program finds; null if it cannot check, because it is older and accepts less as JSON. */
function soundness(path: string): string | null {
  try {
    return sqlite3(path, "PRAGMA integrity_check").trim();
  } catch {
    return null;
  }
}

export function sqlite3(path: string, sql: string): string {
  return execFileSync("sqlite3", ["-bail", path], { input: sql, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

export function reasons(problems: readonly Problem[]): string {
  return [...new Set(problems.map(({ code }) => code))].map(fold).sort().join(" + ");
}
