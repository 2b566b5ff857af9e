import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "libsql";
import { once } from "../measure.js";
import { copyToDisk } from "../prepare.js";
import { largeRows, sale, toSql } from "../schemas.js";
import { drizzle } from "./drizzle.js";
import { installed } from "./installed.js";
import { mikro } from "./mikro.js";
import { prisma } from "./prisma.js";
import { typeorm } from "./typeorm.js";

const work = resolve(import.meta.dirname, "..", ".work");
export const all = [drizzle, mikro, typeorm, prisma];

/**
 * What each peer does about a change: `act` is diff, push or pull. Its database is one that it made itself, so that
 * what it writes otherwise than we do (a NOT NULL on a key, say) is no change to it. Each has a folder of its own inside
 * bench/, where it finds its packages. `check` looks at what it left behind.
 */
export function peers({ name, from, to = from, rows = 0, act, check, times = 3 }) {
  return all
    .filter((peer) => installed(peer.package))
    .map((peer) => {
      const cwd = join(work, name, peer.package.replace(/\W/g, "-"));
      const entry = { label: peer.labels[act] ?? peer.name, peer: peer.name, cwd, env: peer.env, times };
      const command = peer.commands(cwd)[act];
      if (command === null) return { ...entry, wrong: "it has no such command" };
      const failed = settle(peer, cwd, from, rows);
      if (failed) return { ...entry, wrong: `it cannot make the schema as it is: ${failed}` };
      peer.write(cwd, to);
      const before = () => {
        rmSync(join(cwd, "pulled"), { recursive: true, force: true });
        fresh(cwd);
      };
      const live = join(cwd, "live.db");
      return {
        ...entry,
        command,
        before,
        check: check && ((run) => check(live, run)),
        ...(rows > 0 ? { written: live } : {}),
      };
    });
}

/** A database that the peer made itself, from the same declarations, with the same views and rows. */
function settle(peer, cwd, schema, rows) {
  if (existsSync(join(cwd, "base.db"))) return null;
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd, { recursive: true });
  peer.write(cwd, schema);
  const live = join(cwd, "live.db");
  change(live, []);
  const { failed } = once({ command: peer.commands(cwd).push, cwd, env: peer.env });
  if (failed) return failed;
  // Most know no views.
  const views = toSql({ tables: [], views: schema.views });
  change(
    live,
    views.map((sql) => sql.replace("CREATE VIEW", "CREATE VIEW IF NOT EXISTS")),
  );
  const indexes = toSql(sale()).slice(1);
  if (rows > 0)
    change(live, [
      "DROP INDEX sale_customer",
      "DROP INDEX sale_product",
      "PRAGMA synchronous = OFF",
      largeRows(rows),
      ...indexes,
    ]);
  renameSync(live, join(cwd, "base.db"));
  return null;
}

function change(path, statements) {
  const db = new Database(path);
  for (const sql of statements) db.exec(sql);
  db.close();
}

function fresh(cwd) {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(join(cwd, `live.db${suffix}`), { force: true });
  copyToDisk(join(cwd, "base.db"), join(cwd, "live.db"));
}
