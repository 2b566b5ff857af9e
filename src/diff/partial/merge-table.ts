import { canonicalPart, equal } from "../../model/canonical.ts";
import { fold, named, sameName } from "../../model/names.ts";
import type { PartialSchema } from "../../model/partial.ts";
import type { Check, Column, ForeignKey, KeyTerm, PrimaryKey, Table, Unique } from "../../model/schema.ts";
import { withComments } from "../../sql/comments.ts";
import { readTable } from "../../sql/read-table.ts";
import { writeTable } from "../../sql/write-table.ts";

/**
 * A table of a partial schema as it should be in a database that has it: what the schema can express is taken from the
 * schema, everything else from the database. The live table itself if nothing differs.
 */
export function mergeTable(declared: Table, live: Table, uniques: readonly Unique[], by: PartialSchema["by"]): Table {
  const columns = inOrderOf(
    live,
    declared.columns.map((column) => mergeColumn(column, declared, live, by)),
  );
  const collations = new Map(columns.map((column) => [fold(column.name), column.collate]));
  const merged: Table = {
    ...declared,
    columns,
    primaryKey: mergeKey(declared.primaryKey, live.primaryKey, collations),
    uniques: uniques.map((unique) => ({ ...unique, terms: collated(unique.terms, collations) })),
    checks:
      by === "Prisma"
        ? live.checks.filter((check) => stands(check, columns))
        : mergeChecks(declared.checks, live.checks),
    foreignKeys: declared.foreignKeys.map((key) => mergeReference(key, live.foreignKeys)),
    strict: live.strict,
    withoutRowid: live.withoutRowid,
    randomRowid: live.randomRowid,
  };
  const text = writeTable(merged);
  const read: Table = { ...withComments(readTable(text)), comment: declared.comment };
  // A foreign key that names no parent columns has been resolved to the parent's key.
  const whole = { ...read, foreignKeys: merged.foreignKeys };
  return equal(whole, live) ? live : whole;
}

/** The order of columns is the database's, too; new ones come last, as ALTER TABLE adds them. */
function inOrderOf({ columns: there }: Table, columns: readonly Column[]): readonly Column[] {
  const kept = there.flatMap(({ name }) => named(columns, name) ?? []);
  return [...kept, ...columns.filter(({ name }) => named(there, name) === undefined)];
}

function mergeColumn(column: Column, declared: Table, live: Table, by: PartialSchema["by"]): Column {
  const before = named(live.columns, column.name);
  if (before === undefined) return column;
  const isKey = declared.primaryKey?.terms.some((term) => sameName(term.column, column.name)) === true;
  // Versions of Drizzle differ in how they write NOT NULL on keys.
  const says = isKey ? before.notNull : column.notNull;
  return {
    ...column,
    notNull: says !== null && before.notNull !== null ? before.notNull : says,
    collate: before.collate,
    type: sameType(column.type, before.type) ? before.type : column.type,
    generated: by === "Prisma" ? before.generated : column.generated,
    default: by === "Prisma" && before.generated !== null ? null : column.default,
  };
}

function sameType(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase();
}

/** The key of the database, if it has the same columns: older kits wrote them sorted by name. */
function mergeKey(declared: PrimaryKey | null, live: PrimaryKey | null, collations: Collations): PrimaryKey | null {
  if (declared === null) return null;
  const own = { ...declared, terms: collated(declared.terms, collations) };
  if (live === null || declared.autoincrement !== live.autoincrement) return own;
  const [wanted, there] = [namesOf(declared.terms), namesOf(live.terms)];
  const isSame = wanted.join() === there.join() || [...wanted].sort().join() === there.join();
  return isSame ? live : own;
}

function mergeChecks(declared: readonly Check[], live: readonly Check[]): readonly Check[] {
  return declared.map((check) => live.find((each) => each.expr.canon === check.expr.canon) ?? check);
}

/** A check that names a dropped column cannot stay. */
function stands(check: Check, columns: readonly Column[]): boolean {
  return check.at === null || columns.some((column) => sameName(column.name, check.at ?? ""));
}

/** The same key, whatever its name and whenever it is checked. */
function mergeReference(key: ForeignKey, live: readonly ForeignKey[]): ForeignKey {
  const plain = (each: ForeignKey) => canonicalPart({ ...each, name: null, match: null, deferrable: null });
  const found = live.find((each) => plain(each) === plain(key));
  if (found === undefined) return key;
  return { ...found, references: key.references };
}

export type Collations = ReadonlyMap<string, string | null>;

/** The collation of a term that does not name one: the column's own. */
export function collated<T extends KeyTerm>(terms: readonly T[], collations: Collations): T[] {
  return terms.map((term) =>
    term.collate === null ? { ...term, collate: collations.get(fold(term.column)) ?? null } : term,
  );
}

export function namesOf(terms: readonly { readonly column: string | null }[]): readonly string[] {
  return terms.map((term) => fold(term.column ?? ""));
}
