import type { Value } from "../database/connection.ts";
import { isInternal } from "../introspect/internal.ts";
import { namePattern } from "../model/names.ts";
import { unusable } from "./bundle-fits.ts";
import type { Bundle, StoredObject } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import type { Options } from "./outcome.ts";
import { answered, type Work } from "./work.ts";

export interface Look {
  readonly driver: Driver;
  readonly bundle: Bundle;
  readonly options: Pick<Options, "ignore">;
}

/** Patterns of tables that belong to others. */
export function ignored({ bundle, options }: Pick<Look, "options"> & { bundle: Pick<Bundle, "ignore"> }) {
  return [...bundle.ignore, ...(options.ignore ?? [])];
}

/**
 * The question of every start: whether each object is stored as this release knows it. Texts are compared and nothing
 * is parsed, because equal texts are an equal schema: SQLite opens none in which a text says another name. Different
 * texts prove nothing, so the fingerprint decides then.
 */
export function* isUpToDate(start: Look): Work<boolean> {
  const { objects } = start.bundle.target;
  const known = new Set<string>();
  let left = start.bundle.length;
  for (const { texts } of objects)
    for (const sql of texts) {
      known.add(sql);
      left -= sql.length;
    }
  if (left !== 0) throw unusable("target.objects is not whole");
  let missing = objects.length;
  let others = false;
  for (const sql of (yield* joined(start, "sql")).split("\x1e"))
    if (known.has(sql)) missing--;
    else others ||= sql !== "";
  return others ? yield* areBeside(start, known) : missing === 0;
}

/**
 * One value instead of hundreds of rows. A text that contains a separator is not a known one, so it is parsed; so is one
 * that is invalid, or in UTF-16.
 */
function* joined({ driver }: Look, what: string): Work<string> {
  const sql = `SELECT group_concat(${what}, char(30)) FROM sqlite_schema`;
  const [[all] = []] = yield* answered(driver.all(driver.readsBytes ? `SELECT CAST((${sql}) AS BLOB)` : sql));
  return text(all ?? "");
}

/** There are objects that are not in the bundle: another spelling, or tables of others. */
function* areBeside(start: Look, texts: ReadonlySet<string>): Work<boolean> {
  const { objects } = start.bundle.target;
  const known = new Map(objects.map((object) => [`${object.type} ${object.name}`, object]));
  const patterns = ignored(start).map(namePattern);
  const tables: string[] = [];
  let missing = objects.length;
  const lines = yield* joined(start, "type || char(31) || name || char(31) || tbl_name || char(31) || sql");
  for (const line of lines.split("\x1e")) {
    const [type = "", name = "", table = "", sql = "", more] = line.split("\x1f");
    if (more !== undefined) return false;
    const object = known.get(`${type} ${name}`);
    if (object !== undefined) {
      if (!texts.has(sql) && !isRenamed(object, sql)) return false;
      missing--;
    } else if (!isOfOthers(name, patterns)) {
      if (type === "table") tables.push(name);
      else if (!isOfOthers(table, patterns)) return false;
    }
  }
  return missing === 0 && (tables.length === 0 || (yield* areShadows(start, tables)));
}

export function text(value: Value): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}

/**
 * A rebuild ends in a RENAME, which writes the name in quotes, so a table is compared from its first parenthesis on.
 */
function isRenamed({ type, texts }: StoredObject, sql: string): boolean {
  if (type !== "table" || !sql.startsWith("CREATE TABLE ")) return false;
  const body = sql.slice(sql.indexOf("("));
  return texts.some((each) => each.startsWith("CREATE TABLE ") && each.slice(each.indexOf("(")) === body);
}

function isOfOthers(name: string, patterns: readonly RegExp[]): boolean {
  return isInternal(name) || patterns.some((each) => each.test(name.toLowerCase()));
}

/** The tables in which a virtual table keeps its contents. */
function* areShadows({ driver }: Look, names: readonly string[]): Work<boolean> {
  const rows = yield* answered(
    driver.all("SELECT name FROM temp.pragma_table_list WHERE schema = 'main' AND type = 'shadow'"),
  );
  const shadows = new Set(rows.map(([name]) => text(name ?? "")));
  return names.every((name) => shadows.has(name));
}
