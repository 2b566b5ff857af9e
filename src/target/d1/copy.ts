import { renameSync, rmSync } from "node:fs";
import { Engine } from "../../database/engine.ts";
import type { EngineError, Query, Row } from "../../database/connection.ts";
import { runs } from "../../database/runs.ts";
import { fileUri } from "../../database/file.ts";
import { type SchemaRow, schemaQuery, schemaRows } from "../../apply/try-plan.ts";
import { temporary } from "../../apply/place.ts";
import { type Checked, failed, fine, type Problem, ProblemError } from "../../problem/problem.ts";
import { createsVirtual } from "../../sql/read-virtual-table.ts";
import { quoteName } from "../../sql/quote.ts";
import type { CopyHooks } from "../target.ts";
import type { D1Api } from "./api.ts";
import { readInParts } from "./connection.ts";
import { asD1Error } from "./problems.ts";

/** How many rows are read at once. Up to this number, all tables are read in one request, and so as of one moment. */
const portion = 2000;
const atOnce = 5000;

/**
 * Writes the rows of a database into a file with the same schema, every value as it is stored. D1 does not give access
 * to its pages, and its own export passes integers through JavaScript and refuses full-text tables. If another
 * connection writes meanwhile, that is reported.
 */
export async function copyD1(api: D1Api, path: string, hooks: CopyHooks): Promise<Checked<string>> {
  const part = path + temporary;
  const engine = new Engine(fileUri(part, "rwc"));
  let whole = false;
  try {
    const before = await api.bookmark();
    engine.exec("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE; BEGIN");
    const { skipped, others } = await copyInto(engine, api, hooks);
    engine.exec("COMMIT");
    const found = engine.all("PRAGMA integrity_check(5)").map(([text]) => String(text));
    const after = await api.bookmark();
    // Nobody wrote, and yet rows are missing or duplicated: then it is not a copy.
    if (before === after && others.length > 0) return failed(notWhole(api.label, others));
    whole = true;
    const warnings = [
      ...skipped,
      ...(before === after ? [] : [writtenMeanwhile(api.label, others)]),
      ...(found.length === 1 && found[0] === "ok" ? [] : [unsound(api.label, found)]),
    ];
    await engine.close();
    renameSync(part, path);
    return fine(path, warnings);
  } catch (error) {
    if (hooks.stop.aborted) return failed(stoppedProblem(api.label));
    const known = asD1Error(error, api.label);
    if (known instanceof ProblemError) return failed(...known.problems);
    return failed(unwritten(path, known));
  } finally {
    await engine.close();
    if (!whole) rmSync(part, { force: true });
  }
}

interface TableToCopy {
  readonly name: string;
  /** Those of its columns that store values. */
  readonly columns: readonly string[];
  /** The name of its rowid; null if it has none. */
  readonly rowid: string | null;
  /** The order in which its rows are read, portion by portion, if it has no rowid. */
  readonly order: readonly string[];
  /** SQLite or a module created it, with rows in it already: those of the database replace them. */
  readonly made: boolean;
}

interface Copied {
  readonly skipped: readonly Problem[];
  readonly others: readonly string[];
}

async function copyInto(engine: Engine, api: D1Api, hooks: CopyHooks): Promise<Copied> {
  const [rows = []] = await readInParts(api, [schemaQuery]);
  const objects = schemaRows(rows).map((row) => ({ ...row, text: Buffer.from(row.hex, "hex").toString("utf8") }));
  const virtual = objects.filter(({ type, text }) => type === "table" && createsVirtual(text));
  const skipped: Problem[] = [];
  for (const { name, text } of virtual) {
    if (!runs(() => engine.exec(text))) skipped.push(notCopied(api.label, `table ${name}`));
  }
  const known = () => new Set(engine.all("SELECT name FROM sqlite_schema").map(([name]) => String(name)));
  // The shadow tables of a full-text table are created with it, and their rows are copied as they are.
  const shadows = known();
  for (const { type, name, text } of objects)
    if (type === "table" && !shadows.has(name) && !createsVirtual(text)) engine.exec(text);
  const tables = tablesOf(engine, objects, shadows);
  const others = await copyRows(engine, api, tables, hooks);
  for (const type of ["index", "view", "trigger"]) {
    for (const each of objects) {
      if (each.type !== type || each.text === "") continue;
      if (!runs(() => engine.exec(each.text))) skipped.push(notCopied(api.label, `${type} ${each.name}`));
    }
  }
  return { skipped, others };
}

