/**
 * Names that SQLite, libSQL, Turso, D1, Litestream and wrangler reserve for themselves, under the name of the owner. Only
 * SQLite's own cannot be used by anybody else.
 */
const internal =
  /^(?:(?<SQLite>sqlite_.*)|(?<libSQL>libsql_vector_.*|libsql_wasm_func_table)|(?<Turso>__turso_internal_.*)|(?<Cloudflare>_cf_.*)|(?<Litestream>_litestream_(?:seq|lock))|(?<wrangler>d1_migrations))$/is;

export function isInternal(name: string): boolean {
  return internal.test(name);
}

/** Whose name it is; null if it is free. */
export function ownerOf(name: string): string | null {
  const groups = internal.exec(name)?.groups ?? {};
  return Object.keys(groups).find((owner) => groups[owner] !== undefined) ?? null;
}
