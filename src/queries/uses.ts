import type { Scratch } from "../database/connection.ts";
import { fold, named } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { isWord, significantIn, unquote } from "../sql/tokens.ts";
import { type Bench, type Compiled, compileQuery } from "./compile.ts";
import { isStatement, makeTemporary } from "./check.ts";
import { tablesOf } from "./names-of.ts";
import type { Collected, Query } from "./query.ts";
import { planOf } from "./ways.ts";

/** What one statement of the application touches. */
export interface Use {
  readonly query: Query;
  readonly state: Compiled["state"];
  /** Why it was not read; null if it was. */
  readonly why: string | null;
  /** Tables and views that it names, as they are declared. */
  readonly tables: readonly string[];
  /** `tune.title`: every column that it names, or takes with a star. */
  readonly columns: readonly string[];
  /** Indexes that the engine uses for it. */
  readonly indexes: readonly string[];
}

/** Every statement with what it touches, as far as it can be read. */
export function usesOf(collected: Collected, schema: Schema, bench: Bench): readonly Use[] {
  makeTemporary(collected, bench);
  const tables = tablesOf(schema, bench.scratch);
  return collected.queries.flatMap((query): readonly Use[] => {
    const compiled = compileQuery(query, bench, collected.runtime);
    if (!isStatement(query, compiled, tables)) return [];
    const texts = query.variants.map(({ sql }) => sql);
    const ready = compiled.state === "whole" || compiled.state === "part" ? compiled.ready : [];
    const names = [...new Set(texts.flatMap((sql) => [...touched(sql, schema, tables)]))].sort();
    return [
      {
        query,
        state: compiled.state,
        why:
          compiled.state === "unread" ? compiled.why : compiled.state === "wrong" ? compiled.complaint.message : null,
        tables: names.filter((name) => !name.includes("\0")),
        columns: names.filter((name) => name.includes("\0")).map((name) => name.replace("\0", ".")),
        indexes: [...new Set(ready.flatMap(({ sql }) => indexesOf(sql.sql, bench.scratch)))].sort(),
      },
    ];
  });
}

/**
 * Names of tables, and of columns after a NUL. What a view or a trigger touches counts for every statement that uses
 * it.
 */
function touched(sql: string, schema: Schema, tables: ReturnType<typeof tablesOf>): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const add = (text: string): void => {
    const tokens = significantIn(text);
    const words = new Set(
      tokens.flatMap(({ kind, text }) => (kind === "word" || kind === "name" ? [fold(unquote(text))] : [])),
    );
    const star = tokens.some(
      ({ text }, n) => text === "*" && /^(?:SELECT|DISTINCT|ALL|,|\.|RETURNING)$/i.test(tokens[n - 1]?.text ?? ""),
    );
    const values = tokens.findIndex((token) => isWord(token, "VALUES"));
    const noList =
      isWord(tokens[0], "INSERT", "REPLACE") &&
      values !== -1 &&
      !tokens.slice(0, values).some(({ text }) => text === "(");
    for (const word of words) {
      const table = tables.get(word);
      if (table === undefined) continue;
      found.add(table.name);
      for (const column of table.columns)
        if (star || noList || words.has(fold(column))) found.add(`${table.name}\0${column}`);
      if (seen.has(word)) continue;
      seen.add(word);
      const view = named(schema.views, word);
      if (view !== undefined) add(view.text);
      for (const trigger of schema.triggers) if (fold(trigger.table) === word) add(trigger.body.text);
    }
  };
  add(sql);
  return found;
}

/** The indexes that a query plan names. */
export function indexesOf(sql: string, scratch: Scratch): readonly string[] {
  return (planOf(sql, scratch) ?? []).flatMap((line) => /\bINDEX (\S+)/.exec(line)?.[1] ?? []);
}
