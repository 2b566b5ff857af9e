import Database from "libsql";

export type Db = InstanceType<typeof Database>;

export function openDatabase(file: string): Db {
  const db = new Database(file);
  db.exec("PRAGMA foreign_keys = ON");
  return db;
}
