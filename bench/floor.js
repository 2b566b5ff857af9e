// The least that any tool could do for a workload, in the same engine: `node floor.js NAME FILE|FOLDER|URL`.
import { createHash } from "node:crypto";
import { closeSync, copyFileSync, fsyncSync, openSync, readdirSync, readSync, renameSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

const [, , name, path] = process.argv;
const asFolder = ["readAll", "copy", "putBack"].includes(name);
const db = path === undefined || asFolder || /^http:/.test(path) ? null : new Database(path, { timeout: 120_000 });
const scalar = (sql) => db.prepare(sql).raw().all()[0]?.[0];

const floors = {
  start() {},
  read() {
    scalar("SELECT hex(sha3_query('SELECT type, name, tbl_name, sql FROM sqlite_schema'))");
  },
  /** Every file of a folder opened, its catalog hashed. */
  readAll() {
    for (const file of readdirSync(path)) {
      const each = new Database(join(path, file));
      each.prepare("SELECT hex(sha3_query('SELECT type, name, tbl_name, sql FROM sqlite_schema'))").raw().all();
      each.close();
    }
  },
  // A scan that proves the new clauses, the change of text, the check of the table, the commit.
  clauses() {
    db.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    const wrong = scalar("SELECT count(*) FROM sale WHERE amount IS NULL OR NOT (amount > 0)");
    if (wrong !== 0) throw new Error(`${wrong} rows`);
    db.exec("ALTER TABLE sale ALTER COLUMN amount TO amount INTEGER NOT NULL CHECK (amount > 0)");
    if (scalar("SELECT quick_check FROM pragma_quick_check('sale')") !== "ok") throw new Error("not sound");
    db.exec("COMMIT");
  },
  columns() {
    columns();
    db.exec("COMMIT");
  },
  // A backup that was read again, what is dropped counted, the changed table looked at before the commit.
  columnsChecked() {
    copied(path, "copy.db", true);
    if (scalar("SELECT count(*) FROM sale WHERE place IS NOT NULL") === 0) throw new Error("nothing is dropped");
    columns();
    if (scalar("SELECT quick_check FROM pragma_quick_check") !== "ok") throw new Error("not sound");
    db.exec("COMMIT");
  },
  // A copy that may be called a backup: on the disk, read again, its checksum known, sound.
  copy() {
    copied(join(path, "kept.db"), join(path, "copy.db"), true);
  },
  // A backup held against its checksum, what it replaces kept with a checksum of its own.
  putBack() {
    const [backup, live] = ["put-back.db", "live.db"].map((file) => join(path, file));
    checksum(backup);
    copied(live, join(path, "replaced.db"), false);
    copyFileSync(backup, join(path, "copy.db"));
    flush(join(path, "copy.db"));
    renameSync(join(path, "copy.db"), live);
  },
  // The same pragmas, the same copy and the same comparison as in trueup's plan.
  rebuild() {
    db.exec("PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE; BEGIN IMMEDIATE");
    for (const sql of rebuild.copy) db.exec(sql);
    const wrong = scalar(rebuild.compare);
    if (wrong !== 0) throw new Error(`${wrong} rows differ`);
    for (const sql of rebuild.swap) db.exec(sql);
    if (scalar("SELECT quick_check FROM pragma_quick_check") !== "ok") throw new Error("not sound");
    db.exec("COMMIT");
  },
  async serverClauses() {
    await request([
      "BEGIN IMMEDIATE",
      refuseIf("EXISTS (SELECT 1 FROM sale WHERE amount IS NULL OR NOT (amount > 0))"),
      "ALTER TABLE sale ALTER COLUMN amount TO amount INTEGER NOT NULL CHECK (amount > 0)",
      refuseIf("(SELECT quick_check FROM pragma_quick_check('sale')) <> 'ok'"),
      "COMMIT",
    ]);
  },
  async serverRebuild() {
    await request([
      "PRAGMA foreign_keys = OFF",
      "BEGIN IMMEDIATE",
      ...rebuild.copy,
      refuseIf(`(${rebuild.compare}) <> 0`),
      ...rebuild.swap,
      refuseIf("(SELECT quick_check FROM pragma_quick_check) <> 'ok'"),
      "COMMIT",
    ]);
  },
};

function columns() {
  db.exec("BEGIN IMMEDIATE; ALTER TABLE sale ADD COLUMN state TEXT; ALTER TABLE sale RENAME COLUMN note TO remark");
  db.exec("ALTER TABLE sale DROP COLUMN place");
}

function copied(from, to, sound) {
  copyFileSync(from, to);
  flush(to);
  checksum(to);
  if (!sound) return;
  const copy = new Database(to, { readonly: true });
  const found = copy.prepare("SELECT quick_check FROM pragma_quick_check").raw().all();
  if (found[0]?.[0] !== "ok") throw new Error("the copy is not sound");
  copy.close();
}

function flush(path) {
  const file = openSync(path, "r+");
  fsyncSync(file);
  closeSync(file);
}

function checksum(path) {
  const hash = createHash("sha256");
  const file = openSync(path);
  const part = Buffer.alloc(1 << 20);
  for (let read = readSync(file, part); read > 0; read = readSync(file, part)) hash.update(part.subarray(0, read));
  closeSync(file);
  return hash.digest("hex");
}

const names = ["id", "customer", "product", "amount", "price", "note", "made", "place"];
const rebuild = {
  copy: [
    "CREATE TABLE new_sale (id INTEGER NOT NULL, customer INTEGER NOT NULL, product TEXT NOT NULL, amount INTEGER, price REAL, note TEXT, made TEXT, place TEXT, PRIMARY KEY (customer, id))",
    `INSERT INTO new_sale (rowid, ${names}) SELECT rowid, ${names} FROM sale ORDER BY rowid`,
  ],
  compare: `SELECT count(*) FROM sale AS a LEFT JOIN new_sale AS b ON b.rowid = a.rowid WHERE b.rowid IS NULL OR ${names
    .map((column) => `a.${column} IS NOT b.${column} COLLATE BINARY`)
    .join(" OR ")}`,
  swap: [
    "DROP TABLE sale",
    "ALTER TABLE new_sale RENAME TO sale",
    "CREATE INDEX sale_customer ON sale (customer)",
    "CREATE INDEX sale_product ON sale (product, made)",
  ],
};

/** SQL alone cannot raise outside of a trigger, but a function that fails ends the request. */
const refuseIf = (condition) => `SELECT CASE WHEN ${condition} THEN json('no') END`;

/** All statements in one request; the first that fails ends it, and the server rolls back. */
async function request(statements) {
  const answer = await fetch(new URL("v2/pipeline", path), {
    method: "POST",
    body: JSON.stringify({ requests: [{ type: "sequence", sql: `${statements.join(";\n")};` }, { type: "close" }] }),
  });
  const { results } = await answer.json();
  for (const { error } of results) if (error) throw new Error(error.message);
}

await floors[name]();
