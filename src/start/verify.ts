import { fingerprint } from "../model/fingerprint.ts";
import { quoteText } from "../sql/quote.ts";
import { subjectNames } from "../words/subject.ts";
import type { BundledPlan } from "./bundle.ts";
import type { Driver } from "./driver.ts";
import type { Rest } from "./parts.ts";
import { orphans, writesRows } from "./items.ts";
import { liveSchema } from "./live.ts";
import { type Look, text } from "./look.ts";
import { renamedBy } from "./renamed-tables.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

/** The part of a plan that matters here. */
type Ran = Pick<BundledPlan, "items" | "rewrites">;

/** Does the work, and then checks that nothing is worse than before, and that the schema is that of the release. */
export function* verify(
  start: Look,
  plan: Ran,
  { besideTarget }: Pick<Rest, "besideTarget">,
  work: () => Work<void>,
): Work<void> {
  const { driver, bundle } = start;
  const renamed = renamedBy(plan.items);
  const tables = rewritten(plan);
  const asked = asksForOrphans(plan, tables);
  const before = asked ? yield* orphans(driver, renamed) : new Map<string, number>();
  const flaws = yield* complaints(driver, tables);
  yield* work();
  const after = asked ? yield* orphans(driver, (name) => name) : new Map<string, number>();
  const lost = [...after].filter(([pair, count]) => count > (before.get(pair) ?? 0));
  const parted = lost.map(([pair, count]) => `${count} rows without parent: ${pair.split("\0").join(" → ")}`);
  const worse = [...(yield* complaints(driver, tables))].filter((message) => !flaws.has(message));
  if (parted.length + worse.length > 0)
    throw new StartError("rows", "rows would violate the schema", {
      evidence: [...parted, ...worse].slice(0, 10),
      help: ["the release before this one works with the database as it is"],
    });
  const live = yield* liveSchema(start);
  if (fingerprint(live) === bundle.target.fingerprint) return;
  throw new StartError("sql", "the steps ran, but they do not lead to the schema of this release", {
    evidence: besideTarget(live, bundle).slice(0, 10),
    help: ["report this to the maker of the application"],
  });
}

/** Additions cannot separate rows from their parents; most other plans check that themselves. */
function asksForOrphans({ items, rewrites }: Ran, tables: readonly string[]): boolean {
  const asks = items.some((item) => item.kind === "check" && item.check === "foreign-keys");
  return !asks && (rewrites || tables.length > 0);
}

/** The tables whose rows the plan writes, by their names after it. */
function rewritten({ items }: Ran): readonly string[] {
  const names = items.flatMap((item) =>
    item.kind === "step" && (writesRows(item.sql) || item.step === "alter-column")
      ? subjectNames(item.subject).slice(0, 1)
      : [],
  );
  return [...new Set(names)];
}

/** What SQLite reports about the rows of these tables. A table that does not exist yet has none. */
function* complaints(driver: Driver, tables: readonly string[]): Work<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const name of tables) {
    const rows = yield* answered(
      driver.all(
        `SELECT CAST(q.quick_check AS BLOB) FROM sqlite_schema AS m, temp.pragma_quick_check(m.name) AS q WHERE m.type = 'table' AND m.name = ${quoteText(name)} COLLATE NOCASE`,
      ),
    );
    for (const [message = null] of rows) found.add(text(message));
  }
  found.delete("ok");
  return found;
}
