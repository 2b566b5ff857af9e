// What Prisma's own schema engine makes of a schema, as WebAssembly: no database, no network.
//
//   node test/interop/prisma-oracle.mjs FILE...     prints the SQL
import { readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

export async function prismaSql(files) {
  const modules = process.env.INTEROP_PRISMA ?? join(here, "node_modules");
  const bindings = await import(join(modules, "@prisma/schema-engine-wasm/schema_engine_bg.js"));
  const bytes = readFileSync(join(modules, "@prisma/schema-engine-wasm/schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: () => {} };
  const adapter = { provider: "sqlite", adapterName: "oracle", errorRegistry: nothing.errorRegistry, connect: async () => ok(nothing), connectToShadowDb: async () => ok(nothing) };
  // The engine of today takes no url in the schema; older schemas have one.
  const datamodels = files.map((file) => [file, readFileSync(file, "utf8").replace(/^\s*(url|directUrl|shadowDatabaseUrl)\s*=.*$/gm, "")]);
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
  const result = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files: datamodels.map(([path, content]) => ({ path, content })) },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? "";
}

const ok = (value) => ({ ok: true, value, map: (f) => ok(f(value)), flatMap: (f) => f(value) });
const nothing = {
  provider: "sqlite",
  adapterName: "oracle",
  queryRaw: async () => ok({ columnNames: [], columnTypes: [], rows: [] }),
  executeRaw: async () => ok(0),
  executeScript: async () => ok(undefined),
  getConnectionInfo: () => ok({}),
  dispose: async () => ok(undefined),
  errorRegistry: { consumeError: () => undefined },
};

if (process.argv[1] === import.meta.filename) console.log(await prismaSql(process.argv.slice(2)));
