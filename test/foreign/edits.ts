import { openScratch } from "../../src/database/scratch.ts";
import { EngineError, type Scratch } from "../../src/database/connection.ts";
import { quoteName, quoteText } from "../../src/sql/quote.ts";
import type { Random } from "../generate/random.ts";

/** One row of sqlite_schema. */
export interface Stored {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly sql: string;
}

export interface Edited {
  /** What was done, for people to read. */
  readonly did: readonly string[];
  /** The ALTER statements among it, which show what was renamed. */
  readonly alters: string;
  /** The statements that make the edited schema. */
  readonly schema: readonly string[];
}

/**
 * A schema with a few random edits, as people make them: in the text of a definition, or with ALTER. Null if SQLite
 * accepts none of those that were tried.
 */
export function edited(random: Random, stored: readonly Stored[]): Edited | null {
  for (let left = 20; left > 0; left--) {
    const found = attempt(random, stored);
    if (found !== null) return found;
  }
  return null;
}

function attempt(random: Random, stored: readonly Stored[]): Edited | null {
  const did: string[] = [];
  const alters: string[] = [];
  let objects = [...stored];
  for (let left = 1 + random.below(4); left > 0; left--) {
    const way = random.next();
    if (way < 0.12) {
      const gone = random.any(objects.filter(({ type }) => type !== "table"));
      objects = objects.filter((each) => each !== gone);
      if (gone !== null) did.push(`drop ${gone.type} ${gone.name}`);
    } else if (way < 0.16) {
      const gone = random.any(objects.filter(({ type }) => type === "table"));
      objects = objects.filter(({ table }) => table !== gone?.name);
      if (gone !== null) did.push(`drop table ${gone.name}`);
    } else if (way < 0.8) {
      const [[what, edit], on] = [random.pick(edits), random.any(objects)];
      const sql = on === null ? "" : edit(on, random);
      objects = objects.map((each) => (each === on ? { ...each, sql } : each));
      if (on !== null && sql !== on.sql) did.push(`${what} ${on.name}`);
    } else {
      const table = random.any(objects.filter(({ type, sql }) => type === "table" && !isVirtual(sql)));
      if (table !== null) alters.push(table.name);
    }
  }
  return created(random, objects, did, alters);
}

function created(
  random: Random,
  objects: readonly Stored[],
  did: readonly string[],
  tables: readonly string[],
): Edited | null {
  const scratch = openScratch();
  try {
    // A view or an index of a column that is gone goes too.
    for (const { type, sql } of objects) if (!runs(scratch, sql) && type === "table") return null;
    const altered = tables.map((table) => alter(random, scratch, table)).filter((sql) => runs(scratch, sql));
    const schema = scratch
      .all(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
           AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid`,
      )
      .map(([sql]) => String(sql));
    return did.length + altered.length === 0
      ? null
      : { did: [...did, ...altered], alters: altered.map((sql) => `${sql};`).join("\n"), schema };
  } finally {
    scratch.close();
  }
}

function runs(scratch: Scratch, sql: string): boolean {
  try {
    scratch.exec(sql);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

function alter(random: Random, scratch: Scratch, table: string): string {
  const columns = scratch.all(`SELECT name FROM pragma_table_info(${quoteText(table)})`).map(([name]) => String(name));
  const column = quoteName(random.any(columns) ?? "none");
  return `ALTER TABLE ${quoteName(table)} ${random.pick([
    `RENAME COLUMN ${column} TO "another name"`,
    `RENAME TO ${quoteName(`another ${table}`)}`,
    `DROP COLUMN ${column}`,
    'ADD COLUMN "another column" INTEGER NOT NULL DEFAULT 3',
  ])}`;
}

function isVirtual(sql: string): boolean {
  return /^CREATE\s+VIRTUAL/i.test(sql);
}

type Edit = (object: Stored, random: Random) => string;

/** Replaces one place in the text of such an object that the pattern finds; `$&` is what was there. */
function replace(type: "table" | "index", pattern: RegExp, by: string): Edit {
  return ({ type: own, sql }, random) => {
    const found = random.any(own === type ? [...sql.matchAll(pattern)] : []);
    if (found === null) return sql;
    return sql.slice(0, found.index) + by.replace("$&", found[0]) + sql.slice(found.index + found[0].length);
  };
}

const end = /\)\s*$/g;
const numbers = /\b(?:INTEGER|INT|BOOLEAN|DATETIME|REAL|NUMERIC|BLOB|VARCHAR\s*\(\d+\))(?!\s+PRIMARY)\b/gi;
const texts = /\b(?:TEXT|VARCHAR\s*\(\d+\)|BOOLEAN|DATETIME)(?![\w(])/gi;
const reference = /\bREFERENCES\s+["`[]?\w+["`\]]?\s*(?:\([^)]*\))?/gi;

const edits: readonly (readonly [string, Edit])[] = [
  ["NULL in", replace("table", /\s+NOT\s+NULL/gi, "")],
  ["NOT NULL in", replace("table", /\b(?:INTEGER|TEXT|REAL)\b(?!\s+(?:NOT|PRIMARY))/gi, "$& NOT NULL")],
  ["text in", replace("table", numbers, "TEXT")],
  ["integer in", replace("table", texts, "INTEGER")],
  ["another text in", replace("table", /\bTEXT\b/gi, "VARCHAR(77)")],
  ["blob in", replace("table", /\b(?:INTEGER|TEXT)\b(?!\s+PRIMARY\s+KEY\s+AUTO)/gi, "BLOB")],
  ["NOCASE in", replace("table", /\bTEXT\b(?!\s+COLLATE)/gi, "$& COLLATE NOCASE")],
  ["no AUTOINCREMENT in", replace("table", /\s+AUTOINCREMENT\b/gi, "")],
  ["no UNIQUE in", replace("table", /\s+UNIQUE\b/gi, "")],
  ["UNIQUE in", replace("table", /\bTEXT\b/gi, "$& UNIQUE")],
  ["CASCADE in", replace("table", reference, "$& ON DELETE CASCADE")],
  ["no reference in", replace("table", reference, "")],
  ["a default in", replace("table", /\bDEFAULT\s+(?:'[^']*'|\d+|\w+)/gi, "DEFAULT 7")],
  ["a CHECK in", replace("table", end, ", CHECK (1 = 1 OR 2 > 1))")],
  ["STRICT", replace("table", end, ") STRICT")],
  ["WITHOUT ROWID", replace("table", end, ") WITHOUT ROWID")],
  ["DESC in", replace("index", end, " DESC)")],
  ["a unique", replace("index", /CREATE\s+INDEX/gi, "CREATE UNIQUE INDEX")],
  ["a plain", replace("index", /CREATE\s+UNIQUE\s+INDEX/gi, "CREATE INDEX")],
];
