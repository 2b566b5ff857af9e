import type { Value } from "../database/connection.ts";
import { isInternal } from "../introspect/internal.ts";
import { namePattern } from "../model/names.ts";
import type { Bundle, StoredObject } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import { answered, type Work } from "./work.ts";

/**
 * The question of every start: whether each object is stored as this release knows it. Texts are compared, and nothing is
 * parsed: equal texts are an equal schema. Of differing texts nothing follows, and the fingerprint is asked.
 */
export function* isUpToDate(driver: Driver, bundle: Bundle, ignore: readonly string[]): Work<boolean> {
  const [[all = null] = []] = yield* answered(
    driver.all(driver.readsBytes ? `SELECT CAST((${asOne}) AS BLOB)` : asOne),
  );
  const known = knownTexts(bundle);
  const patterns = ignore.map(namePattern);
  const others: string[] = [];
  let found = 0;
  for (const line of all === null ? [] : text(all).split("\x1e")) {
    const [type = "", name = "", table = "", sql = "", more] = line.split("\x1f");
    if (more !== undefined) return false;
    const object = known.get(`${type} ${name}`);
    if (object !== undefined) {
      if (!isStored(object, sql)) return false;
      found++;
    } else if (type === "table") {
      if (!isOfOthers(name, patterns)) others.push(name);
    } else if (!isOfOthers(name, patterns) && !isOfOthers(table, patterns)) return false;
  }
  if (found !== known.size) return false;
  return others.length === 0 || (yield* areShadows(driver, others));
}

/** One value instead of hundreds of rows. A text with a separator in it is none that is known, and then it is parsed. */
const asOne =
  "SELECT group_concat(type || char(31) || name || char(31) || tbl_name || char(31) || sql, char(30)) FROM sqlite_schema WHERE sql IS NOT NULL";

/** A text that is not valid, or in UTF-16, is then no text that is known. */
function text(value: Value): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}

const texts = new WeakMap<Bundle, ReadonlyMap<string, StoredObject>>();

function knownTexts(bundle: Bundle): ReadonlyMap<string, StoredObject> {
  let known = texts.get(bundle);
  if (known === undefined) {
    known = new Map(bundle.target.objects.map((object) => [`${object.type} ${object.name}`, object]));
    texts.set(bundle, known);
  }
  return known;
}

/** A rebuild ends in a RENAME, which writes the name in quotes: a table is compared from its first parenthesis. */
function isStored({ type, texts }: StoredObject, sql: string): boolean {
  if (texts.includes(sql)) return true;
  if (type !== "table" || !sql.startsWith("CREATE TABLE ")) return false;
  const body = sql.slice(sql.indexOf("("));
  return texts.some((each) => each.startsWith("CREATE TABLE ") && each.slice(each.indexOf("(")) === body);
}

function isOfOthers(name: string, patterns: readonly RegExp[]): boolean {
  return isInternal(name) || patterns.some((each) => each.test(name.toLowerCase()));
}

/** The tables in which a virtual table keeps its content. */
function* areShadows(driver: Driver, names: readonly string[]): Work<boolean> {
  const rows = yield* answered(
    driver.all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"),
  );
  const shadows = new Set(rows.map(([name]) => text(name ?? "")));
  return names.every((name) => shadows.has(name));
}
