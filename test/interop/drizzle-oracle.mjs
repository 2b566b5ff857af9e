// What drizzle-kit makes of a schema: it runs the files, which trueup never does. Packages that are not installed are
// stood in for by values that can be called, taken apart and written as text.
//
//   node test/interop/drizzle-oracle.mjs 0|1 CASING|- FILE...     prints the SQL
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const standIn = `
const make = () => new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "stand-in" : key === "__esModule" ? true : make()),
  apply: () => make(),
  construct: () => make(),
});
module.exports = make();`;

export async function drizzleSql(major, casing, files) {
  const modules = process.env.INTEROP_MODULES ?? join(here, "node_modules");
  const orm = join(modules, `drizzle-orm-${major}`);
  const kit = join(modules, `drizzle-kit-${major}`);
  linkOrm(kit, orm);
  const folder = mkdtempSync(join(tmpdir(), "trueup-oracle-"));
  try {
    const entry = join(folder, "entry.js");
    writeFileSync(entry, `module.exports = [${files.map((file) => `require(${JSON.stringify(resolve(file))})`).join(", ")}];`);
    const bundled = join(folder, "bundle.cjs");
    await build({
      entryPoints: [entry],
      outfile: bundled,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "silent",
      define: { "import.meta": "{}" },
      loader: { ".sql": "text", ".svelte": "empty", ".vue": "empty", ".css": "empty", ".svg": "empty", ".png": "empty" },
      plugins: [
        {
          name: "oracle",
          setup({ onResolve, onLoad, resolve: find }) {
            onResolve({ filter: /^drizzle-orm(\/|$)/ }, ({ path }) => {
              const real = createRequire(join(orm, "x.js"));
              try {
                return { path: join(orm, path.slice("drizzle-orm".length), "index.cjs"), ...(existsSync(join(orm, path.slice("drizzle-orm".length), "index.cjs")) ? {} : { path: real.resolve(join(orm, path.slice("drizzle-orm".length))) }), external: true };
              } catch {
                return { path, namespace: "stand-in" };
              }
            });
            onResolve({ filter: /.*/ }, async (args) => {
              if (args.pluginData === "seen" || args.kind === "entry-point") return undefined;
              const found = await find(args.path, { importer: args.importer, resolveDir: args.resolveDir, kind: args.kind, pluginData: "seen" });
              if (found.errors.length > 0 || /\.node$/.test(found.path)) return { path: args.path, namespace: "stand-in" };
              return found;
            });
            onLoad({ filter: /.*/, namespace: "stand-in" }, () => ({ contents: standIn, loader: "js" }));
          },
        },
      ],
    });
    // esbuild copies what a module has; a stand-in has everything.
    const text = readFileSync(bundled, "utf8");
    writeFileSync(bundled, text.replace(/var __toESM = \(mod, isNodeMode, target\) => \(/, (all) => `${all.slice(0, -1)}mod && mod.__standIn ? mod : (`));
    const modulesRun = createRequire(bundled)(bundled);
    const all = Object.assign({}, ...modulesRun.map((each, n) => Object.fromEntries(Object.entries(each).map(([key, value]) => [`${key}_${n}`, value]))));
    return major === "0" ? await byKit0(kit, all, casing) : await byKit1(kit, all);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** drizzle-kit loads `drizzle-orm` by that name, and here both versions have names of their own. */
function linkOrm(kit, orm) {
  const link = join(kit, "node_modules", "drizzle-orm");
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(orm, link);
}

async function byKit0(kit, all, casing) {
  const { generateSQLiteDrizzleJson, generateSQLiteMigration } = createRequire(join(kit, "x.js"))(join(kit, "api.js"));
  const empty = await generateSQLiteDrizzleJson({}, undefined, casing);
  const wanted = await generateSQLiteDrizzleJson(all, empty.id, casing);
  return generateSQLiteMigration(empty, wanted);
}

async function byKit1(kit, all) {
  const api = createRequire(join(kit, "x.js"))(join(kit, "payload-sqlite.js"));
  const empty = await api.generateDrizzleJson({});
  const wanted = await api.generateDrizzleJson(all, empty.id);
  return api.generateMigration(empty, wanted);
}

if (process.argv[1] === import.meta.filename) {
  const [major, casing, ...files] = process.argv.slice(2);
  const statements = await drizzleSql(major, casing === "-" ? undefined : casing, files);
  console.log(statements.map((each) => each.trim().replace(/;?$/, ";")).join("\n"));
}
