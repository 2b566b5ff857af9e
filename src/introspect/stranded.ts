import { fold } from "../model/names.ts";
import type { Reason } from "../model/reason.ts";
import type { Opaque, Schema, Trigger, View } from "../model/schema.ts";
import { mentions } from "../sql/mentions.ts";

type Code = View | Trigger;

/** Which of these suspects do not work when only managed objects exist. */
export type Without = (schema: Schema, suspects: readonly Code[]) => readonly Code[];

/**
 * A view or trigger that works, but only with a table that is ignored or not understood and therefore never declared.
 * Without that table it cannot be declared either, and an undeclared object would be dropped. So it is left as it is,
 * too.
 */
export function setStrandedAside(schema: Schema, without: Without): Schema {
  const unmanaged = new Map(
    [...schema.opaque, ...schema.ignored].flatMap((each) =>
      each.type === "index" || each.type === "trigger" ? [] : [[fold(each.name), each] as const],
    ),
  );
  if (unmanaged.size === 0) return schema;
  const suspects = thatName(new Set(unmanaged.keys()), schema);
  if (suspects.length === 0) return schema;
  const stranded = new Map(without(schema, suspects).map((each) => [each, reason(each, unmanaged)]));
  return {
    ...schema,
    views: schema.views.filter((view) => !stranded.has(view)),
    triggers: schema.triggers.filter((trigger) => !stranded.has(trigger)),
    opaque: [...schema.opaque, ...[...stranded].map(([each, why]) => setAside(each, why))],
  };
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
