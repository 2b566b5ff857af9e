import { EngineError, type Scratch } from "../../database/connection.ts";
import { type Code, codeOf, columnNames, settableQuery, whyNotCompiled } from "../../introspect/compiles.ts";
import { fold, sameName } from "../../model/names.ts";
import type { Problem } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { readTrigger } from "../../sql/read-trigger.ts";
import { mentions } from "../../sql/mentions.ts";
import { complaint } from "./complaint.ts";
import { createTables } from "./create-tables.ts";
import type { Complainant } from "./meaning.ts";
import type { Statement } from "./write-objects.ts";

/**
 * Creates the declarations in an empty database and compiles every view and trigger there, so that SQLite checks each
 * of them. What fails only because something else failed is not reported.
 */
export function createObjects(
  scratch: Scratch,
  statements: readonly Statement[],
  about: Complainant,
): { created: readonly Statement[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const created: Statement[] = [];
  const broken = new Set<string>(about.broken);
  created.push(...createTables(scratch, statements, attempt));
  scratch.exec("BEGIN");
  for (const view of inOrder(ofKind("view"))) attempt(view, scratch, () => compileCode(scratch, "view", view.name));
  for (const trigger of ofKind("trigger")) if (createTrigger(trigger)) created.push(trigger);
  scratch.exec("COMMIT");
  const whole = created.filter(({ kind, name }) => kind === "trigger" || !broken.has(fold(name)));
  return { created: whole, problems };

  function ofKind(kind: Statement["kind"]): readonly Statement[] {
    return statements.filter((statement) => statement.kind === kind);
  }

  /** One that does not compile is dropped at once, because every statement that fires it would fail, too. */
  function createTrigger(trigger: Statement): boolean {
    const fine = attempt(trigger, scratch, () => {
      scratch.exec(trigger.written.sql);
      compileCode(scratch, "trigger", trigger.name);
    });
    if (!fine) scratch.exec(`DROP TRIGGER IF EXISTS ${quoteName(trigger.name)}`);
    return fine;
  }

  function attempt(statement: Statement, engine: Scratch, work: () => void): boolean {
    if (broken.has(fold(statement.name)) && statement.kind !== "trigger") return false;
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!followsFrom(statement, broken))
        problems.push(complaint(error.message, statement, { ...about, scratch: engine }));
      if (statement.kind !== "trigger") broken.add(fold(statement.name));
      return false;
    }
  }
}

/** Whether a statement names something that failed before, so that its own failure need not be told. */
export function followsFrom(statement: Statement, broken: ReadonlySet<string>): boolean {
  if (broken.size === 0) return false;
  return [...namesIn(statement)].some((name) => broken.has(name) && name !== fold(statement.name));
}

function namesIn(statement: Statement): ReadonlySet<string> {
  return mentions(statement.written.sql, { strings: false });
}

/** Views after those that they read, so that each error is found at its cause. */
export function inOrder(views: readonly Statement[]): readonly Statement[] {
  const byName = new Map(views.map((view) => [fold(view.name), view]));
  const ordered = new Set<Statement>();
  const visiting = new Set<Statement>();
  for (const view of views) visit(view);
  return [...ordered];

  function visit(view: Statement): void {
    if (ordered.has(view) || visiting.has(view)) return;
    visiting.add(view);
    for (const name of namesIn(view)) {
      const other = byName.get(name);
      if (other !== undefined) visit(other);
    }
    ordered.add(view);
  }
}

/** Compiles a view, or the statement that fires a trigger: SQLite compiles the body only then. Throws EngineError. */
export function compileCode(scratch: Scratch, type: Code["type"], name: string): void {
  const code = type === "view" ? { type, name, table: name, fires: null } : storedTrigger(scratch, name);
  // What SQLite accepts but trueup cannot read is reported when the whole schema is read back.
  if (code === null) return;
  const columns = (sql: string) => columnNames(scratch.all(sql, code.table));
  const of = code.fires?.of ?? [];
  if (of.length > 0) refuseUnknownColumns(of, columns(namesQuery));
  const why = whyNotCompiled(scratch, code, () => columns(settableQuery));
  if (why !== null) throw new EngineError("SQLITE_ERROR", why);
}

function storedTrigger(scratch: Scratch, name: string): Code | null {
  // It is the last one created, and a schema may have thousands.
  const find = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ? ORDER BY rowid DESC LIMIT 1";
  const read = attemptRead(() => readTrigger(String(scratch.all(find, name)[0]?.[0])));
  return read.ok ? codeOf(read.value) : null;
}

const namesQuery = "SELECT name FROM pragma_table_xinfo(?)";

/** SQLite accepts any name after UPDATE OF, and a trigger on a column that does not exist never fires. */
function refuseUnknownColumns(of: readonly string[], columns: readonly string[]): void {
  const unknown = of.find((column) => !columns.some((each) => sameName(each, column)));
  if (unknown !== undefined) throw new EngineError("SQLITE_ERROR", `no such column: ${unknown}`);
}
