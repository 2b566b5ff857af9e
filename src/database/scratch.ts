import type { Scratch } from "./connection.ts";
import { Engine } from "./engine.ts";

/** An empty database in memory, foreign keys off: what is created in it may stand in any order. */
export function openScratch(): Scratch {
  const engine = new Engine(":memory:");
  engine.exec("PRAGMA foreign_keys = OFF");
  return {
    exec: (sql) => engine.exec(sql),
    all: (sql, ...args) => engine.all(sql, args),
    prepare: (sql) => engine.prepare(sql),
    columns: (sql) => engine.columns(sql),
    close: () => engine.closeNow(),
  };
}
