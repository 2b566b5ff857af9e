import { EngineError, type Scratch } from "../database/connection.ts";
import { openScratch } from "../database/scratch.ts";
import { fold } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Opaque, Schema, Trigger, View } from "../model/schema.ts";
import { quoteName } from "../sql/quote.ts";
import { mentions } from "../sql/mentions.ts";
import { codeOf, settableIn, whyNotCompiled } from "./compiles.ts";

type Code = View | Trigger;

/**
 * A view or trigger that works, but only with a table that is ignored or not understood and therefore never declared.
 * Without that table it cannot be declared either, and an undeclared object would be dropped. So it is left as it is,
 * too.
 */
export function setStrandedAside(schema: Schema): Schema {
  const unmanaged = new Map(
    [...schema.opaque, ...schema.ignored].flatMap((each) =>
      each.type === "index" || each.type === "trigger" ? [] : [[fold(each.name), each] as const],
    ),
  );
  if (unmanaged.size === 0) return schema;
  const suspects = thatName(new Set(unmanaged.keys()), schema);
  if (suspects.length === 0) return schema;
  const scratch = openScratch();
  try {
    const stranded = new Map(withoutThem(scratch, schema, suspects).map((each) => [each, reason(each, unmanaged)]));
    return {
      ...schema,
      views: schema.views.filter((view) => !stranded.has(view)),
      triggers: schema.triggers.filter((trigger) => !stranded.has(trigger)),
      opaque: [...schema.opaque, ...[...stranded].map(([each, why]) => setAside(each, why))],
    };
  } finally {
    scratch.close();
  }
}

/** Everything that names one of these, directly or indirectly. */
function thatName(names: Set<string>, schema: Schema): Code[] {
  const found = new Set<Code>();
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const each of [...schema.views, ...schema.triggers]) {
      if (found.has(each) || ![...mentions(each.text)].some((name) => names.has(name))) continue;
      found.add(each);
      if (each.kind === "view") names.add(fold(each.name));
    }
  }
  return [...found];
}

/** Those that do not compile when only managed objects exist. A name alone proves nothing: it may be a column's. */
function withoutThem(scratch: Scratch, schema: Schema, suspects: readonly Code[]): Code[] {
  for (const { text } of [...schema.tables, ...schema.virtualTables, ...schema.views]) runs(() => scratch.exec(text));
  const settable = settableIn(schema.tables, (sql, name) => scratch.all(sql, name));
  return suspects.filter((each) => {
    if (each.kind === "view") return whyNotCompiled(scratch, codeOf(each), settable) !== null;
    // One at a time, so that a trigger is not blamed for another one that it fires.
    if (!runs(() => scratch.exec(each.text))) return true;
    const why = whyNotCompiled(scratch, codeOf(each), settable);
    scratch.exec(`DROP TRIGGER ${quoteName(each.name)}`);
    return why !== null;
  });
}

function runs(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

function reason(each: Code, unmanaged: ReadonlyMap<string, Opaque>): Reason {
  const named = [...mentions(each.text)].flatMap((name) => unmanaged.get(name) ?? [])[0];
  if (named === undefined) return { kind: "needs", name: null, which: "not-understood" };
  return { kind: "needs", name: named.name, which: named.why.kind === "ignored" ? "ignored" : "not-understood" };
}

function setAside(each: Code, why: Reason): Opaque {
  const table = each.kind === "trigger" ? each.table : each.name;
  const fires = each.kind === "trigger" ? each.fires : null;
  return { kind: "opaque", type: each.kind, name: each.name, table, fires, text: each.text, why };
}
