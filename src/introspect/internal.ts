/**
 * Names that SQLite, libSQL, Turso, D1, Litestream and wrangler reserve for themselves. Only SQLite's own cannot be
 * used by anybody else.
 */
const internal =
  /^(?:sqlite_.*|libsql_vector_.*|libsql_wasm_func_table|__turso_internal_.*|_cf_.*|_litestream_(?:seq|lock)|d1_migrations)$/is;

export function isInternal(name: string): boolean {
  return internal.test(name);
}
