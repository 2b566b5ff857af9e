import { EngineError, type Scratch } from "../database/connection.ts";
import { codeAmong, codeOf, probe, type Settable, settableIn, whyNotCompiled } from "../introspect/compiles.ts";
import { fold, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import type { CodeQuestion, SetAside } from "../planner/situation.ts";
import { stoppedAt } from "../sql/messages.ts";
import { quoteName } from "../sql/quote.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { mentions } from "../sql/mentions.ts";
import { affected, within } from "./affected.ts";
import { copyToCompile } from "./copy.ts";

interface Standing extends SetAside {
  readonly names: ReadonlySet<string>;
}

/**
 * Which views and triggers cannot stay while these tables change. The engine decides: with the tables dropped from a
 * copy, whatever no longer compiles needs them. A definition that does not even name one of them is not tested.
 *
 * Only an ALTER makes this necessary: a plan without one leaves everything in place. And an ALTER reads every view and
 * trigger again, also those that have nothing to do with its table.
 */
export function inTheWay(
  live: Schema,
  renamed: Schema,
  { touched, gone, alters }: CodeQuestion,
  known: OfApplication,
): readonly SetAside[] {
  const everything = standing(live, renamed);
  if (!alters && touched.length === 0) return onViews(everything, gone);
  const changed = [...touched, ...gone].map(fold);
  const inside = affected(new Set(changed), [live]);
  const all = everything.filter((each) => inside.has(fold(each.name)) || inside.has(fold(each.table)));
  const read = alters ? affected(new Set([...changed, ...everything.map(({ name }) => fold(name))]), [live]) : inside;
  const { scratch: copy } = copyToCompile(within(live, read), known);
  try {
    const settable = settableIn(live.tables, (sql) => copy.all(sql));
    const broken = all.filter((each) => whyNotCompiled(copy, each, settable) !== null);
    const aside = new Map<string, Standing>();
    const missing = new Set(changed);
    const take = (each: Standing) => {
      aside.set(keyOf(each), each);
      drop(copy, each.type === "view" ? "VIEW" : "TRIGGER", each.name);
      if (each.type === "view") missing.add(fold(each.name));
    };
    for (const each of broken) take(each);
    if (alters) for (let next = stopped(copy, everything); next; next = stopped(copy, everything)) take(next);
    const tables = new Set(touched.map(fold));
    const onTables = all.filter((each) => each.type === "trigger" && tables.has(fold(each.table)));
    for (const name of touched) drop(copy, "TABLE", name);
    for (const name of gone) drop(copy, "VIEW", name);
    for (const each of onTables) take(each);
    for (;;) {
      const next = all.filter(
        (each) => !aside.has(keyOf(each)) && names(each, missing) && needs(copy, each, settable, missing),
      );
      if (next.length === 0) return [...aside.values()];
      for (const each of next) take(each);
    }
  } finally {
    copy.close();
  }
}

/** What an ALTER stops at: it resolves every name, also those that SQLite does not look at when it compiles `a AND 0`. */
function stopped(copy: Scratch, all: readonly Standing[]): Standing | undefined {
  copy.exec("SAVEPOINT altered");
  try {
    copy.exec("CREATE TABLE trueup_altered (a); ALTER TABLE trueup_altered RENAME COLUMN a TO b");
    return undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return all.find(({ type, name }) => stoppedAt(error.message, type, name));
  } finally {
    copy.exec("ROLLBACK TO altered; RELEASE altered");
  }
}

/** A trigger may have the name of a view. */
function keyOf({ type, name }: Standing): string {
  return `${type} ${fold(name)}`;
}

/** A view takes its triggers along. */
function onViews(everything: readonly Standing[], gone: readonly string[]): Standing[] {
  const views = new Set(gone.map(fold));
  return everything.filter((each) => each.type === "trigger" && views.has(fold(each.table)));
}

/** What names something missing and cannot be tested is included as well. */
function needs(copy: Scratch, each: Standing, settable: Settable, missing: ReadonlySet<string>): boolean {
  if (each.type === "trigger" && missing.has(fold(each.table))) return true;
  return probe(each, settable) === null || whyNotCompiled(copy, each, settable) !== null;
}

function names(each: Standing, missing: ReadonlySet<string>): boolean {
  return [...missing].some((name) => each.names.has(name));
}

function standing(live: Schema, renamed: Schema): Standing[] {
  const later = codeAmong([...renamed.opaque, ...renamed.ignored]);
  const others = codeAmong([...live.opaque, ...live.ignored]).map(({ type, name, table, fires, text }) => {
    const same = later.find((other) => other.type === type && sameName(other.name, name));
    return { type, name, table, fires, before: text, after: same?.text ?? text, names: mentions(text) };
  });
  const managed = [...live.views, ...live.triggers].map((each) => ({
    ...codeOf(each),
    before: each.text,
    after: each.text,
    names: mentions(each.text),
  }));
  return [...managed, ...others];
}

function drop(copy: Scratch, kind: "TABLE" | "VIEW" | "TRIGGER", name: string): void {
  copy.exec(`DROP ${kind} IF EXISTS ${quoteName(name)}`);
}
