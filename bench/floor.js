// The least that any tool could do for a workload, in the same engine: `node floor.js NAME FILE`.
import Database from "libsql";

const [, , name, path] = process.argv;
const db = name === "start" ? null : new Database(path);
const scalar = (sql) => db.prepare(sql).raw().all()[0]?.[0];

const floors = {
  start() {},
  read() {
    scalar("SELECT hex(sha3_query('SELECT type, name, tbl_name, sql FROM sqlite_schema'))");
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
    db.exec("BEGIN IMMEDIATE; ALTER TABLE sale ADD COLUMN state TEXT; ALTER TABLE sale RENAME COLUMN note TO remark");
    db.exec("ALTER TABLE sale DROP COLUMN place; COMMIT");
  },
  rebuild() {
    db.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    db.exec(
      "CREATE TABLE new_sale (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, product TEXT NOT NULL, amount INTEGER, price REAL, note TEXT, made TEXT, place TEXT, UNIQUE (customer, id))",
    );
    db.exec("INSERT INTO new_sale SELECT * FROM sale");
    const columns = ["customer", "product", "amount", "price", "note", "made", "place"];
    const differ = columns.map((column) => `a.${column} IS NOT b.${column} COLLATE BINARY`).join(" OR ");
    const wrong = scalar(
      `SELECT count(*) FROM sale AS a LEFT JOIN new_sale AS b ON b.id = a.id WHERE b.id IS NULL OR ${differ}`,
    );
    if (wrong !== 0) throw new Error(`${wrong} rows differ`);
    db.exec("DROP TABLE sale; ALTER TABLE new_sale RENAME TO sale");
    db.exec("CREATE INDEX sale_customer ON sale (customer); CREATE INDEX sale_product ON sale (product, made)");
    if (scalar("SELECT quick_check FROM pragma_quick_check") !== "ok") throw new Error("not sound");
    db.exec("COMMIT");
  },
};

floors[name]();
