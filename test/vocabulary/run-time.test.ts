import { execFileSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { readFileSync } from "node:fs";
import t from "tap";
import ts from "typescript";
import * as trueup from "../../src/index.ts";

const entry = resolve(import.meta.dirname, "../../src/index.ts");

t.test("the vocabulary imports nothing but itself", async (t) => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    t.match(file, /\/src\/(index\.ts|vocabulary\/[a-z-]+\.ts)$/);
    for (const { fileName: specifier } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
      t.match(specifier, /^\.\.?\//, `${file} imports ${specifier}`);
      visit(resolve(dirname(file), specifier));
    }
  };
  visit(entry);
  t.ok(seen.size > 20);
});

t.test("importing it loads neither the TypeScript compiler nor an engine", async (t) => {
  const script = `
    import { Module } from "node:module";
    const before = new Set(Object.keys(Module._cache));
    await import(${JSON.stringify(entry)});
    const packages = Object.keys(Module._cache).filter((file) => !before.has(file) && file.includes("node_modules"));
    const engines = process.report.getReport().sharedObjects.filter((file) => file.includes("libsql"));
    console.log(JSON.stringify({ packages, engines }));
  `;
  const run = ["--import", "tsx", "--input-type=module", "-e", script];
  t.same(JSON.parse(execFileSync(process.execPath, run, { encoding: "utf8" })), { packages: [], engines: [] });
});

t.test("every word exists", async (t) => {
  t.match(
    Object.keys(trueup).sort().join(" "),
    /^any blob check column defineConfig env foreignKey index integer numeric primaryKey real rows rowsFrom self sql table text trigger unique uniqueIndex vector view virtualTable$/,
  );
});

t.test("what a word returns cannot be changed, and a method leaves its column as it was", async (t) => {
  const { text, integer, table, sql, index } = trueup;
  const plain = text();
  const nullable = plain.nullable();
  t.not(plain, nullable);
  const names = {
    a: plain,
    name: nullable,
    columns: integer(),
    declare: text(),
    constructor: text(),
    toString: text(),
  };
  const odd = table(names);
  t.same(Object.keys(odd), ["a", "name", "columns", "declare", "constructor", "toString"]);
  for (const value of [plain, nullable, odd, odd.a, sql`x`, index(odd.a), odd.name.desc()])
    t.ok(Object.isFrozen(value));
  t.throws(() => Object.assign(odd, { b: 1 }), TypeError);
});
