import { EngineError, type Scratch } from "../database/connection.ts";
import { fold, named } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { CodeQuestion, SetAside } from "../planner/situation.ts";
import { isProbed, triggerProbe, viewProbe } from "../sql/probes.ts";
import { quoteName } from "../sql/quote.ts";
import { mentions } from "../sql/retarget.ts";
import { affected, within } from "./affected.ts";
import { copySchema } from "./copy.ts";

interface Standing extends SetAside {
  readonly names: ReadonlySet<string>;
}

/**
 * Which views and triggers cannot stay while these tables change. The engine says so: with the tables gone from a copy,
 * what no longer compiles needs them. A definition that does not even name one of them is not asked about.
 *
 * Only what an ALTER would meet is in the way: a plan without one leaves everything in place.
 */
export function inTheWay(live: Schema, renamed: Schema, { touched, gone, alters }: CodeQuestion): readonly SetAside[] {
  const everything = standing(live, renamed);
  if (!alters && touched.length === 0) return onViews(everything, gone);
  const inside = affected(new Set([...touched, ...gone].map(fold)), live);
  const all = everything.filter((each) => inside.has(fold(each.name)) || inside.has(fold(each.table)));
  const { scratch: copy } = copySchema(within(live, inside));
  try {
    const broken = all.filter((each) => !compiles(copy, each, live));
    const tables = new Set(touched.map(fold));
    const onTables = all.filter((each) => each.type === "trigger" && tables.has(fold(each.table)));
    for (const name of touched) drop(copy, "TABLE", name);
    for (const name of gone) drop(copy, "VIEW", name);
    const aside = new Map<string, Standing>();
    const missing = new Set([...touched, ...gone].map(fold));
    const take = (each: Standing) => {
      aside.set(keyOf(each), each);
      drop(copy, each.type === "view" ? "VIEW" : "TRIGGER", each.name);
      if (each.type === "view") missing.add(fold(each.name));
    };
    for (const each of [...broken, ...onTables]) take(each);
    for (;;) {
      const next = all.filter(
        (each) => !aside.has(keyOf(each)) && names(each, missing) && needs(copy, each, live, missing),
      );
      if (next.length === 0) return [...aside.values()];
      for (const each of next) take(each);
    }
  } finally {
    copy.close();
  }
}

/** A trigger may bear the name of a view. */
function keyOf({ type, name }: Standing): string {
  return `${type} ${fold(name)}`;
}

/** A view takes the triggers that stand on it along. */
function onViews(everything: readonly Standing[], gone: readonly string[]): Standing[] {
  const views = new Set(gone.map(fold));
  return everything.filter((each) => each.type === "trigger" && views.has(fold(each.table)));
}

/** What names something missing and cannot be asked about is in the way too. */
function needs(copy: Scratch, each: Standing, live: Schema, missing: ReadonlySet<string>): boolean {
  const table = named(live.tables, each.table);
  const settable = table?.columns.filter((column) => column.generated === null).map((column) => column.name);
  if (settable && each.type === "trigger" && !isProbed({ table: each.table, text: each.before }, settable)) return true;
  return (each.type === "trigger" && missing.has(fold(each.table))) || !compiles(copy, each, live);
}

function names(each: Standing, missing: ReadonlySet<string>): boolean {
  return [...missing].some((name) => each.names.has(name));
}

function standing(live: Schema, renamed: Schema): Standing[] {
  const others = [...live.opaque, ...live.ignored].flatMap((each) => {
    if (each.type !== "view" && each.type !== "trigger") return [];
    const after = [...renamed.opaque, ...renamed.ignored].find(
      (other) => other.type === each.type && fold(other.name) === fold(each.name),
    );
    return [
      {
        type: each.type,
        name: each.name,
        table: each.table,
        before: each.text,
        after: after?.text ?? each.text,
        names: mentions(each.text),
      },
    ];
  });
  const managed = [...live.views, ...live.triggers].map((each) => ({
    type: each.kind,
    name: each.name,
    table: each.kind === "trigger" ? each.table : each.name,
    before: each.text,
    after: each.text,
    names: mentions(each.text),
  }));
  return [...managed, ...others];
}

function compiles(copy: Scratch, each: SetAside, live: Schema): boolean {
  try {
    copy.prepare(
      each.type === "view"
        ? viewProbe(each.name)
        : triggerProbe({ table: each.table, text: each.before }, columnsOf(copy, each, live)),
    );
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

function columnsOf(copy: Scratch, each: SetAside, live: Schema): string[] {
  const table = named(live.tables, each.table);
  if (table !== undefined)
    return table.columns.filter((column) => column.generated === null).map((column) => column.name);
  return copy.all("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", each.table).map(([name]) => String(name));
}

function drop(copy: Scratch, kind: "TABLE" | "VIEW" | "TRIGGER", name: string): void {
  copy.exec(`DROP ${kind} IF EXISTS ${quoteName(name)}`);
}
