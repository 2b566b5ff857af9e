import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import Database from "libsql";
import { largeRows, sale, toSql, toTrueup } from "./schemas.js";

const root = resolve(import.meta.dirname, "..");

/** A project with its declarations and a database that matches `live`. */
export function project(folder, { live, declared = live }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "schema"), { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "trueup"));
  for (const [file, text] of toTrueup(declared)) writeFileSync(join(folder, "schema", file), text);
  database(join(folder, "live.db"), toSql(live));
  cpSync(join(folder, "live.db"), join(folder, "kept.db"));
  return folder;
}

export function database(path, statements) {
  rmSync(path, { force: true });
  const db = new Database(path);
  db.exec("PRAGMA synchronous = OFF; BEGIN");
  for (const statement of statements) db.exec(statement);
  db.exec("COMMIT");
  db.close();
}

/** The one large table, made once and kept, with declarations of what it shall become. */
export function largeProject(folder, rows, declared) {
  if (!existsSync(join(folder, "kept.db"))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(root, join(folder, "node_modules", "trueup"));
    const [table, ...indexes] = toSql(sale());
    database(join(folder, "made.db"), [table, largeRows(rows), ...indexes]);
    renameSync(join(folder, "made.db"), join(folder, "kept.db"));
  }
  mkdirSync(join(folder, "schema"), { recursive: true });
  for (const [file, text] of toTrueup(declared)) writeFileSync(join(folder, "schema", file), text);
  return folder;
}

/** Every run starts from the same file, and from one that is on the disk: who is measured writes its own pages only. */
export function fresh(folder) {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(join(folder, `live.db${suffix}`), { force: true });
  rmSync(join(folder, "backups"), { recursive: true, force: true });
  copyToDisk(join(folder, "kept.db"), join(folder, "live.db"));
}

export function copyToDisk(from, to) {
  copyFileSync(from, to);
  const file = openSync(to, "r+");
  fsyncSync(file);
  closeSync(file);
}
