import { fold, named, sameName } from "../../model/names.ts";
import type { ForeignKey, KeyTerm, Schema, Table } from "../../model/schema.ts";
import type { Problem } from "../../problem/problem.ts";
import { keyOfForeignKey } from "../../model/declaration-keys.ts";
import type { SpansOf } from "../places.ts";
import type { Known } from "./known.ts";
import { didYouMean } from "../../problem/nearest.ts";

/**
 * SQLite silently creates a foreign key that points at nothing. It then refuses every insert into the table ("foreign
 * key mismatch"), or never finds a parent: https://www.sqlite.org/foreignkeys.html#fk_indexes
 */
export function checkForeignKeys(
  schema: Schema,
  known: Known,
  broken: ReadonlySet<string>,
  spans: SpansOf,
  only: ReadonlySet<string> | null = null,
): readonly Problem[] {
  const tables = new Map(schema.tables.map((table) => [fold(table.name), table]));
  const concerned = schema.tables.filter(({ name }) => only === null || only.has(fold(name)));
  return concerned.flatMap((table) =>
    table.foreignKeys.flatMap((key) => {
      if (broken.has(fold(key.table))) return [];
      const wrong = whatIsWrong(table, key, tables.get(fold(key.table)), schema, known);
      if (wrong === null) return [];
      const at = spans().get(keyOfForeignKey(table.name, key.columns)) ?? spans().get(`table:${table.name}`);
      const subject = `${table.name}.${key.columns.join(",")}`;
      return [{ level: "error", subject, ...(at !== undefined && { at }), ...wrong } satisfies Problem];
    }),
  );
}

type Wrong = Pick<Problem, "code" | "message" | "help" | "also"> & { readonly label: string };

function whatIsWrong(
  table: Table,
  key: ForeignKey,
  parent: Table | undefined,
  schema: Schema,
  known: Known,
): Wrong | null {
  if (parent === undefined) return noTable(key, schema, known);
  const missing = key.references.find((column) => !parent.columns.some((each) => sameName(each.name, column)));
  if (missing !== undefined) {
    const columns = parent.columns.map((column) => column.name);
    return {
      code: "foreign-key-target",
      message: `\`${parent.name}\` has no column \`${missing}\``,
      label: "points at nothing",
      help: [...didYouMean(missing, columns), `columns of ${parent.name}: ${columns.join(", ")}`],
    };
  }
  const references =
    key.references.length > 0 ? key.references : (parent.primaryKey?.terms.map((term) => term.column) ?? []);
  if (references.length === 0) return noKey(parent);
  if (references.length !== key.columns.length)
    return {
      code: "foreign-key-target",
      message: `the key has ${count(key.columns.length)}, and its parent key has ${count(references.length)}`,
      label: `${key.columns.join(", ")} → ${parent.name} (${references.join(", ")})`,
      help: ["name as many columns on both sides"],
    };
  return isKey(parent, references, schema) ? null : notUnique(parent, references, table);
}

function noTable(key: ForeignKey, schema: Schema, known: Known): Wrong {
  const hidden = known.unexported.get(fold(key.table));
  if (hidden !== undefined)
    return {
      code: "foreign-key-target",
      message: `\`${key.table}\` is ${hidden.elsewhere ? "in a file that is not part" : "not exported, so it is not part"} of the schema`,
      label: "points at it",
      also: [{ at: hidden.at, label: hidden.elsewhere ? "declared here" : "declared here, without `export`" }],
      help: [
        hidden.elsewhere
          ? "name that file as well, in `schema` or with --schema"
          : `write \`export\` before \`const ${hidden.name}\``,
      ],
    };
  const other = known.tables.get(fold(key.table));
  return {
    code: "foreign-key-target",
    message:
      other === undefined ? `nothing is declared as \`${key.table}\`` : `\`${key.table}\` is not an ordinary table`,
    label: other === undefined ? "points at nothing" : "a foreign key points at tables only",
    help:
      other === undefined
        ? didYouMean(
            key.table,
            schema.tables.map((table) => table.name),
          )
        : [],
  };
}

function noKey(parent: Table): Wrong {
  return {
    code: "foreign-key-target",
    message: `\`${parent.name}\` has no primary key to point at`,
    label: "names no column",
    help: [`name the column: references(() => ${parent.name}.column)`],
  };
}

function notUnique(parent: Table, columns: readonly string[], table: Table): Wrong {
  const what = columns.map((column) => `${parent.name}.${column}`).join(", ");
  const self = sameName(parent.name, table.name);
  return {
    code: "foreign-key-target",
    message: `${what} ${columns.length === 1 ? "is" : "are together"} neither the primary key nor unique, so no row can be pointed at`,
    label: self ? "points at columns of this table that may repeat" : "points at columns that may repeat",
    help: [
      columns.length === 1
        ? `add .unique() to ${what}, or point at the primary key`
        : `add unique(${columns.map((column) => `t.${column}`).join(", ")}) to the constraints of ${parent.name}`,
    ],
  };
}

/** Whether the columns are the primary key, or unique together without a condition and in their own collations. */
function isKey(parent: Table, columns: readonly string[], schema: Schema): boolean {
  const wanted = new Set(columns.map(fold));
  const own = (column: string) => named(parent.columns, column)?.collate ?? null;
  const fits = (terms: readonly { readonly column: string | null; readonly collate: string | null }[]) =>
    terms.length === wanted.size &&
    terms.every(({ column, collate }) => column !== null && wanted.has(fold(column)) && collate === own(column));
  const keys: readonly (readonly KeyTerm[])[] = [
    ...(parent.primaryKey === null ? [] : [parent.primaryKey.terms]),
    ...parent.uniques.map((unique) => unique.terms),
  ];
  if (keys.some((terms) => fits(terms))) return true;
  return schema.indexes.some(
    (index) => index.unique && index.where === null && sameName(index.table, parent.name) && fits(index.terms),
  );
}

function count(columns: number): string {
  return columns === 1 ? "1 column" : `${columns} columns`;
}
