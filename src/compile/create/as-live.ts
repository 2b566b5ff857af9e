import { fold } from "../../model/names.ts";
import type { Index, Schema, Table, Trigger, View } from "../../model/schema.ts";
import { isInternal } from "../../introspect/internal.ts";
import type { CatalogObject } from "../../introspect/catalog.ts";
import { resolve } from "../../introspect/resolve.ts";
import { readObject } from "../../introspect/to-schema.ts";
import { withComments } from "../../sql/comments.ts";
import { mentions } from "../../sql/mentions.ts";
import { isWord, significantIn } from "../../sql/tokens.ts";
import { many } from "./create-tables.ts";
import type { Statement } from "./write-objects.ts";

/**
 * What these statements would create, if a database that an engine here has read holds the same statements and nothing
 * else: the engine has judged them there. Null if there is any other difference than white space, and for whatever is
 * only judged in an empty database: docs/decisions/what-is-live-is-not-created.md.
 */
export function asLive(statements: readonly Statement[], live: Schema): Schema | null {
  const { opaque, ignored, requoted, virtualTables } = live;
  if ([opaque, ignored, requoted, virtualTables].some((list) => list.length > 0)) return null;
  const held = new Map(
    [...live.tables, ...live.indexes, ...live.views, ...live.triggers].map((each) => [
      `${each.kind} ${each.name}`,
      each,
    ]),
  );
  if (held.size !== statements.length) return null;
  const found: Ordinary[] = [];
  for (const { kind, name, written } of statements) {
    const object = held.get(`${kind} ${name}`);
    if (object === undefined || !isSame(object, written.sql) || isJudgedAlone(object)) return null;
    held.delete(`${kind} ${name}`);
    const table = "table" in object ? object.table : name;
    found.push(object.text === written.sql ? object : read({ type: object.kind, name, table, sql: written.sql }));
  }
  const tables = found.filter((each) => each.kind === "table");
  const indexes = found.filter((each) => each.kind === "index");
  const triggers = found.filter((each) => each.kind === "trigger");
  return resolve({
    ...live,
    tables,
    indexes: inOrder(indexes, tables),
    views: found.filter((each) => each.kind === "view"),
    triggers,
    triggerOrder: triggers.map(({ name }) => fold(name)),
  });
}

type Ordinary = Table | Index | View | Trigger;

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
      return object.text.includes("libsql_vector_idx");
    case "trigger":
    case "view":
      return (object.kind === "trigger" && object.fires.of.length > 0) || [...mentions(object.text)].some(isInternal);
  }
}

/** Of many tables the indexes are created with their tables. */
function inOrder(indexes: readonly Index[], tables: readonly Table[]): readonly Index[] {
  if (tables.length <= many) return indexes;
  const places = new Map(tables.map(({ name }, n) => [fold(name), n]));
  const placeOf = (index: Index) => places.get(fold(index.table)) ?? 0;
  return indexes.toSorted((a, b) => placeOf(a) - placeOf(b));
}
