import type { Scratch } from "../database/connection.ts";
import { runs } from "../database/runs.ts";
import { openScratch } from "../database/scratch.ts";
import type { Opaque, Requoted, Schema, Trigger, View } from "../model/schema.ts";
import { attemptRead } from "../sql/cursor.ts";
import { sqliteSays } from "../sql/messages.ts";
import { readView } from "../sql/read-objects.ts";
import { readTrigger } from "../sql/read-trigger.ts";
import { quoteName } from "../sql/quote.ts";
import { quoted, singleQuoted } from "../sql/requote.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import type { Token } from "../sql/tokens.ts";
import { codeOf, settableIn, whyNotCompiled } from "./compiles.ts";

/**
 * Views and triggers that do not compile here only because of a string in double quotes. The application's own SQLite
 * reads it as a string, so they are understood as if it were in single quotes; and so is whatever does not compile only
 * because it reads such a view.
 */
export function requoteCode(schema: Schema, known: OfApplication): Schema {
  const broken = schema.opaque.filter(({ type, why }) => (type === "view" || type === "trigger") && isOfNames(why));
  if (!broken.some(({ text }) => text.includes('"'))) return schema;
  const scratch = openScratch(known);
  try {
    for (const { text } of [...schema.tables, ...schema.virtualTables, ...schema.views]) runs(() => scratch.exec(text));
    const mended = new Map<Opaque, View | Trigger>();
    for (let before = -1; before !== mended.size; ) {
      before = mended.size;
      for (const each of broken) {
        const object = mended.has(each) ? null : mend(scratch, schema, each);
        if (object !== null) mended.set(each, object);
      }
    }
    const requoted = [...mended].flatMap(([{ name, text }, object]): Requoted[] =>
      object.text === text ? [] : [{ type: object.kind, name, text: object.text }],
    );
    const found = [...mended.values()];
    return {
      ...schema,
      views: [...schema.views, ...found.filter((each) => each.kind === "view")],
      triggers: [...schema.triggers, ...found.filter((each) => each.kind === "trigger")],
      opaque: schema.opaque.filter((each) => !mended.has(each)),
      requoted: [...schema.requoted, ...requoted],
    };
  } finally {
    scratch.close();
  }
}

function isOfNames(why: Opaque["why"]): boolean {
  if (why.kind === "stands-on") return why.which === "broken";
  return why.kind === "broken" && sqliteSays.noSuchColumn.test(why.said);
}

/**
 * First with every such name as a string, then with each of them as a name again, if it can be one. The engine decides
 * which.
 */
function mend(scratch: Scratch, schema: Schema, { type, name, table, text }: Opaque): View | Trigger | null {
  const settable = settableIn(schema.tables, (sql) => scratch.all(sql));
  const tried = (sql: string): { readonly object: View | Trigger; readonly why: string | null } | null => {
    const read = attemptRead((): View | Trigger =>
      type === "view" ? { ...readView(sql), name } : { ...readTrigger(sql), name, table },
    );
    if (!read.ok || !runs(() => scratch.exec(sql))) return null;
    const why = whyNotCompiled(scratch, codeOf(read.value), settable);
    // A trigger is left out: it must not be blamed for another one that it fires. A view may be read by the next.
    if (type === "trigger" || why !== null) scratch.exec(`DROP ${type.toUpperCase()} ${quoteName(name)}`);
    return { object: read.value, why };
  };
  const drop = () => runs(() => scratch.exec(`DROP VIEW ${quoteName(name)}`));
  let strays: readonly Token[] = [];
  let best = tried(text);
  while (best?.why != null) {
    const { why } = best;
    const more = quoted(text, (name) => why === `no such column: ${name}`).filter((each) => !has(strays, each));
    if (more.length === 0) return null;
    strays = [...strays, ...more].sort((a, b) => a.start - b.start);
    best = tried(singleQuoted(text, strays));
  }
  if (best === null) return null;
  for (const each of strays) {
    const fewer = strays.filter(({ start }) => start !== each.start);
    if (type === "view") drop();
    const other = tried(singleQuoted(text, fewer));
    if (other?.why === null) {
      strays = fewer;
      best = other;
    } else if (type === "view") runs(() => scratch.exec(best?.object.text ?? ""));
  }
  return best.object;
}

function has(list: readonly Token[], { start }: { readonly start: number }): boolean {
  return list.some((each) => each.start === start);
}
