import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import t from "tap";

/** What an application loads, minified and compressed. Built here, so that it does not depend on the age of dist/. */
const source = join(import.meta.dirname, "..", "..", "src", "start");

const { outputFiles, metafile } = await build({
  entryPoints: ["start.ts", "sync.ts"].map((file) => join(source, file)),
  outdir: "dist",
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  target: "es2023",
  write: false,
  metafile: true,
});
const texts = new Map(outputFiles.map(({ path, text }) => [nameOf(path), text]));
const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), output]));

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? "";
}

type Kind = Metafile["outputs"][string]["imports"][number]["kind"];

/** A file and everything that is loaded with it. */
function loadedWith(
  entry: string,
  kinds: readonly Kind[] = ["import-statement"],
  found = new Set<string>(),
): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path, kind } of outputs.get(entry)?.imports ?? [])
    if (kinds.includes(kind)) loadedWith(nameOf(path), kinds, found);
  return found;
}

function compressed(files: ReadonlySet<string>): number {
  return gzipSync([...files].map((file) => texts.get(file)).join(""), { level: 9 }).length;
}

const part = (name: string) => [...outputs.keys()].find((file) => file.startsWith(`${name}-`)) ?? "";

t.test("a start without anything to do loads a few kB", async (t) => {
  const size = compressed(loadedWith("start.js"));
  t.ok(size <= 5 << 10, `${size} bytes`);
});

t.test("running and verifying a plan takes at most 21 kB", async (t) => {
  const size = compressed(new Set([...loadedWith("start.js"), ...loadedWith(part("change"))]));
  t.ok(size <= 21 << 10, `${size} bytes`);
});

t.test("with copies and refusals, and for a start without waiting", async (t) => {
  for (const entry of ["start.js", "sync.js"]) {
    const size = compressed(loadedWith(entry, ["import-statement", "dynamic-import"]));
    t.ok(size <= 28_000, `${entry}: ${size} bytes`);
  }
});

t.test("nothing of Node, and no package, is imported", async (t) => {
  for (const [file, { imports }] of outputs)
    for (const { path, external } of imports) if (external) t.fail(`${file} imports ${path}`);
});
