import { EngineError, type Scratch } from "../../database/connection.ts";
import type { Beside } from "../../model/beside.ts";
import { fold, namePattern } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Item } from "../../plan/plan.ts";
import { isRowItem } from "../../plan/row-items.ts";
import { copyToCompile } from "../../prove/copy.ts";
import { withoutStandIns } from "../../sql/stand-ins.ts";
import type { StoredObject } from "../../start/bundle.ts";

/** The objects of a schema with their texts, as SQLite stores them if they are created directly. */
export function storedAtOnce(schema: Schema, beside: Beside): readonly StoredObject[] {
  const { scratch } = copyToCompile(schema, beside);
  try {
    return objectsIn(scratch, beside.ignore);
  } finally {
    scratch.close();
  }
}

/** The same if a plan leads there from another schema; nothing if it cannot run on the spelling of that schema. */
export function storedAfter(base: Schema, items: readonly Item[], beside: Beside): readonly StoredObject[] {
  const { scratch } = copyToCompile(base, beside);
  try {
    for (const item of items) if (item.kind === "step" && !isRowItem(item)) scratch.exec(item.sql);
    return objectsIn(scratch, beside.ignore);
  } catch (error) {
    if (error instanceof EngineError) return [];
    throw error;
  } finally {
    scratch.close();
  }
}

/** Each text once: those of the direct creation first, then in the order of the plans. */
export function withTexts(
  objects: readonly StoredObject[],
  others: readonly (readonly StoredObject[])[],
): readonly StoredObject[] {
  const key = ({ type, name }: StoredObject) => `${type} ${fold(name)}`;
  const texts = new Map(objects.map((object) => [key(object), new Set(object.texts)]));
  for (const other of others) for (const each of other) for (const text of each.texts) texts.get(key(each))?.add(text);
  return objects.map((object) => ({ ...object, texts: [...(texts.get(key(object)) ?? object.texts)] }));
}

/** Sorted by name, so that the order of creation makes no difference. A module creates its shadow tables itself. */
export function objectsIn(scratch: Scratch, ignore: readonly string[]): readonly StoredObject[] {
  const ignored = ignore.map(namePattern);
  const rows = scratch.all(
    `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND name NOT IN (SELECT name FROM temp.pragma_table_list WHERE schema = 'main' AND type = 'shadow') ORDER BY type, name`,
  );
  return rows
    .map(
      ([type, name, table, sql]): StoredObject => ({
        type: type as StoredObject["type"],
        name: String(name),
        table: String(table),
        texts: [withoutStandIns(String(sql))],
      }),
    )
    .filter(({ name, table }) => !ignored.some((pattern) => pattern.test(fold(name)) || pattern.test(fold(table))));
}
