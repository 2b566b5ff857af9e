import { EngineError } from "../database/connection.ts";
import { objectsOf } from "../model/canonical.ts";
import { fold, named } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";
import { backUp, keepingCopy } from "./backup.ts";
import type { Start } from "./change.ts";
import { beside } from "./compatible.ts";
import { compared, refused } from "./foreign.ts";
import { judge } from "./judge.ts";
import { schemaOf } from "./known.ts";
import { liveSchema } from "./live.ts";
import { holdingLock } from "./lock.ts";
import type { Outcome } from "./outcome.ts";
import { StartError } from "./start-error.ts";
import { answered, type Work } from "./work.ts";

/**
 * Adds what a database of no known release lacks, and changes nothing that exists. If the driver has a database in
 * memory, it is tried there first. In any case it is committed only if everything of the release then exists,
 * unchanged. Null if by now the database is one that has a plan.
 */
export function* addMissing(start: Start, live: Schema): Work<Outcome | null> {
  const { driver, bundle, options } = start;
  const target = schemaOf(bundle.target, bundle);
  yield* tryInMemory(start, live, target);
  let backup: string | null = null;
  const adding = holdingLock(driver, options, function* (): Work<Outcome | null> {
    const found = yield* judge(start);
    if (found.kind !== "foreign") return null;
    const additions = missing(found.live, target);
    backup = yield* backUp(driver, options, { from: null, to: bundle.release, rewrites: false });
    yield* add(start, found.live, additions);
    yield* expectAll(start, found.live, target);
    return { state: "added", added: additions.map(({ what }) => what), backup, milliseconds: 0 };
  });
  return yield* keepingCopy(() => backup, adding);
}

interface Addition {
  /** `table note`, `column note.starred`. */
  readonly what: string;
  readonly sql: string;
}

function missing(live: Schema, target: Schema): readonly Addition[] {
  const columns = target.tables.flatMap((table): readonly Addition[] => {
    const now = named(live.tables, table.name);
    if (now === undefined) return [];
    const fresh = table.columns.filter(({ name }) => named(now.columns, name) === undefined);
    return fresh.map(({ name, text }) => ({
      what: `column ${now.name}.${name}`,
      sql: `ALTER TABLE ${quoteName(now.name)} ADD COLUMN ${text}`,
    }));
  });
  const there = new Set(objectsOf(live).map(({ kind, name }) => `${kind} ${fold(name)}`));
  const objects = objectsOf(target).filter(({ kind, name }) => !there.has(`${kind} ${fold(name)}`));
  const made = objects.map(({ kind, name, text }) => ({ kind, what: `${kind.replace("-", " ")} ${name}`, sql: text }));
  const isTable = ({ kind }: { readonly kind: string }) => kind === "table" || kind === "virtual-table";
  return [...made.filter(isTable), ...columns, ...made.filter((each) => !isTable(each))];
}

function* add(start: Start, live: Schema, additions: readonly Addition[]): Work<void> {
  for (const { what, sql } of additions) {
    try {
      yield* answered(start.driver.exec(sql));
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "SQLITE_ERROR")) throw error;
      throw new StartError("unknown", "what this release lacks here cannot be added to what is there", {
        evidence: [`${what}: ${error.message}`],
        help: ["nothing was changed"],
        differences: compared(live, start.bundle).differences,
      });
    }
  }
}

function* expectAll(start: Start, before: Schema, target: Schema): Work<void> {
  if (beside(target, yield* liveSchema(start)).compatible) return;
  throw refused({ ...compared(before, start.bundle), kind: "unknown" }, start.bundle, []);
}

function* tryInMemory(start: Start, live: Schema, target: Schema): Work<void> {
  if (start.driver.open === undefined) return;
  const twin = yield* answered(start.driver.open(":memory:"));
  const there = { ...start, driver: twin };
  try {
    const objects = [...live.tables, ...live.virtualTables, ...live.indexes, ...live.views, ...live.triggers];
    yield* add(
      there,
      live,
      objects.map(({ kind, name, text }) => ({ what: `${kind} ${name}`, sql: text })),
    );
    yield* add(there, live, missing(live, target));
    yield* expectAll(there, live, target);
  } finally {
    yield* answered(twin.close());
  }
}
