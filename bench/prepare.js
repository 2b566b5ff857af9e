import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "libsql";
import { large, largeRows, toSql, toTrueup } from "./schemas.js";

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

/** The one large table, made once and kept. */
export function largeProject(folder, rows) {
  if (!existsSync(join(folder, "kept.db"))) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(root, join(folder, "node_modules", "trueup"));
    database(join(folder, "kept.db"), [large[0], largeRows(rows), ...large.slice(1)]);
  }
  return folder;
}

/** Declarations of the large table with some lines of it changed. */
export function largeSchema(
  folder,
  { amount = "integer().nullable()", note = "note", place = true, state = false, key = false },
) {
  const lines = [
    "  id: integer().primaryKey(),",
    "  customer: integer(),",
    "  product: text(),",
    `  amount: ${amount},`,
    "  price: real().nullable(),",
    `  ${note}: text().nullable()${note === "note" ? "" : '.was("note")'},`,
    "  made: text().nullable(),",
    ...(place ? ["  place: text().nullable(),"] : []),
    ...(state ? ["  state: text().nullable(),"] : []),
  ];
  const options = key ? ", { constraints: (t) => [unique(t.customer, t.id)] }" : "";
  mkdirSync(join(folder, "schema"), { recursive: true });
  writeFileSync(
    join(folder, "schema", "sale.ts"),
    `import { index, integer, real, sql, table, text, unique } from "trueup";

export const sale = table({
${lines.join("\n")}
}${options});

export const sale_customer = index(sale.customer);
export const sale_product = index(sale.product, sale.made);
`,
  );
}

/** Every run starts from the same file. */
export function fresh(folder) {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(join(folder, `live.db${suffix}`), { force: true });
  rmSync(join(folder, "backups"), { recursive: true, force: true });
  cpSync(join(folder, "kept.db"), join(folder, "live.db"));
}
