import { readdirSync } from "node:fs";

/** The files of a folder that are named like databases. */
export function databasesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => /\.(db|sqlite3?|db3|sdb)$/i.test(file));
}
