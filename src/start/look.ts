import type { Value } from "../database/connection.ts";
import { isInternal } from "../introspect/internal.ts";
import { namePattern } from "../model/names.ts";
import type { Bundle, StoredObject } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { answered, type Work } from "./work.ts";

/**
 * The question of every start: whether each object is stored as this release knows it. Texts are compared and nothing
 * is parsed, because equal texts are an equal schema. Different texts prove nothing, so the fingerprint decides then.
 */
export function* isUpToDate(driver: Driver, bundle: Bundle, ignore: readonly string[]): Work<boolean> {
  const [[all = null] = []] = yield* answered(
    driver.all(driver.readsBytes ? `SELECT CAST((${asOne}) AS BLOB)` : asOne),
  );
  const known = knownLines(bundle);
  const others: string[] = [];
  let missing = bundle.target.objects.length;
  for (const line of all === null ? [] : text(all).split("\x1e"))
    if (known.has(line)) missing--;
    else others.push(line);
  return others.length === 0 ? missing === 0 : yield* areBeside(driver, bundle, others, missing, ignore);
}

/** Objects that are not in the bundle: another spelling, or tables of others. */
function* areBeside(
  driver: Driver,
  { target }: Bundle,
  lines: readonly string[],
  missing: number,
  ignore: readonly string[],
): Work<boolean> {
  const known = new Map(target.objects.map((object) => [`${object.type} ${object.name}`, object]));
  const patterns = ignore.map(namePattern);
  const tables: string[] = [];
  let left = missing;
  for (const line of lines) {
    const [type = "", name = "", table = "", sql = "", more] = line.split("\x1f");
    if (more !== undefined) return false;
    const object = known.get(`${type} ${name}`);
    if (object !== undefined) {
      if (!isRenamed(object, sql)) return false;
      left--;
    } else if (!isOfOthers(name, patterns)) {
      if (type === "table") tables.push(name);
      else if (!isOfOthers(table, patterns)) return false;
    }
  }
  return left === 0 && (tables.length === 0 || (yield* areShadows(driver, tables)));
}

/** One value instead of hundreds of rows. A text that contains a separator is not a known one, so it is parsed. */
const asOne =
  "SELECT group_concat(type || char(31) || name || char(31) || tbl_name || char(31) || sql, char(30)) FROM sqlite_schema WHERE sql IS NOT NULL";

/** A text that is invalid, or in UTF-16, is then not a known text. */
function text(value: Value): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}

const lines = new WeakMap<Bundle, ReadonlySet<string>>();

function knownLines(bundle: Bundle): ReadonlySet<string> {
  let known = lines.get(bundle);
  if (known === undefined) {
    const found = new Set<string>();
    for (const { type, name, table, texts } of bundle.target.objects)
      for (const sql of texts) found.add(`${type}\x1f${name}\x1f${table}\x1f${sql}`);
    known = found;
    lines.set(bundle, known);
  }
  return known;
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
function* areShadows(driver: Driver, names: readonly string[]): Work<boolean> {
  const rows = yield* answered(
    driver.all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"),
  );
  const shadows = new Set(rows.map(([name]) => text(name ?? "")));
  return names.every((name) => shadows.has(name));
}
