// Whether a peer did what it was asked: a string says what is wrong, `{ short }` what is left out of a result that counts.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "libsql";

function read(path, sql) {
  const db = new Database(path);
  try {
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}

/** After a change of a schema, or a list of statements that would make it: every changed table is as declared. */
export function checkSchema(before, after) {
  const columnsOf = (table) =>
    table.columns.map((c) => `${c.name} ${Number(c.notNull || c.key || 0)} ${c.default ?? ""}`);
  const touched = after.tables.filter((table, n) => String(columnsOf(table)) !== String(columnsOf(before.tables[n])));
  return (path, { out }) => {
    const live = new Map();
    const all = `SELECT m.name, p.name, p."notnull" OR p.pk, p.dflt_value FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = 'table'`;
    for (const [table, name, notNull, value] of read(path, all))
      live.set(table, [...(live.get(table) ?? []), `${name} ${notNull} ${(value ?? "").replace(/^\((.*)\)$/, "$1")}`]);
    const done = touched.filter((table) => String(live.get(table.name)) === String(columnsOf(table)));
    if (done.length === touched.length) return null;
    const said = done.length > 0 ? [] : touched.filter(({ name }) => out?.includes(name));
    if (said.length === touched.length) return null;
    const left = touched.length - Math.max(done.length, said.length);
    return `leaves ${left} of the ${touched.length} changed tables as they were`;
  };
}

/** What was pulled names each table, and says whether the views are there. */
export function checkPulled({ tables, views }) {
  return (path) => {
    const folder = dirname(path);
    const pulled = join(folder, "pulled");
    const files = list(pulled).map((file) => join(pulled, file));
    const text = [...files, ...(files.length > 0 ? [] : [join(folder, "schema.prisma")])]
      .map((file) => readFileSync(file, "utf8").toLowerCase())
      .join("\n");
    const words = new Set(text.match(/\w+/g));
    const missing = tables.filter(({ name }) => !words.has(name)).length;
    if (missing > 0) return `${missing} tables are missing`;
    const lost = views.filter(({ name }) => !words.has(name)).length;
    return lost > 0 ? { short: `without the ${lost} views` } : null;
  };
}

function list(folder) {
  try {
    return readdirSync(folder, { recursive: true }).filter((name) => /\.(ts|js)$/.test(name));
  } catch {
    return [];
  }
}

/** The large table after a change: all rows with their values, both indexes, and what was asked for. */
export function checkSale(rows, change) {
  return (path) => {
    const columns = read(path, `SELECT name, "notnull", pk FROM pragma_table_info('sale') ORDER BY cid`);
    const named = new Map(columns.map(([name, notNull, key]) => [name, { notNull, key }]));
    const note = change.note ?? "note";
    const untouched = change.note && named.has("note") && named.has("place") && !named.has("state");
    if (untouched) return "nothing is changed";
    if (!named.has(note)) return `there is no column ${note}`;
    if (change.place === false && named.has("place")) return "the column is not dropped";
    if (change.state && !named.has("state")) return "the column is not added";
    const [[found, notes, sum]] = read(path, `SELECT count(*), count(${note}), sum(length(product)) FROM sale`);
    if (found !== rows) return `${rows - found} rows are lost`;
    const written = rows - Math.floor(rows / 3);
    if (notes !== written) return `${written - notes} values are lost`;
    if (!(sum > rows)) return "values are lost";
    const sql = read(path, "SELECT group_concat(sql, ' ') FROM sqlite_schema WHERE tbl_name = 'sale'")[0][0];
    for (const index of ["sale_customer", "sale_product"]) if (!sql.includes(index)) return `index ${index} is gone`;
    if (change.amount === "checked") {
      if (!named.get("amount").notNull) return "no NOT NULL";
      if (!/CHECK\s*\(+\W*amount\W*>\s*0/i.test(sql)) return "no CHECK";
    }
    if (change.composite?.some((name) => named.get(name).key === 0)) return "the key is not changed";
    if (change.composite?.some((name, n) => named.get(name).key !== n + 1))
      return "the key's columns are in another order";
    return null;
  };
}
