import { fold, named, sameName } from "../../model/names.ts";
import type { ForeignKey, Schema, Table } from "../../model/schema.ts";
import { readTable } from "../../sql/read-table.ts";
import { subject } from "../../words/subject.ts";

/** Whether a reference that names no column means another one in the other schema. */
export function keyDiffers(parent: string, one: Schema, other: Schema): boolean {
  return keyOf(one, parent) !== keyOf(other, parent);
}

function keyOf({ tables }: Schema, name: string): string | undefined {
  return named(tables, name)
    ?.primaryKey?.terms.map(({ column }) => fold(column))
    .join("\0");
}

/** Whether a table refers to another without naming a column: then it means whatever the key is. */
export function isBare({ text }: Table, { table: parent }: ForeignKey): boolean {
  return readTable(text).foreignKeys.some(
    ({ table, references }) => sameName(table, parent) && references.length === 0,
  );
}

/** Why references have to be written anew to mean the column that they mean today. */
export function keysMeant(from: Table, to: Table, renamed: Schema, target: Schema): string[] {
  const stays = ({ table, references }: ForeignKey) =>
    to.foreignKeys.some(
      (each) =>
        sameName(each.table, table) &&
        references.length > 0 &&
        each.references.map(fold).join("\0") === references.map(fold).join("\0"),
    );
  return from.foreignKeys
    .filter(
      (each) =>
        !sameName(each.table, from.name) &&
        keyDiffers(each.table, renamed, target) &&
        stays(each) &&
        isBare(from, each) &&
        !isBare(to, each),
    )
    .map(({ table }) => `its reference to ${subject(table)} names no column, and another key would be meant`);
}
