import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Hints } from "../../model/hints.ts";
import type { Span } from "../../problem/problem.ts";
import { canon } from "../../sql/tokens.ts";
import { notesIn } from "../notes.ts";
import type { Ran } from "./run-scripts.ts";
import { spansOf } from "./spans.ts";

interface ScriptNotes {
  readonly hints: Hints;
  readonly spans: ReadonlyMap<string, Span>;
  readonly docs: ReadonlyMap<string, string>;
}

/** What scripts contain besides the schema: the position of each object, its comments, its former names. */
export function scriptNotes({ created }: Ran, schema: Schema): ScriptNotes {
  const spans = new Map<string, Span>();
  const docs = new Map<string, string>();
  const tables: { from: string; to: string }[] = [];
  const columns: { table: string; from: string; to: string }[] = [];
  const fills: { table: string; column: string; sql: { text: string; canon: string } }[] = [];
  for (const object of created) {
    for (const [key, at] of spansOf(object)) spans.set(key, at);
    const table = object.kind === "table" ? named(schema.tables, object.name) : undefined;
    const heading = notesIn(table?.comment ?? null);
    const doc = [object.doc, heading.doc].filter((each) => each !== null).join("\n");
    if (doc !== "") docs.set(`${object.kind}:${object.name}`, doc);
    const was = [...object.was, ...heading.was];
    tables.push(...was.map((from) => ({ from, to: object.name })));
    if (was.length > 0) spans.set(`was:${object.name}`, object.at);
    for (const column of table?.columns ?? []) {
      const notes = notesIn(column.comment);
      if (notes.doc !== null) docs.set(`column:${object.name}.${column.name}`, notes.doc);
      const own = { table: object.name, to: column.name };
      columns.push(...notes.was.map((from) => ({ ...own, from })));
      const place = `${object.name}.${column.name}`;
      if (notes.was.length > 0) copySpan(spans, `was:${place}`, `column:${place}`);
      if (notes.fill === null) continue;
      fills.push({ table: object.name, column: column.name, sql: { text: notes.fill, canon: canon(notes.fill) } });
      copySpan(spans, `fill:${place}`, `column:${place}`);
    }
  }
  return { hints: { tables, columns, fills }, spans, docs };
}

function copySpan(spans: Map<string, Span>, to: string, from: string): void {
  const at = spans.get(from);
  if (at !== undefined) spans.set(to, at);
}
