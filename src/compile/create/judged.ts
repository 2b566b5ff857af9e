import { fold, named, objectKey } from "../../model/names.ts";
import type { Index, Schema, Table, Trigger, View } from "../../model/schema.ts";
import { isInternal } from "../../introspect/internal.ts";
import type { CatalogObject } from "../../introspect/catalog.ts";
import { resolve, resolveIndex } from "../../introspect/resolve.ts";
import { readObject } from "../../introspect/to-schema.ts";
import { withComments } from "../../sql/comments.ts";
import { mentions } from "../../sql/mentions.ts";
import { isWord, significantIn } from "../../sql/tokens.ts";
import { tableOn } from "./create-tables.ts";
import { inOrder } from "./index-order.ts";
import type { Statement } from "./write-objects.ts";

/** A schema that an engine has judged: what was declared before, or what a database holds. */
export interface Judged {
  readonly schema: Schema;
  /** Whether it was judged in a database with nothing else in it. A live one accepts more. */
  readonly alone: boolean;
}

export type Ordinary = Table | Index | View | Trigger;

/** Which statements an engine has still to judge: docs/decisions/what-was-judged-is-not-created.md. */
export interface Division {
  /** What has been judged, and depends on nothing that has not. */
  readonly standing: ReadonlyMap<Statement, Ordinary>;
  /** Those among them that were read from what is written, and not resolved yet. */
  readonly unresolved: ReadonlySet<Ordinary>;
  /** The others, and all that they need to compile, in the order of the statements. */
  readonly toCreate: readonly Statement[];
}

/** Null if more than `most` would be created, and if the schema holds what is not compared by its text. */
export function divide(
  statements: readonly Statement[],
  { schema, alone }: Judged,
  most = statements.length / 2,
): Division | null {
  const { opaque, ignored, requoted, virtualTables } = schema;
  if ([opaque, ignored, requoted, virtualTables].some((list) => list.length > 0)) return null;
  if (statements.some(makesMore)) return null;
  const held = new Map(heldIn(schema).map((each) => [objectKey(each), each]));
  const standing = new Map<Statement, Ordinary>();
  const unresolved = new Set<Ordinary>();
  const open = new Set<Statement>();
  const touched = new Set<string>();
  for (const statement of statements) {
    const { name, written } = statement;
    const key = objectKey(statement);
    const object = held.get(key);
    if (object === undefined || object.name !== name || !isSame(object, written.sql)) {
      open.add(statement);
      touch(touched, name, tableOf(statement, undefined));
      continue;
    }
    held.delete(key);
    if (!alone && isJudgedAlone(object)) open.add(statement);
    const table = "table" in object ? object.table : name;
    if (object.text === written.sql) {
      standing.set(statement, object);
      continue;
    }
    const own = read({ type: object.kind, name, table, sql: written.sql });
    standing.set(statement, own);
    unresolved.add(own);
  }
  // What is gone, or was different.
  for (const object of held.values()) touch(touched, object.name, "table" in object ? object.table : null);
  spread(
    statements,
    open,
    touched,
    most,
    (names) =>
      ({ written }) =>
        mentionsAny(written.sql, names),
  );
  if (open.size > most) return null;
  const toCreate = withWhatTheyNeed(statements, open, standing);
  if (toCreate.length > most) return null;
  for (const statement of open) standing.delete(statement);
  return { standing, unresolved, toCreate };
}

/** The whole, from what has been judged before and what has been judged now. */
export function assembled(
  statements: readonly Statement[],
  { standing, unresolved }: Division,
  now: Schema | null,
): Schema | null {
  const judged = new Map((now === null ? [] : heldIn(now)).map((each) => [objectKey(each), each]));
  const found = statements.map((each) => standing.get(each) ?? judged.get(objectKey(each)));
  const objects = found.filter((each) => each !== undefined);
  if (objects.length < statements.length) return null;
  const tables = objects.filter((each) => each.kind === "table");
  const indexes = objects.filter((each) => each.kind === "index");
  const triggers = objects.filter((each) => each.kind === "trigger");
  const onWhat = ({ table }: Index) => named(tables, table);
  const whole = resolve({
    tables,
    indexes: [],
    views: objects.filter((each) => each.kind === "view"),
    triggers,
    virtualTables: [],
    opaque: [],
    ignored: [],
    requoted: [],
    triggerOrder: triggers.map(({ name }) => fold(name)),
  });
  const resolved = indexes.map((each) => (unresolved.has(each) ? resolveIndex(each, onWhat(each)) : each));
  return { ...whole, indexes: inOrder(resolved, tables) };
}

/** Tables of its own, whose names another object could have. */
function makesMore({ kind, written }: Statement): boolean {
  return kind === "virtual-table" || (kind === "index" && mayMention(written.sql, ofVectors));
}

function heldIn({ tables, indexes, views, triggers }: Schema): readonly Ordinary[] {
  return [...tables, ...indexes, ...views, ...triggers];
}

