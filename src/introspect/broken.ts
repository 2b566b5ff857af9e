import { EngineError, type Scratch, type Snapshot } from "../database/connection.ts";
import { isKeyMismatch } from "../database/foreign-keys.ts";
import { fold } from "../model/names.ts";
import type { Opaque, Schema, Trigger, View, VirtualTable } from "../model/schema.ts";
import { triggerProbe, viewProbe } from "../sql/probes.ts";

/** Why a view, virtual table or trigger does not compile, by its place in the list; null where it does. */
type Verdicts = readonly (string | null)[];

/**
 * SQLite keeps a view or trigger that cannot work and says so when it is used. Such a one cannot be declared, and nobody
 * asked for it to be mended: it is left as it is, and so is what stands on it.
 */
export async function setBrokenAside(schema: Schema, snapshot: Snapshot): Promise<Schema> {
  const probes = probesOf(schema);
  if (probes.length === 0) return schema;
  try {
    await snapshot.read(probes.map((sql) => ({ sql })));
    return schema;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const verdicts: (string | null)[] = [];
  for (const sql of probes) {
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
  return setAside(schema, verdicts);
}

export function setBrokenAsideScratch(schema: Schema, scratch: Scratch): Schema {
  const verdicts = probesOf(schema).map((sql) => {
    try {
      scratch.prepare(sql);
      return null;
    } catch (error) {
      if (error instanceof EngineError) return error.message;
      throw error;
    }
  });
  return setAside(schema, verdicts);
}

/**
 * One statement for each view, for each virtual table, then for each trigger; none of them reads or writes a row. Their answers hold names only:
 * plain EXPLAIN would tell constants too, and one that is not valid text ends the process.
 */
function probesOf(schema: Schema): string[] {
  const columns = new Map(
    schema.tables.map((table) => [
      fold(table.name),
      table.columns.filter((column) => column.generated === null).map((column) => column.name),
    ]),
  );
  return [
    ...[...schema.views, ...schema.virtualTables].map(({ name }) => `EXPLAIN QUERY PLAN ${viewProbe(name)}`),
    ...schema.triggers
      .filter((trigger) => columns.has(fold(trigger.table)))
      .map((trigger) => `EXPLAIN QUERY PLAN ${triggerProbe(trigger, columns.get(fold(trigger.table)) ?? [])}`),
  ];
}

function setAside(schema: Schema, verdicts: Verdicts): Schema {
  if (verdicts.every((verdict) => verdict === null)) return schema;
  const onTables = schema.triggers.filter((trigger) =>
    schema.tables.some((table) => fold(table.name) === fold(trigger.table)),
  );
  const broken = new Map<View | Trigger | VirtualTable, string>(
    [...schema.views, ...schema.virtualTables, ...onTables].flatMap((object, n) => {
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
