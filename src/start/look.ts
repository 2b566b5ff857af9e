import type { Row } from "../database/connection.ts";
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
  const rows = yield* answered(driver.all(driver.readsBytes ? asBytes : asText));
  const known = knownTexts(bundle);
  const patterns = ignore.map(namePattern);
  const others: string[] = [];
  let found = 0;
  for (const row of rows) {
    const [type = "", name = "", table = "", sql = ""] = row.map(text);
    const object = known.get(`${type} ${name}`);
    if (object !== undefined) {
      if (!isStored(object, sql)) return false;
      found++;
    } else if (type === "table" && object === undefined && !isOfOthers(name, patterns)) others.push(name);
    else if (type !== "table" && !isOfOthers(name, patterns) && !isOfOthers(table, patterns)) return false;
  }
  if (found !== known.size) return false;
  return others.length === 0 || (yield* areShadows(driver, others));
}

const from = "FROM sqlite_schema WHERE sql IS NOT NULL";
const asText = `SELECT type, name, tbl_name, sql ${from}`;
const asBytes = `SELECT type, CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB) ${from}`;

/** A text that is not valid, or in UTF-16, is then no text that is known. */
const decoder = new TextDecoder();

function text(value: Row[number]): string {
  return value instanceof Uint8Array ? decoder.decode(value) : String(value);
}

const texts = new WeakMap<Bundle, ReadonlyMap<string, StoredObject>>();

function knownTexts(bundle: Bundle): ReadonlyMap<string, StoredObject> {
  let known = texts.get(bundle);
  if (known === undefined) {
    const objects = bundle.target.objects.filter(({ name }) => !isInternal(name));
    known = new Map(objects.map((object) => [`${object.type} ${object.name}`, object]));
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
