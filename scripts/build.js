// Makes dist/: the command line in pieces that load when a command needs them, the vocabulary that schema files
// import, and its types.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { checkParser } from "./check-parser.js";
import { parserLicence, parserOnly, partsOfParser } from "./parser.js";

process.chdir(join(import.meta.dirname, ".."));
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

const parser = await cutParser(programThatParses());

const commandLine = {
  ...shared,
  // Node reads all of a file before it runs any of it, at about 25 ms for each megabyte.
  minifyWhitespace: true,
  outdir: "dist/cli",
  // Native or large, and most commands do without them. Small ones are built in: they load in a tenth of the time.
  external: ["libsql", "@libsql/client", "elkjs", "trueup"],
  plugins: [builtInParser(parser)],
};

await Promise.all([
  build({
    ...commandLine,
    entryPoints: ["src/cli/main.ts"],
    inject: ["scripts/everyday.js"],
    splitting: true,
    chunkNames: "[name]-[hash]",
  }),
  // What is started as a process or thread stands beside whoever starts it, and is one file: it does one thing.
  build({ ...commandLine, entryPoints: started() }),
  build({ ...shared, entryPoints: ["src/index.ts"], outfile: "dist/index.js" }),
  build({ ...shared, entryPoints: ["src/record/record.ts"], outfile: "dist/record.js" }),
  // Runs in applications: in browsers and workers, too, and each loads only what its start needs.
  build({
    ...shared,
    entryPoints: ["src/start/start.ts", "src/start/sync.ts"],
    outdir: "dist/start",
    platform: "neutral",
    target: "es2023",
    splitting: true,
    chunkNames: "[name]-[hash]",
    minify: true,
  }),
  // For scripts. In pieces of its own, so that those of the command line stay as they are; beside what it starts.
  build({ ...commandLine, entryPoints: ["src/api.ts"], splitting: true, chunkNames: "api-[name]-[hash]" }),
]);

execFileSync(process.execPath, ["node_modules/typescript-native/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});

keepDeclarations(["index", "record/record", "start/start", "start/sync", "api"]);

// The licences of what is built in.
const ofProtocol = ["@modelcontextprotocol/sdk", "ajv", "ajv-formats", "fast-deep-equal", "fast-uri"];
const others = ["json-schema-traverse", "zod-to-json-schema"];
const builtIn = ["cac", "zod", ...ofProtocol, ...others].map((name) => {
  const folder = packageFolder(name);
  return `${name}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
});
builtIn.push(`TypeScript's parser\n\n${parserLicence().trim()}\n`);
writeFileSync("dist/LICENSES.txt", builtIn.join("\n----\n\n"));

/** Here or above, as Node finds a package. */
function packageFolder(name, from = process.cwd()) {
  const folder = join(from, "node_modules", name);
  return existsSync(folder) || dirname(from) === from ? folder : packageFolder(name, dirname(from));
}

/** Cutting and checking takes seconds, so what was cut and found right is kept until the program names something else. */
async function cutParser(program) {
  const key = createHash("sha256").update(partsOfParser(program).join(" "));
  const makers = ["scripts/parser.js", "scripts/check-parser.js", "node_modules/@ts-morph/common/package.json"];
  for (const file of makers) key.update(readFileSync(file));
  const kept = join("node_modules", ".cache", "trueup", `parser-${key.digest("hex").slice(0, 16)}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const parser = parserOnly(program);
  await checkParser(parser, [program, "export const a = sql`x ${b}`; const c = ;"]);
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, parser);
  renameSync(`${kept}.${process.pid}`, kept);
  return parser;
}

/** The sources that name anything of TypeScript's parser. */
function programThatParses() {
  return ["src/compile", "src/pull", "src/queries"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    )
    .join("\n");
}

/** Of the declarations those that the entries lead to. Sources, whose endings TypeScript keeps in them, are not in the package. */
function keepDeclarations(entries) {
  const kept = new Map();
  const keep = (path) => {
    if (kept.has(path)) return;
    const text = readFileSync(path, "utf8");
    kept.set(path, text.replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"'));
    for (const { fileName } of ts.preProcessFile(text).importedFiles)
      if (fileName.startsWith(".")) keep(join(dirname(path), fileName.replace(/\.ts$/, ".d.ts")));
  };
  for (const entry of entries) keep(join("dist/types", `${entry}.d.ts`));
  rmSync("dist/types", { recursive: true });
  for (const [path, text] of kept) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Of ts-morph the program uses TypeScript's parser, and of that only what it names. */
function builtInParser(contents) {
  return {
    name: "built-in-parser",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^ts-morph$/ }, () => ({ path: "ts-morph", namespace: "built-in-parser" }));
      onResolve({ filter: /^parser$/ }, () => ({ path: "parser", namespace: "built-in-parser" }));
      onLoad({ filter: /^ts-morph$/, namespace: "built-in-parser" }, () => ({
        contents: `export * as ts from "parser";`,
      }));
      onLoad({ filter: /^parser$/, namespace: "built-in-parser" }, () => ({ contents, loader: "js" }));
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
