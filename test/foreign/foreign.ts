/**
 * Judges every step of an application's migrations: `npm run foreign DIR…`. Each DIR is a folder of SQL files, which the
 * sqlite3 program runs one after the other; or a database, whose schema is created, dropped, and changed at random CHANGES times
 * (20), from SEED on. Before each step a copy of the database gets rows and is taken by trueup to where the step leads:
 * applied, refused with a reason, or lost. VERBOSE=1 shows each plan that failed. Nothing of what is read is kept.
 */
import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { Random } from "../generate/random.ts";
import { type Stored, edited } from "./edits.ts";
import { judge, reasons, sqlite3, type Verdict } from "./judge.ts";
import { migrationsIn } from "./migrations.ts";

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error("usage: npm run foreign DIR…   folders of SQL migrations, or databases");
  process.exit(64);
}
const scratch = mkdtempSync(join(tmpdir(), "trueup-foreign-"));
const kinds = ["applied", "same", "refused", "failed", "lost"] as const;
const total: Record<string, number> = {};
for (const folder of folders) {
  const counts: Record<string, number> = {};
  const why = new Map<string, number>();
  const note = (name: string, verdict: Verdict) => {
    counts[verdict.kind] = (counts[verdict.kind] ?? 0) + 1;
    if (verdict.kind === "refused") {
      const reason = reasons(verdict.problems);
      why.set(reason, (why.get(reason) ?? 0) + 1);
      console.log(
        `  refused ${name}: ${verdict.problems
          .map(({ message }) => message)
          .join("; ")
          .slice(0, 300)}`,
      );
    } else if (verdict.kind === "failed" || verdict.kind === "lost")
      console.log(
        `  ${verdict.kind.toUpperCase()} ${name}: ${process.env.VERBOSE ? verdict.what : verdict.what.slice(0, 400)}`,
      );
  };
  if (statSync(folder).isDirectory()) await chain(folder, note, counts);
  else await database(folder, note, counts);
  for (const [kind, count] of Object.entries(counts)) total[kind] = (total[kind] ?? 0) + count;
  const said = [...why].map(([reason, count]) => `${count} ${reason}`).join(", ");
  console.log(`${folder}: ${spoken(counts)}${said === "" ? "" : ` (${said})`}`);
}
rmSync(scratch, { recursive: true, force: true });
console.log(`all: ${spoken(total)}`);
process.exitCode = (total.lost ?? 0) + (total.failed ?? 0) > 0 ? 1 : 0;

async function chain(folder: string, note: (name: string, verdict: Verdict) => void, counts: Record<string, number>) {
  const [before, after] = [join(scratch, "before.db"), join(scratch, "after.db")];
  rmSync(before, { force: true });
  sqlite3(before, "VACUUM");
  for (const { name, sql } of migrationsIn(folder)) {
    copyFileSync(before, after);
    try {
      sqlite3(after, sql);
    } catch (error) {
      counts.unrun = (counts.unrun ?? 0) + 1;
      if (process.env.VERBOSE) console.log(`  unrun ${name}: ${String(error).slice(0, 300)}`);
      continue;
    }
    note(name, await attempt(before, after, sql));
    copyFileSync(after, before);
  }
}

/** From an empty database to its schema, from its schema to an empty one, and to what random edits make of it. */
async function database(path: string, note: (name: string, verdict: Verdict) => void, counts: Record<string, number>) {
  const [empty, copy, after] = [join(scratch, "empty.db"), join(scratch, "copy.db"), join(scratch, "after.db")];
  rmSync(empty, { force: true });
  sqlite3(empty, "VACUUM");
  copyFileSync(path, copy);
  note(`${basename(path)}, created`, await attempt(empty, copy, ""));
  note(`${basename(path)}, dropped`, await attempt(copy, empty, ""));
  const stored = storedIn(copy);
  const seed = Number(process.env.SEED ?? 1);
  for (let n = 0; n < Number(process.env.CHANGES ?? 20); n++) {
    const change = edited(new Random(seed + n), stored);
    if (change === null || !isMade(after, change.schema)) counts.unrun = (counts.unrun ?? 0) + 1;
    else
      note(`${basename(path)}, seed ${seed + n}: ${change.did.join("; ")}`, await attempt(copy, after, change.alters));
  }
}

/** Whether the sqlite3 program, which is another version, accepts it as well. */
function isMade(path: string, schema: readonly string[]): boolean {
  rmSync(path, { force: true });
  try {
    sqlite3(path, `VACUUM; ${schema.map((sql) => `${sql};`).join("\n")}`);
    return true;
  } catch {
    return false;
  }
}

/** Without the tables in which a virtual table keeps its data. */
function storedIn(path: string): Stored[] {
  const engine = new Engine(fileUri(path, "rw"));
  try {
    return engine
      .all(
        `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
           AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid`,
      )
      .map(([type, name, table, sql]) => ({
        type: String(type),
        name: String(name),
        table: String(table),
        sql: String(sql),
      }));
  } finally {
    engine.closeNow();
  }
}

async function attempt(from: string, to: string, sql: string): Promise<Verdict> {
  try {
    return await judge(scratch, from, to, sql);
  } catch (error) {
    return { kind: "failed", what: `thrown: ${(error as Error).stack}` };
  }
}

function spoken(counts: Record<string, number>): string {
  const names: Record<string, string> = { same: "without a difference", unrun: "not run by sqlite3" };
  return [...kinds, "unrun"]
    .filter((kind) => (counts[kind] ?? 0) > 0 || kind === "lost")
    .map((kind) => `${counts[kind] ?? 0} ${names[kind] ?? kind}`)
    .join(", ");
}
