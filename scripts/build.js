// Makes dist/: the command line in pieces that load when a command needs them, the vocabulary that schema files
// import, and its types.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { builtInParser } from "./built-in-parser.js";
import { parserLicence } from "./parser.js";

const root = join(import.meta.dirname, "..");
process.chdir(root);
rmSync("dist", { recursive: true, force: true });

const shared = {
  // It would remember where it was loaded.
  absWorkingDir: root,
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

const commandLine = {
  ...shared,
  // Node reads all of a file before it runs any of it, at about 25 ms for each megabyte.
  minifyWhitespace: true,
  outdir: "dist/cli",
  // Native or large, and most commands do without them. Small ones are built in: they load in a tenth of the time.
  external: ["libsql", "@libsql/client", "elkjs", "trueup"],
  plugins: [await builtInParser()],
};

const program = {
  ...commandLine,
  entryPoints: ["src/cli/run.ts"],
  splitting: true,
  chunkNames: "[name]-[hash]",
};
const closures = new Map();
const lists = ["everyday", "introspect", "plans", "again", "cold", "explain"].map((name) => `scripts/${name}.js`);
const together = readTogether(lists, await importsOf(program));

await Promise.all([
  // Apart from what every command loads: to print the version needs none of it.
  build({ ...commandLine, entryPoints: ["src/cli/main.ts"], plugins: [runsApart()] }),
  build({ ...program, plugins: [together, ...program.plugins] }),
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

withoutFacades("dist/cli");

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

/** What each source imports: at once, or when it is needed. */
async function importsOf(options) {
  const entryPoints = [...options.entryPoints, ...lists];
  const { metafile } = await build({ ...options, entryPoints, outdir: "dist", write: false, metafile: true });
  return new Map(Object.entries(metafile.inputs).map(([path, { imports }]) => [path, imports]));
}

/**
 * What a list of sources imports becomes one piece: whatever is loaded by itself, and needs any of it, imports the list
 * first. Everything needs the first list. What several lists need belongs to the first of them.
 */
function readTogether([everyday, ...others], imports) {
  const early = reached(everyday, imports);
  const taken = new Set(early);
  const pieces = others.map((list) => {
    const piece = [...reached(list, imports)].filter((path) => !taken.has(path));
    for (const path of piece) taken.add(path);
    return [list, piece];
  });
  const later = [...imports.values()].flat().filter(({ kind }) => kind === "dynamic-import");
  const entries = new Set(["src/cli/run.ts", ...later.map(({ path }) => path)]);
  return {
    name: "read-together",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path }) => {
        const entry = relative(process.cwd(), path).replaceAll("\\", "/");
        if (!entries.has(entry)) return null;
        const all = reached(entry, imports);
        const lists = early.has(entry) ? [] : pieces.filter(([, piece]) => piece.some((path) => all.has(path)));
        const first = [everyday, ...lists.map(([list]) => list)].map(
          (list) => `import "${relative(dirname(path), list).replaceAll("\\", "/")}";\n`,
        );
        return { contents: first.join("") + readFileSync(path, "utf8"), loader: "ts" };
      });
    },
  };
}

function reached(path, imports) {
  const known = closures.get(path);
  if (known !== undefined) return known;
  const all = new Set([path]);
  for (const each of all)
    for (const { path, kind } of imports.get(each) ?? []) if (kind === "import-statement") all.add(path);
  closures.set(path, all);
  return all;
}

/**
 * For each module that is loaded when it is needed, esbuild writes a file; where it has the module in a piece with others,
 * that file only passes on what the piece exports. Such a file takes half a millisecond to load, so the piece is asked.
 */
function withoutFacades(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  const facades = new Map(
    [...texts].flatMap(([file, text]) => (/-[0-9A-Z]{8}\.js$|^run\.js$/.test(file) ? passedOn(file, text) : [])),
  );
  for (const [file, text] of texts) {
    const asked = text.replace(/\bimport\("\.\/([^"]+)"\)/g, (call, named) => facades.get(named) ?? call);
    if (asked !== text) writeFileSync(join(folder, file), asked);
  }
  for (const file of facades.keys()) rmSync(join(folder, file));
}

/** What takes the place of `import()` of a file that passes on what one piece has; none for any other file. */
function passedOn(file, text) {
  const found = /^import\{([^}]+)\}from"(\.\/[^"]+)";(?:import"[^"]+";)*export\{([^}]+)\};\s*$/.exec(text);
  if (found === null) return [];
  const [, imported, piece, exported] = found;
  const named = (list) => list.split(",").map((each) => each.split(/\s+as\s+/));
  const there = new Map(named(imported).map(([name, local = name]) => [local, name]));
  const values = named(exported).map(([local, name = local]) => `${name}:m.${there.get(local)}`);
  return [[file, `import("${piece}").then(m=>({${values.join()}}))`]];
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

/** The start imports the program, which is built apart from it. */
function runsApart() {
  return {
    name: "runs-apart",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/run\.ts$/ }, () => ({ path: "./run.js", external: true }));
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
