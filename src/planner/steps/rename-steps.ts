import type { Rename, Renames } from "../../diff/renames.ts";
import { asideName, namesIn } from "../../model/aside.ts";
import { fold, named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Step } from "../../plan/plan.ts";
import { quoteName } from "../../sql/quote.ts";
import { step } from "./item.ts";

/**
 * All renames, tables before columns. A name is taken only once it is free. Names that are swapped, and names that
 * differ only in case, go through an unused name.
 */
export function renameSteps(renames: Renames, live: Schema): Step[] {
  const tables = ordered(renames.tables, namesIn(live)).map(({ from, to, note }) =>
    step("rename-table", subject(to), `ALTER TABLE ${quoteName(from)} RENAME TO ${quoteName(to)}`, note),
  );
  const renamedTables = [...new Set(renames.columns.map((rename) => rename.table))];
  const columns = renamedTables.flatMap((table) =>
    ordered(
      renames.columns.filter((rename) => rename.table === table),
      columnsOf(live, renames, table),
      { recase: true },
    ).map(({ from, to, note }) =>
      step(
        "rename-column",
        subject(table, to),
        `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`,
        note,
      ),
    ),
  );
  return [...tables, ...columns];
}

function columnsOf(live: Schema, renames: Renames, table: string): ReadonlySet<string> {
  const name = renames.tables.find((rename) => rename.to === table)?.from ?? table;
  const found = named(live.tables, name);
  return new Set(found?.columns.map((column) => fold(column.name)));
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly note: string | null;
}

/** SQLite can change the case of a column's name directly, but for a table it reports that the new name is taken. */
function ordered(renames: readonly Rename[], taken: ReadonlySet<string>, { recase } = { recase: false }): Move[] {
  const waiting = [...renames];
  const moves: Move[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      (rename) => !waiting.some((other) => fold(other.from) === fold(rename.to) && !(recase && other === rename)),
    );
    const n = Math.max(free, 0);
    const [rename] = waiting.splice(n, 1) as [(typeof waiting)[number]];
    if (free !== -1) {
      moves.push({ ...rename, note: rename.goes ? "makes room, and is dropped below" : null });
      continue;
    }
    const aside = asideName(rename.to, new Set([...taken, ...renames.map((each) => fold(each.to))]));
    moves.push({ from: rename.from, to: aside, note: "a temporary name while names are swapped" });
    waiting.push({ ...rename, from: aside });
  }
  return moves;
}
