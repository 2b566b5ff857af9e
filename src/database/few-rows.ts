import { fold } from "../model/names.ts";
import { quoteName } from "../sql/quote.ts";
import { significantIn, unquote } from "../sql/tokens.ts";
import type { Engine } from "./engine.ts";

/** So many combinations of rows are looked at before a process has started. */
const combinations = 1_000_000;

/** Everything that can be read from, and whether it is a table whose rows can be counted. Tables take precedence. */
const sources = `SELECT name, 0 FROM temp.pragma_module_list
UNION ALL SELECT name, type = 'table' AND rootpage > 0 FROM sqlite_schema WHERE type IN ('table', 'view')`;

/** So many rows of one table are counted to find out. */
const counted = 1000;

/**
 * Which questions read so few rows that they are answered at once. All that it takes along is counted, so that many
 * short questions are not a long wait either.
 */
export class FewRows {
  readonly #engine: Engine;
  #tables: ReadonlyMap<string, boolean> | null = null;
  #left = combinations;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  answers(sql: string): boolean {
    const cost = this.#cost(sql);
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }

  /** At most every row of each table is held against every row of the others, each time that a table is named. */
  #cost(sql: string): number {
    this.#tables ??= new Map(
      this.#engine.all(sources).map(([name, stores]) => [fold(String(name)), Number(stores) === 1]),
    );
    const times = new Map<string, number>();
    const tokens = significantIn(sql);
    for (const [n, { kind, text }] of tokens.entries()) {
      if (kind !== "word" && kind !== "name" && kind !== "string") continue;
      const name = fold(unquote(text));
      // It may be recursive, and then it ends when it likes.
      if (name === "with" && kind === "word") return Number.POSITIVE_INFINITY;
      const stores = this.#tables.get(name);
      // A column of it.
      if (stores === undefined || tokens[n + 1]?.text === ".") continue;
      // What a view, a virtual table or a function reads is not to be seen here.
      if (!stores) return Number.POSITIVE_INFINITY;
      times.set(name, (times.get(name) ?? 0) + 1);
    }
    let cost = 1;
    for (const [name, often] of times) cost *= Math.max(1, this.#rows(name)) ** often;
    return cost;
  }

  #rows(table: string): number {
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${quoteName(table)} LIMIT ${counted + 1})`;
    const rows = Number(this.#engine.all(sql)[0]?.[0]);
    return rows > counted ? Number.POSITIVE_INFINITY : rows;
  }
}
