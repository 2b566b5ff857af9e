import { EngineError, type Scratch } from "../../database/connection.ts";
import { fold } from "../../model/names.ts";
import type { Problem } from "../../problem/problem.ts";
import { qualified, quoteName } from "../../sql/quote.ts";
import { significant, type Token, tokenize, unquote } from "../../sql/tokens.ts";
import { complaint } from "./complaint.ts";
import { createTables } from "./create-tables.ts";
import type { Complainant } from "./meaning.ts";
import type { Statement } from "./write-objects.ts";

/**
 * Creates the declarations in an empty database and compiles every view and every trigger there, so that SQLite judges
 * each of them. What only fails because something else failed is not reported.
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
  for (const view of inOrder(ofKind("view")))
    attempt(view, scratch, () => scratch.prepare(`SELECT * FROM ${quoteName(view.name)}`));
  for (const trigger of ofKind("trigger")) if (createTrigger(trigger)) created.push(trigger);
  scratch.exec("COMMIT");
  const whole = created.filter(({ kind, name }) => kind === "trigger" || !broken.has(fold(name)));
  return { created: whole, problems };

  function ofKind(kind: Statement["kind"]): readonly Statement[] {
    return statements.filter((statement) => statement.kind === kind);
  }

  /** One that does not compile goes at once: every statement that fires it would fail with it. */
  function createTrigger(trigger: Statement): boolean {
    const fine = attempt(trigger, scratch, () => {
      scratch.exec(trigger.written.sql);
      compileTrigger(scratch, trigger);
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
      if (!mentions(statement, broken))
        problems.push(complaint(error.message, statement, { ...about, scratch: engine }));
      if (statement.kind !== "trigger") broken.add(fold(statement.name));
      return false;
    }
  }
}

function mentions(statement: Statement, broken: ReadonlySet<string>): boolean {
  if (broken.size === 0) return false;
  return namesIn(statement).some((name) => broken.has(name) && name !== fold(statement.name));
}

function namesIn(statement: Statement): readonly string[] {
  return significant(tokenize(statement.written.sql))
    .filter((token) => token.kind === "word" || token.kind === "name")
    .map((token) => fold(unquote(token.text)));
}

/** Views after those that they read, so that each complaint is met at its cause. */
function inOrder(views: readonly Statement[]): readonly Statement[] {
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

/** Compiles the statement that fires a trigger: SQLite reads its body only then. */
export function compileTrigger(scratch: Scratch, { name, written }: Pick<Statement, "name" | "written">): void {
  // It is the last one there, and a schema may have thousands.
  const find = "SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name = ? ORDER BY rowid DESC LIMIT 1";
  const table = scratch.all(find, name)[0]?.[0];
  if (typeof table !== "string") return;
  const tokens = significant(tokenize(written.sql));
  const event = tokens.find((token, at) => at > 2 && /^(INSERT|UPDATE|DELETE)$/i.test(token.text))?.text.toUpperCase();
  if (event === "DELETE") return scratch.prepare(`DELETE FROM ${quoteName(table)}`);
  if (event === "INSERT") return scratch.prepare(`INSERT INTO ${quoteName(table)} DEFAULT VALUES`);
  const named = (where: string) =>
    scratch
      .all(`SELECT name FROM pragma_table_xinfo(?) WHERE ${where}`, table)
      .flatMap(([column]) => (typeof column === "string" ? [column] : []));
  refuseUnknownColumns(tokens, named("true"));
  const columns = named("hidden = 0");
  const set = columns.map((column) => `${quoteName(column)} = ${qualified(table, column)}`);
  scratch.prepare(`UPDATE ${quoteName(table)} SET ${set.join(", ")}`);
}

/** SQLite takes any name after UPDATE OF, and a trigger on a column that is not there never fires. */
function refuseUnknownColumns(tokens: readonly Token[], columns: readonly string[]): void {
  const of = tokens.findIndex((token, at) => /^OF$/i.test(token.text) && /^UPDATE$/i.test(tokens[at - 1]?.text ?? ""));
  const on = tokens.findIndex((token, at) => at > of && /^ON$/i.test(token.text));
  if (of < 0) return;
  const known = new Set(columns.map(fold));
  for (const token of tokens.slice(of + 1, on)) {
    if (token.text !== "," && !known.has(fold(unquote(token.text))))
      throw new EngineError("SQLITE_ERROR", `no such column: ${unquote(token.text)}`);
  }
}
