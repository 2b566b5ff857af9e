import type { Row, Scratch, Snapshot } from "../database/connection.ts";
import { refusal } from "../database/runs.ts";
import { fold } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Opaque, Schema, Trigger, View, VirtualTable } from "../model/schema.ts";
import { lacks } from "../sql/lacks.ts";
import { viewProbe } from "../sql/probes.ts";
import {
  codeOf,
  columnNames,
  probe,
  compileError,
  engineError,
  type Settable,
  settableIn,
  settableOf,
  settableQuery,
} from "./compiles.ts";

/** A statement that compiles an object without reading or writing a row. */
export interface Probe {
  readonly object: View | Trigger | VirtualTable;
  readonly sql: string;
}

/** Why each statement does not compile, keyed by its text. */
export type Verdicts = ReadonlyMap<string, string>;

/** Asks elsewhere about what this connection may refuse for a reason of its own. */
export type Again = (
  schema: Schema,
  probes: readonly Probe[],
  verdicts: Verdicts,
  keysOn: boolean,
) => [readonly Probe[], Verdicts];

export interface Sorted {
  readonly schema: Schema;
  /** What the engine compiles, of everything that was asked about and what was known. */
  readonly compiled: ReadonlySet<View | Trigger>;
}

/**
 * SQLite keeps a view or trigger that cannot work, and reports the error only when it is used. It cannot be declared,
 * and repairing it was not requested, so it is left as it is, together with everything that depends on it. What is known
 * to compile is not asked about.
 */
export async function setBrokenAside(
  schema: Schema,
  snapshot: Snapshot,
  again: Again,
  known: ReadonlySet<View | Trigger>,
): Promise<Sorted> {
  const views = schema.views.filter((view) => !known.has(view));
  const triggers = schema.triggers.filter((trigger) => !known.has(trigger));
  const settable = await settableAsked({ ...schema, triggers }, snapshot);
  const probes = probesOf({ ...schema, views, triggers }, settable);
  const statements = [...new Set(probes.map(({ sql }) => sql))];
  const verdicts = new Map<string, string>();
  const queries = statements.map((sql) => ({ sql }));
  const first = queries.length === 0 ? null : await snapshot.read(queries).then(() => null, engineError);
  for (const sql of first === null ? [] : statements) {
    const why = await snapshot.read([{ sql }]).then(() => null, engineError);
    if (why !== null) verdicts.set(sql, why);
  }
  if (verdicts.size === 0) return { schema, compiled: new Set([...schema.views, ...schema.triggers]) };
  const keysOn = await snapshot.read([keys]).then(areOn);
  const refused = new Set(probes.filter(({ sql }) => verdicts.has(sql)).map(({ object }) => object));
  const compiled = new Set([...schema.views, ...schema.triggers].filter((each) => !refused.has(each)));
  return { schema: setAside(schema, ...again(schema, probes, verdicts, keysOn)), compiled };
}

/** D1 does not let them be switched off. */
const keys = { sql: "SELECT foreign_keys FROM temp.pragma_foreign_keys" };

function areOn([rows]: readonly (readonly Row[])[]): boolean {
  return rows?.[0]?.[0] !== 0;
}

export function setBrokenAsideScratch(schema: Schema, scratch: Pick<Scratch, "all" | "prepare">, again: Again): Schema {
  const probes = probesOf(
    schema,
    settableIn(schema.tables, (sql) => scratch.all(sql)),
  );
  const verdicts = new Map<string, string>();
  for (const sql of new Set(probes.map((each) => each.sql))) {
    const why = refusal(() => scratch.prepare(sql));
    if (why !== null) verdicts.set(sql, why);
  }
  if (verdicts.size === 0) return schema;
  return setAside(schema, ...again(schema, probes, verdicts, areOn([scratch.all(keys.sql)])));
}

/** The same as `settableIn` in one round trip: only INSTEAD OF triggers are on something other than a table. */
async function settableAsked(schema: Schema, snapshot: Snapshot): Promise<Settable> {
  const on = new Set(schema.triggers.map((trigger) => fold(trigger.table)));
  const views = schema.views.map(({ name }) => name).filter((name) => on.has(fold(name)));
  const ofViews = await columnsOf(views, snapshot);
  const ofTables = schema.tables.flatMap((table) => {
    const name = fold(table.name);
    return on.has(name) ? [[name, settableOf(table)] as const] : [];
  });
  const known = new Map([...ofViews, ...ofTables]);
  return (name) => known.get(fold(name)) ?? [];
}

/** A view that does not compile has no columns. */
async function columnsOf(
  views: readonly string[],
  snapshot: Snapshot,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  if (views.length === 0) return [];
  try {
    const answers = await snapshot.read(views.map((view) => ({ sql: settableQuery(view) })));
    return views.map((view, n) => [fold(view), columnNames(answers[n] ?? [])]);
  } catch (error) {
    compileError(error);
  }
  if (views.length === 1) return [];
  const found: (readonly [string, readonly string[]])[] = [];
  for (const view of views) found.push(...(await columnsOf([view], snapshot)));
  return found;
}

/**
 * EXPLAIN QUERY PLAN returns only names. Plain EXPLAIN would return constants too, and one that is not valid text
 * crashes the process.
 */
export function probesOf(schema: Schema, settable: Settable): Probe[] {
  const code = [...schema.views, ...schema.triggers].map((object) => ({
    object,
    sql: probe(codeOf(object), settable),
  }));
  const virtual = schema.virtualTables.map((object) => ({ object, sql: viewProbe(object.name) }));
  return [...code, ...virtual].flatMap(({ object, sql }) =>
    sql === null ? [] : [{ object, sql: `EXPLAIN QUERY PLAN ${sql}` }],
  );
}

function reason(object: View | Trigger | VirtualTable, said: string): Reason {
  return object.kind === "virtual-table" ? { kind: "unopened", said } : { kind: "broken", said, missing: lacks(said) };
}

export function setAside(schema: Schema, probes: readonly Probe[], verdicts: Verdicts): Schema {
  if (verdicts.size === 0) return schema;
  const broken = new Map<View | Trigger | VirtualTable, Reason>(
    probes.flatMap(({ object, sql }) => {
      const said = verdicts.get(sql);
      return said === undefined ? [] : [[object, reason(object, said)] as const];
    }),
  );
  const gone = new Set([...broken.keys()].filter((object) => object.kind === "view").map((view) => fold(view.name)));
  for (const trigger of schema.triggers)
    if (gone.has(fold(trigger.table))) broken.set(trigger, { kind: "stands-on", name: trigger.table, which: "broken" });
  const opaque = [...broken].map(
    ([object, why]): Opaque => ({
      kind: "opaque",
      type: object.kind,
      name: object.name,
      table: object.kind === "trigger" ? object.table : object.name,
      fires: object.kind === "trigger" ? object.fires : null,
      text: object.text,
      why,
    }),
  );
  return {
    ...schema,
    views: schema.views.filter((view) => !broken.has(view)),
    virtualTables: schema.virtualTables.filter((table) => !broken.has(table)),
    triggers: schema.triggers.filter((trigger) => !broken.has(trigger)),
    opaque: [...schema.opaque, ...opaque],
  };
}
