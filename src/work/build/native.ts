import { EngineError } from "../../database/connection.ts";
import { openNodeSqlite } from "../../database/node-sqlite.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import { canonicalPart } from "../../model/canonical.ts";
import { fingerprint } from "../../model/fingerprint.ts";
import { named } from "../../model/names.ts";
import { libsqlProfile } from "../../model/profile.ts";
import type { Table } from "../../model/schema.ts";
import type { Item, Step } from "../../plan/plan.ts";
import { closed } from "../../sql/fragment.ts";
import { quoteName } from "../../sql/quote.ts";
import type { StoredObject } from "../../start/bundle.ts";
import type { SyncDatabase } from "../../start/supported.ts";
import { subject, subjectNames } from "../../words/subject.ts";
import { refuse } from "../context.ts";
import type { Base } from "./bases.ts";
import { nativeScratch, type OpenNative } from "./native-scratch.ts";
import { planBase, type PlannedBase, type ForAllBases } from "./plan-base.ts";

export interface Native {
  readonly planned: PlannedBase;
  /** How SQLite stores the objects afterwards. */
  readonly stored: readonly StoredObject[];
}

/**
 * A plan with the SET NOT NULL, ADD CHECK and DROP CONSTRAINT of SQLite 3.54, where nothing else changes in a table that would
 * be rewritten for it. It is made of libSQL's plan, and carried out once by the SQLite that Node brings: libSQL does not know
 * these forms. Null where the base needs none, or more than them.
 */
export async function planNative(
  base: Base,
  way: ForAllBases,
  open: OpenNative = openNodeSqlite,
): Promise<Native | null> {
  const planned = await planBase(base.schema, way, libsqlProfile);
  if (planned.kind !== "plan" || !planned.items.some(isAltering)) return null;
  const items = inNativeForms(planned.items, base, way);
  if (items === null) return null;
  const db = open();
  if (db === null) return refuse(tooOld);
  try {
    const stored = carriedOut(db, items, base, way);
    return stored === null ? null : { planned: { ...planned, items }, stored };
  } finally {
    db.close();
  }
}

const tooOld = {
  code: "native-unproven",
  level: "error",
  subject: "native",
  message: "plans for `native` are tried on the SQLite of Node, and this Node has none from 3.54 on",
  help: ["build with a newer Node: 22.23, 24 or later", "or leave `native` out of the engines"],
} as const;

function isAltering(item: Item): item is Step {
  return item.kind === "step" && item.step === "alter-column";
}

/** All changes of a table stand where the first of them stood: the rows are filled by then. Null if there are others. */
function inNativeForms(items: readonly Item[], { schema }: Base, { target }: ForAllBases): readonly Item[] | null {
  const done = new Set<string>();
  const found: Item[] = [];
  for (const item of items) {
    if (!isAltering(item)) {
      found.push(item);
      continue;
    }
    const [name = ""] = subjectNames(item.subject);
    if (done.has(name)) continue;
    done.add(name);
    const [before, after] = [named(schema.tables, name), named(target.tables, name)];
    const forms = before && after ? formsFor(before, after) : null;
    if (forms === null) return null;
    found.push(...forms.map(({ about, sql }): Item => ({ ...item, subject: about, sql, note: null })));
  }
  return found;
}

interface Form {
  readonly about: string;
  readonly sql: string;
}

function formsFor(before: Table, after: Table): readonly Form[] | null {
  const alter = `ALTER TABLE ${quoteName(after.name)}`;
  const dropped = besides(before, after);
  if (dropped.some(({ name }) => name === null)) return null;
  const nulls = after.columns.flatMap(({ name, notNull }): Form[] => {
    const was = named(before.columns, name)?.notNull ?? null;
    if ((was === null) === (notNull === null)) return [];
    const what = notNull === null ? "DROP NOT NULL" : "SET NOT NULL";
    return [{ about: subject(after.name, name), sql: `${alter} ALTER COLUMN ${quoteName(name)} ${what}` }];
  });
  const about = subject(after.name);
  return [
    ...dropped.map(({ name }) => ({ about, sql: `${alter} DROP CONSTRAINT ${quoteName(name ?? "")}` })),
    ...nulls,
    ...besides(after, before).map(({ name, expr }) => ({
      about,
      sql: `${alter} ADD ${name === null ? "" : `CONSTRAINT ${quoteName(name)} `}CHECK (${closed(expr.text)})`,
    })),
  ];
}

/** The CHECKs of one that the other does not have. */
function besides({ checks }: Table, other: Table) {
  const known = new Set(other.checks.map(canonicalPart));
  return checks.filter((check) => !known.has(canonicalPart(check)));
}

/** What is stored afterwards; null if it is another schema than the target. */
function carriedOut(
  db: SyncDatabase & { close(): unknown },
  items: readonly Item[],
  { schema }: Base,
  { target, beside }: ForAllBases,
): readonly StoredObject[] | null {
  try {
    const scratch = nativeScratch(db, schema, beside);
    for (const { kind, sql } of items) {
      if (kind === "step") scratch.exec(sql);
      else scratch.all(sql);
    }
    if (fingerprint(introspectScratch(scratch, beside)) !== fingerprint(target)) return null;
    const rows = scratch.all("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    return rows.map(([type, name, table, sql]) => ({
      type: type as StoredObject["type"],
      name: String(name),
      table: String(table),
      texts: [String(sql)],
    }));
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
