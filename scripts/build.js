// Makes dist/: the command line in pieces that load when a command needs them, the vocabulary that schema files
// import, and its types.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { parserLicence, parserOnly } from "./parser.js";

const root = join(import.meta.dirname, "..");
process.chdir(root);
rmSync("dist", { recursive: true, force: true });

const shared = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: false,
  minifySyntax: true,
  legalComments: "none",
  logLevel: "warning",
  // A name that the parser does not have.
  logOverride: { "import-is-undefined": "error" },
};

const parser = parserAlone();
const commandLine = {
  ...shared,
  // Node reads all of a file before it runs any of it, at about 25 ms for each megabyte.
  minifyWhitespace: true,
  outdir: "dist/cli",
  // Native or large, and most commands do without them. Small ones are built in: they load in a tenth of the time.
  external: ["libsql", "@libsql/client", "elkjs", "trueup"],
  plugins: [parser],
};
const main = {
  ...commandLine,
  entryPoints: ["src/cli/main.ts"],
  splitting: true,
  metafile: true,
  chunkNames: "[name]-[hash]",
};
const first = await build({ ...main, write: false });

await Promise.all([
  build({ ...main, plugins: [parser, together(everydayModules(first.metafile))] }),
  // What is started as a process or thread stands beside whoever starts it, and is one file: it does one thing.
  build({ ...commandLine, entryPoints: started() }),
  build({ ...shared, entryPoints: ["src/index.ts"], outfile: "dist/index.js" }),
  build({ ...shared, entryPoints: ["src/record/record.ts"], outfile: "dist/record.js" }),
]);

execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });

// TypeScript keeps the endings of the sources in declarations, and there are no sources in the package.
for (const file of readdirSync("dist/types", { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".d.ts"),
)) {
  const path = join("dist/types", file);
  writeFileSync(path, readFileSync(path, "utf8").replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"'));
}

// The licences of what is built in.
const builtIn = ["cac", "zod"].map((name) => {
  const folder = join("node_modules", name);
  return `${name}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
builtIn.push(`TypeScript's parser\n\n${parserLicence().trim()}\n`);
writeFileSync("dist/LICENSES.txt", builtIn.join("\n----\n\n"));

/** Of ts-morph the program uses TypeScript's parser, and of that only what it names. */
function parserAlone() {
  const sources = ["src/compile", "src/pull", "src/queries"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8")),
  );
  const contents = parserOnly(sources.join("\n"));
  return {
    name: "parser-alone",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^ts-morph$/ }, () => ({ path: "ts-morph", namespace: "parser-alone" }));
      onResolve({ filter: /^parser$/ }, () => ({ path: "parser", namespace: "parser-alone" }));
      onLoad({ filter: /^ts-morph$/, namespace: "parser-alone" }, () => ({
        contents: `export * as ts from "parser";`,
      }));
      onLoad({ filter: /^parser$/, namespace: "parser-alone" }, () => ({ contents, loader: "js" }));
    },
  };
}

/** Files that are started by path: each is an entry of its own, under its own name. */
function started() {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    /(worker|child)\.ts$/.test(file),
  );
  return Object.fromEntries(files.map((file) => [basename(file, ".ts"), join("src", file)]));
}

/** What `drift` of a known database loads: the modules of the ways in, and all that they import. */
function everydayModules({ inputs }) {
  const found = new Set();
  const add = (path) => {
    if (found.has(path)) return;
    if (!inputs[path]) throw new Error(`${path} is no part of the program: where is it now?`);
    found.add(path);
    for (const { path: next, kind, external } of inputs[path].imports)
      if (kind === "import-statement" && !external) add(next);
  };
  const cli = ["main", "run", "commands/drift"].map((name) => `src/cli/${name}.ts`);
  const compile = ["config/find-config", "compile", "cache"].map((name) => `src/compile/${name}.ts`);
  for (const path of [...cli, ...compile, "src/database/engine.ts", "src/target/file/open.ts"]) add(path);
  return [...found].filter((path) => path.startsWith("src/"));
}

/**
 * A file costs half a millisecond to load, however small, and esbuild makes one of each set of modules that the same
 * commands need, and of each that is imported only when it is needed. The everyday ones are put into one: whoever imports
 * one of them later has it already, and every entry is made to need all of them.
 */
function together(modules) {
  return {
    name: "together",
    setup(build) {
      build.onResolve({ filter: /^everyday$/ }, () => ({ path: "everyday", namespace: "everyday" }));
      build.onLoad({ filter: /.*/, namespace: "everyday" }, () => ({
        contents: modules.map((path) => `import ${JSON.stringify(join(root, path))};`).join("\n"),
        resolveDir: root,
      }));
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const needed = new Set();
        const contents = text.replace(/\bimport\("(\.[^"]+)"\)/g, (whole, to) => {
          const at = modules.indexOf(relative(root, join(dirname(path), to)));
          if (at < 0) return whole;
          needed.add(at);
          return `Promise.resolve(everyday_${at})`;
        });
        const imports = [...needed].map(
          (at) => `import * as everyday_${at} from ${JSON.stringify(join(root, modules[at]))};`,
        );
        if (!modules.includes(relative(root, path))) imports.push('import "everyday";');
        return { contents: [...imports, contents].join("\n"), loader: "ts", resolveDir: dirname(path) };
      });
    },
  };
}
