import type { Row, Scratch } from "../../database/connection.ts";
import type { Beside } from "../../model/beside.ts";
import type { Schema } from "../../model/schema.ts";
import { quoteText } from "../../sql/quote.ts";
import { driverOf } from "../../start/detect.ts";
import type { SyncDatabase } from "../../start/supported.ts";
import { storedAtOnce } from "./stored-objects.ts";

/** A database in SQLite itself; null where there is none that is new enough. */
export type OpenNative = () => (SyncDatabase & { close(): unknown }) | null;

/** A database of this schema, without rows, in an engine other than ours. */
export function nativeScratch(db: SyncDatabase & { close(): unknown }, schema: Schema, beside: Beside): Scratch {
  // Its driver answers at once.
  const driver = driverOf(db);
  const exec = (sql: string) => void driver.exec(sql);
  const order = ["table", "index", "view", "trigger"];
  exec("PRAGMA foreign_keys = OFF");
  const objects = [...storedAtOnce(schema, beside)].sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  for (const { texts } of objects) exec(texts[0] ?? "");
  return {
    exec,
    // A driver binds nothing, and what is asked here binds one text at most.
    all: (sql, ...[text]) =>
      driver.all(text === undefined ? sql : sql.replace("?", () => quoteText(String(text)))) as readonly Row[],
    prepare: (sql) => void driver.prepare?.(sql),
    columns: () => [],
    another: () => nativeScratch(db, schema, beside),
    close: () => void db.close(),
  };
}
