import { EngineError, type Row } from "../database/connection.ts";
import { type Probe, probesOf, setAside } from "../introspect/broken.ts";
import { catalogQueries, readCatalog } from "../introspect/catalog.ts";
import { columnNames, compileError, settableOf, settableQuery } from "../introspect/compiles.ts";
import { setStrandedAside } from "../introspect/stranded.ts";
import { toSchema } from "../introspect/to-schema.ts";
import { nothingBeside } from "../model/beside.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { lacks } from "../sql/lacks.ts";
import type { Bundle } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { keysOf } from "./lock.ts";
import { ignored, type Look } from "./look.ts";
import { answered, type Work } from "./work.ts";

/** What the build knows that the engine of an application may not. */
type Known = Pick<Bundle, "target" | "bases" | "ignore" | "functions" | "collations">;

/** The schema of a live database, read as the command line reads it, over any driver. */
export function* liveSchema(start: Omit<Look, "bundle"> & { readonly bundle: Known }): Work<Schema> {
  const { driver, bundle } = start;
  const answers: (readonly Row[])[] = [];
  for (const { sql } of catalogQueries) answers.push(yield* answered(driver.all(sql)));
  const functions = yield* functionsOf(driver);
  const known = new Set(bundle.functions);
  const read = toSchema(
    readCatalog(answers),
    { ...nothingBeside, ignore: ignored(start), collations: bundle.collations },
    (name) => known.has(name) || (functions?.has(name) ?? true),
  );
  const declared = declaredBy(bundle);
  const whole = yield* withoutBroken(driver, read, bundle.target);
  // What a release declares works without unmanaged tables, or it could not have been declared. Any other view that
  // names one may need it, and stays as it is.
  return setStrandedAside(whole, (_, suspects) =>
    suspects.filter(({ kind, name }) => !declared.has(`${kind} ${fold(name)}`)),
  );
}

/**
 * Functions that the build knows to exist do exist, whatever this engine says, so that a fingerprint is the same
 * everywhere. Others are the engine's own. Functions that the application registered are not included, and what calls
 * them is left alone. Null if the engine has no list.
 */
function* functionsOf(driver: Driver): Work<ReadonlySet<string> | null> {
  try {
    const rows = yield* answered(driver.all("SELECT DISTINCT name FROM temp.pragma_function_list WHERE builtin"));
    return new Set(rows.map(([name]) => fold(String(name))));
  } catch {
    return null;
  }
}

/**
 * While foreign keys are on, SQLite compiles what they do to other tables as well, so that its refusal may say nothing
 * about an object. What this release declares compiled with them off; if it does not here, because something that it
 * needs is missing, the fingerprint is that of no release.
 */
function* withoutBroken(driver: Driver, schema: Schema, { objects }: Bundle["target"]): Work<Schema> {
  const columns = new Map<string, readonly string[]>();
  for (const table of schema.tables) columns.set(fold(table.name), settableOf(table));
  // Only INSTEAD OF triggers are on something other than a table.
  for (const { table } of schema.triggers)
    if (!columns.has(fold(table))) columns.set(fold(table), yield* columnsOf(driver, table));
  const probes = probesOf(schema, (name) => columns.get(fold(name)) ?? []);
  const verdicts = new Map<string, string>();
  for (const sql of new Set(probes.map((each) => each.sql))) {
    const why = yield* complaint(driver, sql);
    if (why !== null) verdicts.set(sql, why);
  }
  if (verdicts.size === 0) return schema;
  const keysOn = yield* keysOf(driver);
  const isBroken = ({ object: { kind, text }, sql }: Probe) =>
    !keysOn ||
    kind !== "trigger" ||
    lacks(verdicts.get(sql) ?? "") !== null ||
    !objects.some(({ texts }) => texts.includes(text));
  return setAside(schema, probes.filter(isBroken), verdicts);
}

/** A view that does not compile has no columns. */
function* columnsOf(driver: Driver, name: string): Work<readonly string[]> {
  try {
    return columnNames(yield* answered(driver.all(settableQuery(name))));
  } catch (error) {
    compileError(error);
    return [];
  }
}

/** `sql` is an EXPLAIN QUERY PLAN: if the driver cannot compile without running, running it does nothing either. */
function* complaint(driver: Driver, sql: string): Work<string | null> {
  try {
    yield* answered<unknown>(driver.prepare ? driver.prepare(sql) : driver.all(sql));
    return null;
  } catch (error) {
    if (error instanceof EngineError && !/^SQLITE_(?:ERROR|AUTH)/.test(error.code)) throw error;
    return compileError(error);
  }
}

/** The objects of all releases, by kind and name. */
function declaredBy({ target, bases }: Known): ReadonlySet<string> {
  return new Set([target, ...bases].flatMap(({ objects }) => objects.map(({ type, name }) => `${type} ${fold(name)}`)));
}