function tablesOf(engine: Engine, objects: readonly (SchemaRow & { text: string })[], shadows: ReadonlySet<string>) {
  const virtual = new Set(objects.filter(({ text }) => createsVirtual(text)).map(({ name }) => name));
  const own = objects.filter(({ type, name }) => type === "table" && !virtual.has(name)).map(({ name }) => name);
  const filled = [...shadows].filter((name) => !virtual.has(name) && !own.includes(name));
  const sequence = engine.all("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").length > 0;
  return [
    ...own,
    ...filled.filter((name) => !name.startsWith("sqlite_")),
    ...(sequence ? ["sqlite_sequence"] : []),
  ].map((name): TableToCopy => {
    const columns = engine
      .all("SELECT name FROM temp.pragma_table_xinfo(?) WHERE hidden = 0", [name])
      .map(([column]) => String(column));
    const key = engine
      .all("SELECT name FROM temp.pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk", [name])
      .map(([column]) => String(column));
    const withoutRowid = engine.all("SELECT wr FROM temp.pragma_table_list WHERE schema = 'main' AND name = ?", [name]);
    const free = ["rowid", "_rowid_", "oid"].find((each) => !columns.some((column) => column.toLowerCase() === each));
    const made = shadows.has(name) || name === "sqlite_sequence";
    const rowid = withoutRowid[0]?.[0] === 1 ? null : (free ?? null);
    return { name, columns, rowid, order: key.length > 0 ? key : columns, made };
  });
}

/** Tables for which the number of rows that arrived differs from the number counted, with both numbers. */
async function copyRows(
  engine: Engine,
  api: D1Api,
  tables: readonly TableToCopy[],
  hooks: CopyHooks,
): Promise<readonly string[]> {
  const counts = await readInParts(
    api,
    tables.map(({ name }) => ({ sql: `SELECT count(*) FROM ${quoteName(name)}` })),
  );
  const numbers = counts.map((rows) => Number(rows[0]?.[0] ?? 0));
  const total = numbers.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const read = tables.map(() => 0);
  const put = (index: number, table: TableToCopy, rows: readonly Row[]) => {
    insert(engine, table, rows);
    read[index] = (read[index] ?? 0) + rows.length;
    done += rows.length;
    hooks.onProgress(done, total);
  };
  if (total <= atOnce) {
    const all = await readInParts(
      api,
      tables.map((table) => valuesOf(table, null, 0)),
    );
    for (const [index, table] of tables.entries()) {
      empty(engine, table);
      put(index, table, all[index] ?? []);
    }
    return otherThanCounted();
  }
  for (const [index, table] of tables.entries()) {
    empty(engine, table);
    let after: string | null = null;
    let seen = 0;
    for (;;) {
      if (hooks.stop.aborted) throw new ProblemError(stoppedProblem(api.label));
      const [rows = []] = await readInParts(api, [valuesOf(table, { after, seen }, portion)]);
      put(index, table, rows);
      seen += rows.length;
      after = rows.length === 0 ? after : String(rows.at(-1)?.[0]);
      if (rows.length < portion) break;
    }
  }
  return otherThanCounted();

  function otherThanCounted(): readonly string[] {
    return tables.flatMap(({ name }, n) =>
      read[n] === numbers[n] ? [] : [`${name}: ${numbers[n]} rows were counted, ${read[n]} came`],
    );
  }
}

/**
 * Rows as SQL literals, written by the database itself, so that nothing passes through a JavaScript number or through
 * text that is not UTF-8.
 */
