// Makes dist/: the command line in pieces that load when a command needs them, the vocabulary that schema files
// import, and its types.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

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
};

await Promise.all([
  build({
    ...shared,
    entryPoints: { main: "src/cli/main.ts", ...started() },
    // All in one folder, so that what is started as a process or thread stands beside whoever starts it.
    outdir: "dist/cli",
    splitting: true,
    chunkNames: "[name]-[hash]",
    // Native or large, and most commands do without them. Small ones are built in: they load in a tenth of the time.
    external: ["libsql", "@libsql/client", "ts-morph", "elkjs", "trueup"],
  }),
  build({ ...shared, entryPoints: ["src/index.ts"], outfile: "dist/index.js" }),
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
writeFileSync("dist/LICENSES.txt", builtIn.join("\n----\n\n"));

/** Files that are started by path: each is an entry of its own, under its own name. */
function started() {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    /(worker|child)\.ts$/.test(file),
  );
  return Object.fromEntries(files.map((file) => [basename(file, ".ts"), join("src", file)]));
}
