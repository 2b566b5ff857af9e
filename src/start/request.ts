import { itemName } from "../plan/item-name.ts";
import type { Item, PlanCheck } from "../plan/plan.ts";
import { readPragma } from "../sql/pragma.ts";
import { quoteText } from "../sql/quote.ts";
import { withoutSemicolon } from "../sql/statement.ts";
import { isInternal } from "../introspect/internal.ts";
import type { Start } from "./change.ts";
import { notAllowed, numberOf, orphanSource, Stopped } from "./items.ts";
import { judge, type KnownBundle } from "./judge.ts";
import { setAside } from "./set-aside.ts";
import { text } from "./look.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

/**
 * A whole change as one request, for connections on which a transaction cannot span several. Nothing can be decided in
 * between, so every check is a statement that raises an error, and the first one checks that the schema is still the
 * one that was read. Returns what was found if another connection was faster.
 */
export function* asRequest(start: Start): Work<KnownBundle | null> {
  const { driver } = start;
  for (;;) {
    const before = yield* storedTexts(start);
    const found = yield* judge(start);
    if (found.kind === "up-to-date") return null;
    if (found.kind === "foreign")
      throw new StartError("unknown", "the database was changed by another connection meanwhile");
    const { items } = found.plan;
    const { drop, restore } = setAside(found.live, items);
    const statements = [
      raising(`(${allTexts}) IS NOT ${before === null ? "NULL" : quoteText(before)}`, "first"),
      ...drop,
    ];
    for (const [n, item] of items.entries())
      statements.push(item.kind === "step" ? item.sql : raising(yield* fails(start, item), String(n)));
    statements.push(...restore, ...(yield* reached(start, found)));
    try {
      yield* answered<unknown>(driver.request?.(statements));
    } catch (error) {
      const [, mark = null] = /trueup-(\w+)/.exec(error instanceof Error ? error.message : "") ?? [];
      if (mark === "first") continue;
      throw mark === null ? error : stopped(items, mark);
    }
    if ((yield* judge(start)).kind === "up-to-date") return found;
    throw new StartError("unverified", "the change was committed, and the schema is not the one of this release", {
      help: ["report this to the maker of the application"],
    });
  }
}

/** Works on every engine and needs no trigger: an invalid path. */
function raising(condition: string, mark: string): string {
  return `SELECT CASE WHEN ${condition} THEN json_extract('{}', 'trueup-${mark}') END`;
}

function stopped(items: readonly Item[], mark: string): Error {
  const item = items[Number(mark)];
  if (item?.kind === "check") return new Stopped(itemName(item), notAllowed(item, null));
  return new StartError("sql", "the steps ran, but they do not lead to the schema of this release", {
    help: ["report this to the maker of the application"],
  });
}

const allTexts =
  "SELECT group_concat(type || char(31) || name || char(31) || sql, char(30)) FROM (SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)";

function* storedTexts({ driver }: Start): Work<string | null> {
  const [[all = null] = []] = yield* answered(driver.all(allTexts));
  return all === null ? null : text(all);
}

/** The condition under which a check fails. */
function* fails({ driver }: Start, { expect, sql }: PlanCheck): Work<string> {
  const query = withoutSemicolon(sql);
  switch (expect.kind) {
    case "equal":
      return `(\n${query}\n) IS NOT ${expect.value}`;
    case "most":
      return `(\n${query}\n) > ${expect.value}`;
    case "empty":
      return `EXISTS (\n${query}\n)`;
    default: {
      const isOrphans = readPragma(query)?.name === "foreign_key_check";
      const counted = `SELECT count(*) FROM ${isOrphans ? yield* orphanSource(driver) : `(\n${query}\n)`}`;
      return `(${counted}) > ${yield* numberOf(driver, counted)}`;
    }
  }
}

/**
 * That every object of the release exists with a known text. Left out if a text was not known before, for example
 * because another tool wrote it; then the schema is only read after the commit.
 */
function* reached({ driver, bundle }: Start, { plan }: KnownBundle): Work<readonly string[]> {
  const base = bundle.bases.find(({ fingerprint }) => fingerprint === plan.from)?.objects ?? [];
  const rows = yield* answered(driver.all("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"));
  const known = new Set(base.flatMap(({ type, name, texts }) => texts.map((text) => `${type} ${name} ${text}`)));
  const strange = rows.some(
    ([type, name, sql]) => !isInternal(String(name)) && !known.has(`${String(type)} ${String(name)} ${String(sql)}`),
  );
  if (strange) return [];
  const objects = bundle.target.objects.filter(({ name }) => !isInternal(name));
  const values = objects.flatMap(({ type, name, texts }) =>
    texts.map((text) => `(${quoteText(type)}, ${quoteText(name)}, ${quoteText(text)})`),
  );
  if (values.length === 0) return [];
  const there = `SELECT count(*) FROM (VALUES ${values.join(", ")}) AS v JOIN sqlite_schema AS m ON m.type = v.column1 AND m.name = v.column2 AND m.sql = v.column3`;
  return [raising(`(${there}) <> ${objects.length}`, "schema")];
}