function valuesOf(
  { name, columns, rowid, order: sorted }: TableToCopy,
  from: { after: string | null; seen: number } | null,
  limit: number,
): Query {
  const own = quoteName(name);
  const literals = columns.map((column) => literal(`${own}.${quoteName(column)}`));
  // D1 returns at most a hundred columns, so the columns of a row are joined into a few texts.
  const texts: string[] = [];
  for (let at = 0; at < literals.length; at += 20) texts.push(literals.slice(at, at + 20).join(" || ', ' || "));
  const key = rowid === null ? [] : [`CAST(${own}.${rowid} AS TEXT)`];
  const by = rowid === null ? sorted.map((column) => `${own}.${quoteName(column)}`) : [`${own}.${rowid}`];
  const order = by.length === 0 ? "" : ` ORDER BY ${by.join(", ")}`;
  const start = rowid !== null && from?.after != null ? ` WHERE ${own}.${rowid} > ${from.after}` : "";
  const bound = from === null ? "" : ` LIMIT ${limit}${rowid === null ? ` OFFSET ${from.seen}` : ""}`;
  return { sql: `SELECT ${[...key, ...texts].join(", ")} FROM ${own}${start}${order}${bound}` };
}

function literal(value: string): string {
  return `CASE typeof(${value}) WHEN 'text' THEN 'CAST(x''' || hex(${value}) || ''' AS TEXT)' ELSE quote(${value}) END`;
}

/** Once, before its first rows: SQLite updates sqlite_sequence while the tables before it are filled. */
function empty(engine: Engine, { name, made }: TableToCopy): void {
  if (made) engine.exec(`DELETE FROM ${quoteName(name)}`);
}

function insert(engine: Engine, { name, columns, rowid }: TableToCopy, rows: readonly Row[]): void {
  const into = [...(rowid === null || name === "sqlite_sequence" ? [] : [rowid]), ...columns.map(quoteName)].join(", ");
  for (const row of rows) {
    const texts = rowid === null ? row : name === "sqlite_sequence" ? row.slice(1) : row;
    engine.exec(`INSERT INTO ${quoteName(name)} (${into}) VALUES (${texts.join(", ")})`);
  }
}

function notWhole(label: string, others: readonly string[]): Problem {
  return {
    code: "backup-failed",
    level: "error",
    subject: label,
    message: "the copy does not have the rows that were counted, and nobody wrote meanwhile",
    evidence: others,
    help: ["nothing was changed; a bookmark alone is a backup too: leave --backup out"],
  };
}

function writtenMeanwhile(label: string, others: readonly string[]): Problem {
  return {
    code: "server-backup-behind",
    level: "warning",
    subject: label,
    message: "the database changed while its rows were copied, so the copy may mix several moments",
    ...(others.length > 0 && { evidence: others }),
    help: [
      "the bookmark beside it is of one moment: an undo restores that",
      "a copy made without writers is consistent",
    ],
  };
}

function notCopied(label: string, what: string): Problem {
  return {
    code: "server-copy",
    level: "warning",
    subject: label,
    message: `the copy lacks ${what}: the engine here cannot create it`,
    help: ["the bookmark beside it covers the whole database"],
  };
}

function unsound(label: string, found: readonly string[]): Problem {
  return {
    code: "server-copy",
    level: "warning",
    subject: label,
    message: `the copy of ${label} is not sound`,
    evidence: found,
    help: ["PRAGMA quick_check says the same there if the database is damaged itself"],
  };
}

function unwritten(path: string, error: EngineError): Problem {
  return {
    code: "backup-failed",
    level: "error",
    subject: path,
    message: "the copy could not be written",
    evidence: [error.message],
    help: ["nothing was changed; a bookmark alone is a backup too: leave --backup out"],
  };
}

function stoppedProblem(label: string): Problem {
  return {
    code: "apply-interrupted",
    level: "error",
    subject: label,
    message: "stopped",
    help: ["nothing was changed"],
  };
}
