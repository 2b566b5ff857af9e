import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { type Cache, openCache } from "../../src/compile/cache.ts";
import { collect } from "../../src/queries/collect.ts";
import { filesOnDisk, type SourceFiles } from "../../src/queries/files.ts";

function folderOf(t: Test, files: Readonly<Record<string, string>>): string {
  const folder = t.testdir({});
  for (const [file, text] of Object.entries(files)) write(folder, file, text);
  return folder;
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

t.test("patterns name files, and exclude some again", async (t) => {
  const folder = folderOf(t, {
    "src/a.ts": "",
    "src/deep/b.tsx": "",
    "src/migrations/1.ts": "",
    "src/a.css": "",
    "queries/one.sql": "",
    "node_modules/dependency/index.js": "",
    "src/node_modules/inner/index.ts": "",
    "src/.hidden/c.ts": "",
    "routes/.well-known/d.ts": "",
    "queries.log": "",
  });
  const found = (...patterns: string[]) => filesOnDisk(folder, patterns, Date.now()).files.map(({ file }) => file);
  t.same(found("src/**/*.ts", "!src/migrations/**", "queries/**/*.sql"), ["queries/one.sql", "src/a.ts"]);
  t.same(
    found("src"),
    ["src/a.ts", "src/deep/b.tsx", "src/migrations/1.ts"],
    "a folder is all in it that can hold SQL",
  );
  t.same(found("src/*.{ts,css}", "queries.log"), ["queries.log", "src/a.css", "src/a.ts"]);
  t.same(found("routes"), ["routes/.well-known/d.ts"]);
  t.same(found("**/*.js"), [], "a dependency is never entered");
  t.same(filesOnDisk(folder, ["lib/**/*.ts", "src/*.ts"], Date.now()).unmatched, ["lib/**/*.ts"]);
});

t.test("unchanged files are not read again", async (t) => {
  const folder = folderOf(t, {
    "src/a.ts": `import { table } from "./names"; db.all(\`SELECT 1 FROM \${table}\`);`,
    "src/names.ts": `export const table = "tune";`,
    "src/other.ts": `db.all("SELECT 2 FROM tune");`,
    "node_modules/.keep": "",
  });
  const past = new Date(Date.now() - 60_000);
  for (const file of ["src/a.ts", "src/names.ts", "src/other.ts"]) utimesSync(join(folder, file), past, past);
  const cache = openCache(join(folder, "node_modules/.cache"));
  const first = await read(folder, cache);
  t.same(first.texts, ["SELECT 1 FROM tune", "SELECT 2 FROM tune"]);
  const again = await read(folder, cache);
  t.same(again.texts, first.texts);
  t.same(again.reads, [], "the marks of the files are enough");

  write(folder, "src/names.ts", `export const table = "genre";`);
  const changed = await read(folder, cache);
  t.same(changed.texts, ["SELECT 1 FROM genre", "SELECT 2 FROM tune"], "what was imported counts as well");

  write(folder, "src/other.ts", `db.all("SELECT 2 FROM tune");`);
  const rewritten = await read(folder, cache);
  t.same(rewritten.texts, changed.texts);
});

/** As if a minute later, so that the marks of files that were written just now can be trusted. */
async function read(folder: string, cache: Cache) {
  const reads: string[] = [];
  const disk = filesOnDisk(folder, ["src"], Date.now() + 60_000);
  const noting: SourceFiles = {
    ...disk,
    read: (file) => {
      reads.push(file);
      return disk.read(file);
    },
  };
  const { queries } = await collect(noting, { placeholders: {}, cache, key: folder });
  return { reads, texts: queries.flatMap(({ variants }) => variants.map(({ sql }) => sql)) };
}

t.test("many files are read in two threads, with the same result", async (t) => {
  // More than ten megabytes: less is not worth a thread.
  const filler = `// ${"a comment, ".repeat(30)}\n`.repeat(900);
  const texts = Array.from({ length: 40 }, (_, n) => [
    `src/${n}.ts`,
    `import { table } from "./names";\n${filler}db.all(\`SELECT ${n} FROM \${table}\`);`,
  ]);
  const folder = folderOf(t, { ...Object.fromEntries(texts), "src/names.ts": 'export const table = "tune";' });
  const files = filesOnDisk(folder, ["src"], Date.now());
  t.ok(files.files.reduce((sum, { size }) => sum + size, 0) > 10_000_000);
  const { folder: _, ...alone } = files;
  const options = { placeholders: {}, cache: { get: () => null, set: () => {} }, key: "test" };
  const found = await collect(files, options);
  t.equal(found.queries.length, 40);
  t.same(found, await collect(alone, options));
});

t.test("a file that calls a helper later is noticed", async (t) => {
  const folder = folderOf(t, {
    "src/db.ts": "export const every = (table: string) => db.all(`SELECT * FROM ${table}`);",
    "src/a.ts": `import { every } from "./db"; every("tune");`,
  });
  const cache = openCache(join(folder, "cache"));
  const found = async () => {
    const files = filesOnDisk(folder, ["src"], Date.now());
    const { queries } = await collect(files, { placeholders: {}, cache, key: "test" });
    return queries.flatMap(({ variants }) => variants.map(({ sql }) => sql.slice(14)));
  };
  t.same(await found(), ["tune"]);
  write(folder, "src/b.ts", `import * as all from "./db"; all.every("genre");`);
  t.same(await found(), ["tune", "genre"]);
  write(folder, "src/a.ts", `import { every } from "./db"; every("mode");`);
  t.same(await found(), ["mode", "genre"]);
  write(folder, "src/b.ts", "");
  t.same(await found(), ["mode"]);
});
