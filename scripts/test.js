/**
 * Runs the tests: `node scripts/test.js [FILE|FOLDER ...]`, everything below test/ by default. Each file is a process
 * of its own, two more at once than there are processors, because tests wait for what they started. What a file prints is
 * shown only where it fails.
 *
 * This is not `tap run`, because that loads the TypeScript compiler in each test process and a module hook in each
 * process that a test starts. All files are translated at once, into .tap/built, with tap in one file beside them, and
 * each test then loads a few files of JavaScript: two to three seconds of processor time less for each. They run without
 * source maps, which Node reads with every file; where a test fails, its places are looked up here.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { builtInParser } from "./built-in-parser.js";

const built = ".tap/built";
const seconds = Number(process.env.TEST_TIMEOUT ?? 1200);
const jobs = Number(process.env.TEST_JOBS ?? availableParallelism() + 2);
const asked = process.argv.slice(2);
const below = (folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
const absent = asked.find((path) => !existsSync(path));
if (absent !== undefined) {
  console.error(`${absent} does not exist`);
  process.exit(64);
}
/** The longest start first, so that none of them is left alone at the end, and those that mostly wait beside busy ones. */
const longest = `ssh/apply server/secrets undo/situations workflows/workflows cli/package server/exact d1/scenarios
cli/process faults/ahead properties/plans bench/quick docs/pages approval/approval pipeline/pipeline faults/changes
faults/kill mcp/mcp plans/at-once plans/branches plans/rows-everywhere build/build build/releases apply/restore cli/undo
plans/chains plans/elsewhere plans/example`
  .split(/\s+/)
  .map((name) => join("test", `${name}.test.ts`));
const turn = (file) => (longest.includes(file) ? longest.indexOf(file) : longest.length);
const files = (asked.length > 0 ? asked : ["test"])
  .flatMap((path) => (statSync(path).isDirectory() ? below(path).filter((name) => name.endsWith(".test.ts")) : [path]))
  .sort()
  .sort((a, b) => turn(a) - turn(b));

/**
 * Node reads the certificates that this variable names whenever it starts, which takes as long as all the rest of a start.
 * Only npm needs them here, and has a setting of its own.
 */
const { NODE_EXTRA_CA_CERTS: certificates, ...environment } = process.env;
if (certificates !== undefined) environment.npm_config_cafile ??= certificates;

/**
 * As the command line sets it for itself: V8 compiles hot code again in the background, which hardly pays off in a few
 * seconds. A tenth of the processor time less. Later versions lack the setting.
 */
const flags = process.versions.node.startsWith("20.") ? ["--interrupt-budget=1000000"] : [];

const lines = { assertions: /^ *(?:not )?ok \d/gm, failed: /^ *not ok \d/gm, skipped: /^ *ok \d.* # SKIP/gm };
const sum = { assertions: 0, failed: 0, skipped: 0 };
const failed = [];
let next = 0;
let done = 0;

/**
 * A file knows where it stands although it runs from another place. What the command line starts beside itself is what is
 * built, as for its users.
 */
const places = {
  name: "places",
  setup({ onLoad }) {
    onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
      const ours = path.startsWith(resolve("src"));
      const seen = ours ? resolve("dist/cli/test.js") : path;
      const names = { url: pathToFileURL(seen).href, filename: seen, dirname: join(seen, "..") };
      const known = Object.entries(names).map(([name, value]) => `const meta_${name} = ${JSON.stringify(value)};`);
      return {
        contents: `${known.join(" ")} ${readFileSync(path, "utf8")}`,
        loader: path.endsWith(".ts") ? "ts" : "js",
      };
    });
  },
};

/**
 * What tap loads into each process and no test needs. async-hook-domain watches every promise, to learn which test an error
 * belongs to that nobody catches: a tenth of the time of most tests. Such an error ends its file instead, as anywhere in
 * Node. React is for what no test compares, and YAML for what is printed where a test fails.
 */
