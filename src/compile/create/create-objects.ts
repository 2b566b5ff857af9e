import { EngineError, type Scratch } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import type { Problem } from "../../problem/problem.ts";
import { quoteName } from "../../sql/quote.ts";
import { mentions } from "../../sql/mentions.ts";
import { complaint } from "./complaint.ts";
import { compileCode } from "./compile-code.ts";
import { createTogether } from "./create-triggers.ts";
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
  const triggers = ofKind("trigger");
  if (createTogether(scratch, triggers, statements)) created.push(...triggers);
  else for (const trigger of triggers) if (createTrigger(trigger)) created.push(trigger);
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

/** Whether a statement names something that failed before, so that its own failure need not be reported. */
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
