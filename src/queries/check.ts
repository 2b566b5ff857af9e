import type { Schema } from "../model/schema.ts";
import { nameInConfig } from "../words/name-in-config.ts";
import type { Problem } from "../problem/problem.ts";
import { nearest } from "../problem/nearest.ts";
import { nameWithoutArity } from "../sql/stand-ins.ts";
import { sqliteSays } from "../sql/messages.ts";
import { quoteText } from "../sql/quote.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import { fold } from "../model/names.ts";
import { type Bench, type Compiled, compileQuery } from "./compile.ts";
import { complaintsOf, placeInSource, subjectOf, type Surroundings } from "./complain.ts";
import { callableFunctions, isNewerFunction } from "./functions.ts";
import { insertOf, leftOut } from "./inserts.ts";
import { mentioned, tablesOf } from "./names-of.ts";
import type { Collected, Query } from "./query.ts";
import { looksWritten } from "./statement.ts";
import { holeMark } from "./text.ts";

/** The result of checking the statements of an application on one schema. */
export interface QueriesChecked {
  readonly problems: readonly Problem[];
  /** The number of statements, and how many of them the engine compiled, in full or with placeholders. */
  readonly read: number;
  readonly checked: number;
  readonly part: number;
  readonly unread: readonly UncheckedQuery[];
}

export interface UncheckedQuery {
  readonly query: Query;
  readonly why: string;
}

export interface CheckRequest {
  readonly collected: Collected;
  readonly schema: Schema;
  readonly bench: Bench;
  /** Functions that the application registers, according to the configuration. */
  readonly functions: readonly string[];
  readonly textOf: (file: string) => string;
}

/**
 * Compiles every statement on the declarations, and reports why each one that cannot work fails, at the word that is
 * wrong.
 */