const instead = {
  "async-hook-domain": "export class Domain { destroy() {} }",
  "./react-element-to-jsx-string.js": "export default undefined;",
  "tap-yaml": `const yaml = () => require("tap-yaml");
    export default { parse: (...all) => yaml().parse(...all), stringify: (...all) => yaml().stringify(...all) };`,
};
const lean = {
  name: "lean",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, namespace }) => {
      if (namespace === "instead") return { path, external: true };
      return Object.hasOwn(instead, path) ? { path, namespace: "instead" } : undefined;
    });
    onLoad({ filter: /./, namespace: "instead" }, ({ path }) => ({ contents: instead[path] }));
  },
};

async function translate() {
  rmSync(built, { recursive: true, force: true });
  const shared = { bundle: true, format: "esm", platform: "node", target: "node20", logLevel: "warning" };
  // Node finds tap here, and tap takes what is in such a folder for its own when it shows a stack.
  const tap = join(built, "node_modules", "tap");
  const main = "node_modules/@tapjs/tap.js";
  const require = 'import * as modules from "node:module"; const require = modules.createRequire(import.meta.url);';
  mkdirSync(tap, { recursive: true });
  writeFileSync(join(tap, "package.json"), JSON.stringify({ type: "module", main }));
  await build({ ...shared, entryPoints: ["tap"], outfile: join(tap, main), banner: { js: require }, plugins: [lean] });
  await build({
    ...shared,
    entryPoints: files,
    outdir: built,
    outbase: ".",
    splitting: true,
    packages: "external",
    sourcemap: true,
    sourcesContent: false,
    define: Object.fromEntries(["url", "filename", "dirname"].map((name) => [`import.meta.${name}`, `meta_${name}`])),
    // With the parser that is built in: all of TypeScript takes half a second to load.
    plugins: [await builtInParser(), places],
  });
}

/** What a test file prints, and whether it passed. */
function run(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...flags, join(built, file.replace(/\.ts$/, ".js"))], {
      env: { ...environment, TAP: "1", TAP_TIMEOUT: String(seconds) },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: (seconds + 60) * 1000,
      killSignal: "SIGKILL",
    });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("close", (code, signal) => {
      const output = Buffer.concat(chunks).toString();
      resolve({ output: signal ? `${output}\n# ended by ${signal}` : output, passed: code === 0 });
    });
  });
}

/** The places in what was translated, as places in the sources. */
function inSources(output) {
  const maps = new Map();
  const place =
    /(?:file:\/\/)?[^\s()]*(\.tap\/built\/[^\s():]+\.js)(:|\s+lineNumber: )(\d+)(:|\s+columnNumber: )(\d+)/g;
  return output.replace(place, (found, file, toLine, line, toColumn, column) => {
    if (!existsSync(`${file}.map`)) return found;
    if (!maps.has(file)) maps.set(file, new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8"))));
    const { originalSource, originalLine, originalColumn } = maps.get(file).findEntry(line - 1, column - 1);
    if (originalSource === undefined) return found;
    return `${join(dirname(file), originalSource)}${toLine}${originalLine + 1}${toColumn}${originalColumn + 1}`;
  });
}

async function worker() {
  while (next < files.length) {
    const file = files[next++];
    const started = Date.now();
    const { output, passed } = await run(file);
    const took = `${((Date.now() - started) / 1000).toFixed(1)} s`;
    for (const key of Object.keys(sum)) sum[key] += output.match(lines[key])?.length ?? 0;
    done++;
    console.log(`${passed ? "ok" : "not ok"} ${done} - ${file} # ${took}`);
    if (passed) continue;
    failed.push(file);
    console.log(inSources(output).replace(/^/gm, "    "));
  }
}

await translate();
console.log(`TAP version 14\n1..${files.length}`);
const started = Date.now();
await Promise.all(Array.from({ length: jobs }, worker));
const took = Math.round((Date.now() - started) / 1000);
console.log(`# ${files.length} files, ${sum.assertions} assertions, ${sum.skipped} skipped, ${took} s`);
if (failed.length > 0) {
  console.log(`# ${failed.length} of them failed, see above: ${failed.join(" ")}`);
  process.exitCode = 1;
}