export function touch(touched: Set<string>, name: string, table: string | null): void {
  touched.add(fold(name));
  // What an index makes unique, and what a trigger of a view allows, others rely on by the name of the table.
  if (table !== null) touched.add(fold(table));
}

/** What an index or a trigger is on. */
export function tableOf({ kind, written }: Statement, known: Ordinary | undefined): string | null {
  if (kind !== "index" && kind !== "trigger") return null;
  return known !== undefined && "table" in known ? known.table : tableOn(significantIn(written.sql));
}

/** Adds all that mentions what was touched. Of these a view may have other columns now, so it touches others. */
export function spread<T extends Pick<Statement, "kind" | "name">>(
  all: readonly T[],
  open: Set<T>,
  touched: Set<string>,
  most: number,
  mentioning: (names: Wanted) => (one: T) => boolean,
): void {
  let fresh: ReadonlySet<string> = touched;
  while (fresh.size > 0 && open.size <= most) {
    const next = new Set<string>();
    const isConcerned = mentioning(wantedOf(fresh));
    for (const each of all) {
      if (open.has(each) || !isConcerned(each)) continue;
      open.add(each);
      const name = fold(each.name);
      if (each.kind === "view" && !touched.has(name)) next.add(name);
    }
    for (const name of next) touched.add(name);
    fresh = next;
  }
}

/** Names that are looked for. */
export interface Wanted {
  /** Whatever mentions one of these contains it. */
  readonly plain: readonly string[];
  readonly others: readonly string[];
}

export const ofVectors: Wanted = { plain: ["libsql_vector_idx"], others: [] };

function wantedOf(names: ReadonlySet<string>): Wanted {
  // A name with a quote in it is written in more than one way.
  const isPlain = (name: string) => /^[ -~]*$/.test(name) && !/["'`\]\\]/.test(name);
  const all = [...names];
  return { plain: all.filter(isPlain), others: all.filter((name) => !isPlain(name)) };
}

/** Whether any of them is in the text that holds some SQL: most do not even contain the names. */
export function mayMention(text: string, { plain, others }: Wanted): boolean {
  if (others.length > 0) return true;
  const folded = text.toLowerCase();
  for (let n = 0; n < plain.length; n++) if (folded.includes(plain[n] as string)) return true;
  return false;
}

export function mentionsAny(sql: string, wanted: Wanted): boolean {
  if (!mayMention(sql, wanted)) return false;
  const own = mentions(sql);
  return wanted.plain.some((name) => own.has(name)) || wanted.others.some((name) => own.has(name));
}

/** Tables and views by their names, with the indexes that ON CONFLICT may mean, and the triggers that let a view be written. */
function withWhatTheyNeed(
  statements: readonly Statement[],
  open: ReadonlySet<Statement>,
  standing: ReadonlyMap<Statement, Ordinary>,
): readonly Statement[] {
  if (open.size === 0) return [];
  const byName = new Map<string, Statement>();
  const on = new Map<string, Statement[]>();
  for (const statement of statements) {
    const table = tableOf(statement, standing.get(statement));
    if (table === null) byName.set(fold(statement.name), statement);
    else on.set(fold(table), [...(on.get(fold(table)) ?? []), statement]);
  }
  const needed = new Set<Statement>();
  for (const statement of open) add(statement);
  return statements.filter((statement) => needed.has(statement));

  function add(statement: Statement | undefined): void {
    if (statement === undefined || needed.has(statement)) return;
    needed.add(statement);
    const { kind, name, written } = statement;
    // What a table refers to need not exist when it is created.
    if (kind !== "table") for (const mentioned of mentions(written.sql)) add(byName.get(mentioned));
    if (kind !== "table" && kind !== "view") return;
    for (const each of on.get(fold(name)) ?? []) if (kind === "view" || each.kind === "index") add(each);
  }
}

function read(object: CatalogObject): Ordinary {
  const own = readObject(object);
  return own.kind === "table" ? withComments(own) : own;
}

/**
 * White space means nothing, except in code: the column of a view may be named after the text of its expression. Of a
 * view only what comes before that is compared without it.
 */
function isSame({ kind, text }: Ordinary, sql: string): boolean {
  if (text === sql) return true;
  if (kind === "trigger") return false;
  const [a, b] = [significantIn(text), significantIn(sql)];
  const code = kind === "view" ? a.findIndex((token) => isWord(token, "AS")) + 1 : a.length;
  if (kind === "view" && text.slice(a[code]?.start) !== sql.slice(b[code]?.start)) return false;
  return a.length === b.length && a.slice(0, code).every((token, n) => token.text === b[n]?.text);
}

/** What a live database accepts, or has more of, than an empty one in which all of it is created. */
function isJudgedAlone(object: Ordinary): boolean {
  switch (object.kind) {
    case "table":
      return object.columns.some(({ generated }) => generated !== null);
    case "index":
      return false;
    case "trigger":
    case "view":
      return (object.kind === "trigger" && object.fires.of.length > 0) || [...mentions(object.text)].some(isInternal);
  }
}
