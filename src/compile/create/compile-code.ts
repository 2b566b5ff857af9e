import { EngineError, type Scratch } from "../../database/connection.ts";
import { type Code, codeOf, columnNames, settableQuery, whyNotCompiled } from "../../introspect/compiles.ts";
import { sameName } from "../../model/names.ts";
import { attemptRead } from "../../sql/cursor.ts";
import { readTrigger } from "../../sql/read-trigger.ts";

/** Compiles a view, or the statement that fires a trigger: SQLite compiles the body only then. Throws EngineError. */
export function compileCode(scratch: Scratch, type: Code["type"], name: string, stored?: string): void {
  const code =
    type === "view" ? { type, name, table: name, fires: null } : readCode(stored ?? storedTrigger(scratch, name));
  // What SQLite accepts but trueup cannot read is reported when the whole schema is read back.
  if (code === null) return;
  const of = code.fires?.of ?? [];
  if (of.length > 0) refuseUnknownColumns(of, columnNames(scratch.all(namesQuery, code.table)));
  const why = whyNotCompiled(scratch, code, () => columnNames(scratch.all(settableQuery(code.table))));
  if (why !== null) throw new EngineError("SQLITE_ERROR", why);
}

function storedTrigger(scratch: Scratch, name: string): string {
  // It is the last one created, and a schema may have thousands.
  const find = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ? ORDER BY rowid DESC LIMIT 1";
  return String(scratch.all(find, name)[0]?.[0]);
}

function readCode(trigger: string): Code | null {
  const read = attemptRead(() => readTrigger(trigger));
  return read.ok ? codeOf(read.value) : null;
}

const namesQuery = "SELECT name FROM temp.pragma_table_xinfo(?)";

/** SQLite accepts any name after UPDATE OF, and a trigger on a column that does not exist never fires. */
function refuseUnknownColumns(of: readonly string[], columns: readonly string[]): void {
  const unknown = of.find((column) => !columns.some((each) => sameName(each, column)));
  if (unknown !== undefined) throw new EngineError("SQLITE_ERROR", `no such column: ${unknown}`);
}
