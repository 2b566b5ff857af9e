import { EngineError, type Scratch, type Snapshot } from "../database/connection.ts";
import { isKeyMismatch } from "../database/foreign-keys.ts";
import { fold } from "../model/names.ts";
import type { Opaque, Schema, Trigger, View, VirtualTable } from "../model/schema.ts";
import { triggerProbe, viewProbe } from "../sql/probes.ts";

/** A statement that compiles an object, and reads or writes no row. */
interface Probe {
  readonly object: View | Trigger | VirtualTable;
  readonly sql: string;
}

/** Why an object does not compile, by its place in the list of probes; null where it does. */
type Verdicts = readonly (string | null)[];

/** The columns of a table or view that can be written to. */
type ColumnsOf = ReadonlyMap<string, readonly string[]>;

/**
 * SQLite keeps a view or trigger that cannot work and says so when it is used. Such a one cannot be declared, and nobody
 * asked for it to be mended: it is left as it is, and so is what stands on it.
 */
export async function setBrokenAside(schema: Schema, snapshot: Snapshot): Promise<Schema> {
  const probes = probesOf(schema, await columnsOfViews(schema, snapshot));
  if (probes.length === 0) return schema;
  try {
    await snapshot.read(probes.map(({ sql }) => ({ sql })));
    return schema;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const verdicts: (string | null)[] = [];
  for (const { sql } of probes) {
    verdicts.push(
      await snapshot.read([{ sql }]).then(
        () => null,
        (error: unknown) => {
          // A server has foreign keys on, and then says so of any write to such a table.
          if (isKeyMismatch(error)) return null;
          if (error instanceof EngineError) return error.message;
          throw error;
        },
      ),
    );
  }
  return setAside(schema, probes, verdicts);
}

export function setBrokenAsideScratch(schema: Schema, scratch: Scratch): Schema {
  const compiled = <T>(work: () => T): T | string => {
    try {
      return work();
    } catch (error) {
      if (error instanceof EngineError) return error.message;
      throw error;
    }
  };
  const columns = new Map(
    viewsWithTriggers(schema).map((view) => {
      const rows = compiled(() => scratch.all(columnsQuery, view));
      return [fold(view), typeof rows === "string" ? [] : rows.map(([name]) => String(name))];
    }),
  );
  const probes = probesOf(schema, columns);
  const verdicts = probes.map(({ sql }) =>
    compiled(() => {
      scratch.prepare(sql);
      return null;
    }),
  );
  return setAside(schema, probes, verdicts);
}

const columnsQuery = "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0";

function viewsWithTriggers({ views, triggers }: Schema): string[] {
  const named = new Set(triggers.map((trigger) => fold(trigger.table)));
  return views.map(({ name }) => name).filter((name) => named.has(fold(name)));
}

/** What INSTEAD OF triggers are tried with. A view that does not compile has none. */
async function columnsOfViews(schema: Schema, snapshot: Snapshot): Promise<ColumnsOf> {
  const views = viewsWithTriggers(schema);
  if (views.length === 0) return new Map();
  const read = async (some: readonly string[]): Promise<ColumnsOf> => {
    try {
      const answers = await snapshot.read(some.map((view) => ({ sql: columnsQuery, args: [view] })));
      return new Map(some.map((view, n) => [fold(view), (answers[n] ?? []).map(([name]) => String(name))]));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (some.length < 2) return new Map();
    }
    const found: [string, readonly string[]][] = [];
    for (const view of some) found.push(...(await read([view])));
    return new Map(found);
  };
  return read(views);
}

/**
 * One statement for each view, for each virtual table, then for each trigger. Their answers hold names only: plain EXPLAIN
 * would tell constants too, and one that is not valid text ends the process.
 */
function probesOf(schema: Schema, ofViews: ColumnsOf): Probe[] {
  const ofTables = schema.tables.map((table) => {
    const written = table.columns.filter((column) => column.generated === null);
    return [fold(table.name), written.map((column) => column.name)] as const;
  });
  const columns = new Map([...ofViews, ...ofTables]);
  return [
    ...[...schema.views, ...schema.virtualTables].map((object) => ({
      object,
      sql: `EXPLAIN QUERY PLAN ${viewProbe(object.name)}`,
    })),
    ...schema.triggers.flatMap((object) => {
      const known = columns.get(fold(object.table)) ?? [];
      return known.length === 0 ? [] : [{ object, sql: `EXPLAIN QUERY PLAN ${triggerProbe(object, known)}` }];
    }),
  ];
}

function setAside(schema: Schema, probes: readonly Probe[], verdicts: Verdicts): Schema {
  if (verdicts.every((verdict) => verdict === null)) return schema;
  const broken = new Map<View | Trigger | VirtualTable, string>(
    probes.flatMap(({ object }, n) => {
      const why = object.kind === "virtual-table" ? "it cannot be opened" : "it does not compile";
      return verdicts[n] == null ? [] : [[object, `${why}: ${verdicts[n]}`] as const];
    }),
  );
  const gone = new Set([...broken.keys()].filter((object) => object.kind === "view").map((view) => fold(view.name)));
  for (const trigger of schema.triggers)
    if (gone.has(fold(trigger.table))) broken.set(trigger, `it stands on ${trigger.table}, which does not compile`);
  const opaque = [...broken].map(
    ([object, why]): Opaque => ({
      kind: "opaque",
      type: object.kind,
      name: object.name,
      table: tableOf(object),
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

function tableOf(object: View | Trigger | VirtualTable): string {
  return object.kind === "trigger" ? object.table : object.name;
}
