import type { Declared, Partial } from "../../compile/declared.ts";
import { layOver } from "../../diff/partial/lay-over.ts";
import { canonicalPart, equal } from "../../model/canonical.ts";
import { named, sameName } from "../../model/names.ts";
import type { Column, Index, Schema, Table, View } from "../../model/schema.ts";
import type { Problem, Span } from "../../problem/problem.ts";
import { codeNames } from "./names.ts";
import { behindFirst, drizzleColumn, template } from "./write-column.ts";
import { type Part, partsThatDiffer, partText, spanOfPart, textOfPart } from "./parts.ts";
import { drizzleIndex, drizzleTable, keyText } from "./write-table.ts";

/** What to change in the schema; what is null is not in the database. */
export type Change =
  | { readonly kind: "table"; readonly name: string; readonly table: Table }
  | { readonly kind: "column"; readonly table: Table; readonly name: string; readonly column: Column | null }
  | { readonly kind: "index"; readonly table: string; readonly name: string; readonly index: Index | null }
  | { readonly kind: "part"; readonly table: Table; readonly part: Part }
  | { readonly kind: "gone"; readonly of: "table" | "view"; readonly name: string }
  | { readonly kind: "view"; readonly view: View };

export interface Difference {
  readonly problem: Problem;
  /** Null for what is not edited. */
  readonly change: Change | null;
}

/** Where a database differs from a Drizzle or Prisma schema: each difference with what to write. */
export function foreignDifferences({ schema, spans }: Declared, partial: Partial, live: Schema): readonly Difference[] {
  const meant = layOver(schema, partial, live).schema;
  const names = codeNames(live);
  const isDrizzle = partial.by === "Drizzle";
  const found: Difference[] = [];
  const tell = (
    subject: string,
    message: string,
    at: Span | undefined,
    text: string,
    sql: string,
    change: Change | null = null,
  ): void => {
    const said = isDrizzle ? withoutTyped(text) : sql;
    const problem: Problem = {
      code: "pull-differs",
      level: "error",
      subject,
      message,
      ...(at !== undefined && { at, label: "here" }),
      evidence: said === "" ? [] : said.trimEnd().split("\n"),
      help: [said === "" ? "remove it from the schema" : `write it like this in the ${partial.by} schema`],
    };
    found.push({ problem, change });
  };
  for (const table of live.tables) {
    const wanted = named(meant.tables, table.name);
    const at = spans.get(`table:${table.name}`);
    if (wanted === undefined)
      tell(table.name, "the schema has no such table", at, drizzleTable(table, live, names), table.text, {
        kind: "table",
        name: table.name,
        table,
      });
    else if (!equal(wanted, table)) tableDiffers(table, wanted);
  }
  for (const { name } of meant.tables)
    if (named(live.tables, name) === undefined)
      tell(name, "the database has no such table", spans.get(`table:${name}`), "", "", {
        kind: "gone",
        of: "table",
        name,
      });
  for (const index of live.indexes) {
    const wanted = named(meant.indexes, index.name);
    if (wanted !== undefined && equal(wanted, index)) continue;
    const message = wanted === undefined ? "the schema has no such index" : "the index is different in the database";
    if (named(meant.tables, index.table) === undefined) continue;
    const change = { kind: "index", table: index.table, name: index.name, index } as const;
    tell(index.name, message, placeOf(index), indexText(index), index.text, change);
  }
  for (const { name, table } of meant.indexes)
    if (named(live.indexes, name) === undefined)
      tell(name, "the database has no such index", spans.get(`index:${name}`) ?? spans.get(`table:${table}`), "", "", {
        kind: "index",
        table,
        name,
        index: null,
      });
  for (const view of live.views) {
    const wanted = named(meant.views, view.name);
    if (wanted !== undefined && equal(wanted, view)) continue;
    const message = wanted === undefined ? "the schema has no such view" : "the view is different in the database";
    tell(view.name, message, spans.get(`view:${view.name}`), viewText(view), view.text, { kind: "view", view });
  }
  for (const { name } of meant.views)
    if (named(live.views, name) === undefined)
      tell(name, "the database has no such view", spans.get(`view:${name}`), "", "", {
        kind: "gone",
        of: "view",
        name,
      });
  return found;

  function placeOf(index: Index): Span | undefined {
    return spans.get(`index:${index.name}`) ?? spans.get(`table:${index.table}`);
  }

  function indexText(index: Index): string {
    const table = named(live.tables, index.table);
    return table === undefined ? "" : drizzleIndex(index, table, (column) => `t.${names.column(table.name, column)}`);
  }

  function tableDiffers(table: Table, wanted: Table): void {
    for (const column of table.columns) {
      const other = named(wanted.columns, column.name);
      if (other !== undefined && canonicalPart(other) === canonicalPart(column)) continue;
      const key = keyText(names.column(table.name, column.name));
      const at = spans.get(`column:${table.name}.${column.name}`) ?? spans.get(`table:${table.name}`);
      const message = other === undefined ? "the schema has no such column" : "the column is different in the database";
      tell(
        `${table.name}.${column.name}`,
        message,
        at,
        `${key}: ${drizzleColumn(column, table, names)},`,
        column.text,
        {
          kind: "column",
          table,
          name: column.name,
          column,
        },
      );
    }
    for (const { name } of wanted.columns) {
      if (table.columns.some((column) => sameName(column.name, name))) continue;
      tell(
        `${table.name}.${name}`,
        "the database has no such column",
        spans.get(`column:${table.name}.${name}`),
        "",
        "",
        { kind: "column", table, name, column: null },
      );
    }
    if (equal({ ...wanted, columns: table.columns }, table)) return;
    const at = spans.get(`table:${table.name}`);
    const parts = partsThatDiffer(wanted, table);
    for (const part of parts) {
      const text = partText(part, table, names);
      const what = textOfPart(part);
      const message = `the ${what} is ${part.after === null ? "not" : part.before === null ? "only" : "different"} in the database`;
      tell(table.name, message, spanOfPart(part, table, spans) ?? at, text, table.text, { kind: "part", table, part });
    }
    if (parts.length === 0)
      tell(
        table.name,
        "keys or checks of the table are different in the database",
        at,
        drizzleTable(table, live, names),
        table.text,
      );
  }
}

/** With the word of Drizzle for what the fresh file defines once. */
export function withoutTyped(text: string): string {
  return text.replace(/\btyped\(("[^"]*")\)/g, "customType<{ data: unknown }>({ dataType: () => $1 })");
}

function viewText({ name, body }: View): string {
  return `sqliteView(${JSON.stringify(name)}, {}).as(${template(behindFirst(body.text))})`;
}
