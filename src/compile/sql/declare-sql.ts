import { openScratch } from "../../database/scratch.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import { named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { type Checked, failed, fine, type Problem, type Span } from "../../problem/problem.ts";
import { canon } from "../../sql/tokens.ts";
import type { Hints } from "../../plan/hints.ts";
import { checkForeignKeys } from "../create/foreign-keys.ts";
import { knownIn } from "../create/known.ts";
import type { Declared } from "../declared.ts";
import { notesIn } from "./notes.ts";
import { isAPlan } from "./problems.ts";
import { type Ran, runScripts, type Script } from "./run-scripts.ts";
import { spansOf } from "./spans.ts";

/** What SQL files declare: the schema that they leave behind in an empty database. */
export function declareSql(scripts: readonly Script[]): Checked<Declared> {
  const plan = scripts.find(({ text }) => /^--@ plan\b/.test(text));
  if (plan !== undefined) return failed(isAPlan(plan.file));
  const scratch = openScratch();
  try {
    const ran = runScripts(scripts, scratch);
    if (ran.problems.some((problem) => problem.level === "error")) return failed(...ran.problems);
    const schema = introspectScratch(scratch);
    const said = saidBySql(ran, schema);
    const warnings = [
      ...ran.problems,
      ...warningsOf(checkForeignKeys(schema, knownIn(scratch), new Set(), said.spans)),
    ];
    const sources = new Map(scripts.map(({ file, text }) => [file, text]));
    return fine({ schema, ...said, silences: [], sources }, warnings);
  } finally {
    scratch.close();
  }
}

/** SQLite takes a key that points at nothing, and so does whoever declares in SQL; it is said all the same. */
export function warningsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, level: "warning" as const }));
}

interface Said {
  readonly hints: Hints;
  readonly spans: ReadonlyMap<string, Span>;
  readonly docs: ReadonlyMap<string, string>;
}

/** What scripts say beside the schema: where each thing stands, what its comments are, what it was called. */
export function saidBySql({ created }: Ran, schema: Schema): Said {
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
