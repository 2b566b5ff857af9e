import { itemName } from "../plan/item-name.ts";
import { isKeyMismatch, foreignKeysBut } from "../database/foreign-keys.ts";
import type { Value } from "../database/connection.ts";
import { fold } from "../model/names.ts";
import type { Item, PlanCheck, Step } from "../plan/plan.ts";
import { readPragma } from "../sql/pragma.ts";
import { quoteText } from "../sql/quote.ts";
import { withoutSemicolon } from "../sql/statement.ts";
import { isWord, significantIn } from "../sql/tokens.ts";
import type { Driver } from "./driver.ts";
import type { StartEvent } from "./outcome.ts";
import { renamedBy } from "./renamed-tables.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

/** Where a plan stopped, and why. */
export class Stopped extends Error {
  readonly at: string;
  constructor(at: string, cause: unknown) {
    super(at, { cause });
    this.at = at;
  }
}

/** Runs the steps and checks of a plan in order, as written. */
export function* runItems(
  driver: Driver,
  items: readonly Item[],
  tell: ((event: StartEvent) => void) | undefined,
): Work<void> {
  const before = new Map<Item, Tally>();
  for (const item of items)
    if (item.kind === "check" && item.expect.kind === "no-worse")
      before.set(item, yield* tally(driver, item, renamedBy(items)));
  for (const [at, item] of items.entries()) {
    const place = { n: at + 1, of: items.length, name: itemName(item) };
    try {
      if (item.kind === "step") {
        const rows = yield* runStep(driver, item);
        tell?.({ kind: "step", ...place, rows });
      } else {
        yield* runCheck(driver, item, before.get(item));
        tell?.({ kind: "check", ...place });
      }
    } catch (error) {
      throw new Stopped(place.name, error);
    }
  }
}

function* runStep(driver: Driver, { sql }: Step): Work<number | null> {
  yield* answered(driver.exec(sql));
  return writesRows(sql) ? yield* numberOf(driver, "SELECT changes()") : null;
}

/** Judged by its first word; in a plan, a statement that begins with WITH can do nothing else. */
export function writesRows(sql: string): boolean {
  return isWord(significantIn(sql, 1)[0], "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH");
}

function* runCheck(driver: Driver, check: PlanCheck, before: Tally | undefined): Work<void> {
  const { expect, sql } = check;
  if (expect.kind === "no-worse") {
    let worse = 0;
    for (const [row, count] of yield* tally(driver, check, (name) => name))
      worse += Math.max(0, count - (before?.get(row) ?? 0));
    if (worse > 0) throw notAllowed(check, worse);
    return;
  }
  const isEmpty = expect.kind === "empty";
  const found = yield* numberOf(driver, isEmpty ? `SELECT count(*) FROM (\n${withoutSemicolon(sql)}\n)` : sql);
  const wanted = isEmpty ? 0 : expect.value;
  if (expect.kind === "equal" ? found !== wanted : found > wanted)
    throw notAllowed(check, expect.kind === "most" ? found - wanted : found);
}

/** What counts rows finds them, too. */
const counted = "SELECT count(*) FROM";

export function notAllowed(check: PlanCheck, count: number | null): StartError {
  const sql = check.sql.startsWith(counted) ? `SELECT * FROM${check.sql.slice(counted.length)}` : check.sql;
  const name = itemName(check);
  return new StartError("rows", `there are rows that this release does not allow: ${name}`, {
    evidence: [count === null ? sql : `${count} found by: ${sql}`],
    help: ["the release before this one works with the database as it is"],
    rows: { check: name, count, find: sql },
  });
}

/** How often each row occurs. */
type Tally = ReadonlyMap<string, number>;
/** Maps a name before a plan to the one after it. */
type Renamed = (name: string) => string;

function* tally(driver: Driver, { sql }: PlanCheck, renamed: Renamed): Work<Tally> {
  const pragma = readPragma(withoutSemicolon(sql));
  if (pragma?.name === "foreign_key_check" && pragma.argument === null) return yield* orphans(driver, renamed);
  const found = new Map<string, number>();
  for (const row of yield* answered(driver.all(sql))) {
    const key = JSON.stringify(row.map(plain));
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** Rows without their parent, by the two tables: a rebuilt table renumbers its rows and keys. */
export function* orphans(driver: Driver, renamed: Renamed): Work<Tally> {
  const found = new Map<string, number>();
  const counted = `SELECT "table", parent, count(*) FROM ${yield* orphanSource(driver)} GROUP BY 1, 2`;
  for (const [table, parent, count] of yield* answered(driver.all(counted))) {
    const pair = [table, parent].map((name) => renamed(fold(String(name)))).join("\0");
    found.set(pair, (found.get(pair) ?? 0) + Number(count));
  }
  return found;
}

/**
 * One reference to something that is not a key stops the check of the whole database, so its table is left out then.
 */
export function* orphanSource(driver: Driver): Work<string> {
  const whole = foreignKeysBut([]);
  const asked = (source: string) => answered(driver.all(`SELECT 1 FROM ${source} LIMIT 1`));
  try {
    yield* asked(whole);
    return whole;
  } catch (error) {
    if (!isKeyMismatch(error)) throw error;
  }
  const left: string[] = [];
  for (const [name] of yield* answered(driver.all("SELECT name FROM sqlite_schema WHERE type = 'table'"))) {
    try {
      yield* asked(`temp.pragma_foreign_key_check(${quoteText(String(name))})`);
    } catch (error) {
      if (!isKeyMismatch(error)) throw error;
      left.push(String(name));
    }
  }
  return foreignKeysBut(left);
}

export function* numberOf(driver: Driver, sql: string): Work<number> {
  const rows = yield* answered(driver.all(withoutSemicolon(sql)));
  return Number(rows[0]?.[0] ?? 0);
}

function plain(value: Value): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Uint8Array ? [...value] : value;
}