export function checkQueries({ collected, schema, bench, functions, textOf }: CheckRequest): QueriesChecked {
  const tables = tablesOf(schema, bench.scratch);
  const around: Surroundings = { bench, tables, textOf };
  const known = new Set([...functions.map((each) => fold(nameWithoutArity(each))), ...collected.runtime.functions]);
  makeTemporary(collected, bench);
  const problems: Problem[] = [];
  const unread: UncheckedQuery[] = [];
  let [read, checked, part] = [0, 0, 0];
  for (const query of collected.queries) {
    const compiled = compileQuery(query, bench, collected.runtime);
    if (!isStatement(query, compiled, tables)) continue;
    read += 1;
    if (compiled.state === "unread") unread.push({ query, why: compiled.why });
    else checked += 1;
    if (compiled.state === "part") part += 1;
    problems.push(...problemsOf(query, compiled).filter(({ code }) => !query.ignored.includes(code)));
  }
  return { problems, read, checked, part, unread };

  function problemsOf(query: Query, compiled: Compiled): readonly Problem[] {
    if (compiled.state === "unread") return [];
    if (compiled.state === "wrong") return complaintsOf(query, compiled.complaint, around);
    const called = new Set(compiled.ready.flatMap((each) => each.functions));
    return [
      ...[...called].filter((name) => !known.has(fold(name))).flatMap((name) => unknownFunction(query, name, compiled)),
      ...textsInQuotes(query, compiled),
      ...withoutValues(query, compiled),
    ];
  }

  function unknownFunction(query: Query, name: string, compiled: Compiled): readonly Problem[] {
    if (isNewerFunction(name) || compiled.state === "unread" || compiled.state === "wrong") return [];
    const ready = compiled.ready.find((each) => each.functions.includes(name));
    if (ready === undefined) return [];
    const { text } = ready;
    const token = significantIn(text.sql).find((each) => fold(each.text) === fold(name)) ?? null;
    const at = placeInSource(query, text, token, textOf);
    const near = nearest(name, callableFunctions(bench.scratch));
    return [
      {
        code: "query-function",
        level: "warning",
        subject: subjectOf(query),
        message: `SQLite has no function \`${name}\``,
        ...(at !== null && { at, label: "unknown function" }),
        help: [
          ...(near === null || fold(near) === fold(name) ? [] : [`did you mean \`${near}\`?`]),
          ...nameInConfig("function", name),
        ],
      },
    ];
  }

  /** It works only if the engine's settings allow it. */
  function textsInQuotes(query: Query, compiled: Compiled): readonly Problem[] {
    if (compiled.state === "unread" || compiled.state === "wrong") return [];
    const ready = compiled.ready.find(({ quoted }) => quoted.length > 0);
    return (ready?.quoted ?? []).map((text) => {
      const token = significantIn(ready?.text.sql ?? "").find((each) => each.text === text) ?? null;
      const at = ready === undefined ? null : placeInSource(query, ready.text, token, textOf);
      return {
        code: "query",
        level: "warning",
        subject: subjectOf(query),
        message: `${text} is in double quotes, so it names a column, and there is none`,
        ...(at !== null && { at, label: "strings are written in single quotes" }),
        help: [`for a string write ${quoteText(unquote(text))}`],
      };
    });
  }

  function withoutValues(query: Query, compiled: Compiled): readonly Problem[] {
    if (compiled.state === "unread" || compiled.state === "wrong") return [];
    for (const { text } of compiled.ready) {
      const insert = insertOf(text.sql);
      const own = insert === null ? [] : leftOut(insert, schema);
      if (insert === null || own.length === 0) continue;
      const columns = text.pieces.length <= 1 ? own : leftOutAlways(own, query);
      if (columns.length === 0) continue;
      const at = placeInSource(query, text, insert.at, textOf);
      const names = columns.map((column) => `${insert.table}.${column}`).join(", ");
      return [
        {
          code: "query",
          level: "error",
          subject: subjectOf(query),
          message: insert.orIgnore
            ? `INSERT OR IGNORE leaves out ${names}, which needs a value: it loses every row without an error`
            : `the INSERT leaves out ${names}, which needs a value`,
          ...(at !== null && { at, label: "NOT NULL and without a default" }),
          help: ["give the column a value here, or a default in the declaration"],
        },
      ];
    }
    return [];
  }

  /**
   * Those of the columns that no variant gives a value, for a statement that is put together: what one variant leaves out
   * may be there whenever it runs.
   */
  function leftOutAlways(columns: readonly string[], { variants, cut }: Query): readonly string[] {
    if (cut) return [];
    const each = variants.map(({ sql }) => {
      const insert = insertOf(sql);
      // A hole among the columns can be any of them.
      if (insert === null || insert.columns?.some((name) => name.includes(holeMark)) === true) return [];
      return leftOut(insert, schema);
    });
    return columns.filter((column) => each.every((others) => others.includes(column)));
  }
}

/** Temporary tables that the sources create, so that statements that read them can be compiled. */
export function makeTemporary({ runtime }: Collected, { scratch }: Bench): void {
  for (const sql of runtime.temporary) {
    try {
      scratch.exec(sql);
    } catch {
      // It is built from something that does not exist here either: what reads it stays unread.
    }
  }
}

/**
 * Whether it is a statement at all. Whatever the engine accepts is one. Of what it does not accept, only text where SQL
 * is expected, or that is spelled like SQL and names a table, can be a mistake; anything else is prose.
 */
export function isStatement(query: Query, compiled: Compiled, tables: Surroundings["tables"]): boolean {
  if (compiled.state === "whole" || compiled.state === "part") return true;
  // A string that is part of others is checked with them.
  if (query.piece) return false;
  // Whatever takes it may add the rest.
  if (!query.certain && compiled.state === "wrong" && sqliteSays.incomplete.test(compiled.complaint.message))
    return false;
  const [text] = query.variants;
  const tokens = significantIn(text?.sql ?? "");
  if (!looksWritten(tokens)) return query.certain && tokens.length > 3;
  if (query.certain) return true;
  const first = tokens.find(({ kind }) => kind === "word")?.text ?? "";
  return first === first.toUpperCase() || mentioned(text?.sql ?? "", tables).length > 0;
}
