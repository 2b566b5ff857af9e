import { nothingBeside } from "../model/beside.ts";
import { type OfApplication, withStandIns } from "../sql/stand-ins.ts";
import type { Scratch } from "./connection.ts";
import { Engine } from "./engine.ts";

/**
 * An empty database in memory with foreign keys off: objects can be created in it in any order. What only the
 * application has is known by name: a stand-in is compiled in its place, and `introspectScratch` turns it back into the
 * name.
 */
export function openScratch(known: OfApplication = nothingBeside): Scratch {
  const engine = new Engine(":memory:");
  engine.exec("PRAGMA foreign_keys = OFF");
  return {
    exec: (sql) => engine.exec(withStandIns(sql, known)),
    all: (sql, ...args) => engine.all(sql, args),
    prepare: (sql) => engine.prepare(withStandIns(sql, known)),
    columns: (sql) => engine.columns(withStandIns(sql, known)),
    another: () => openScratch(known),
    close: () => engine.closeNow(),
  };
}
