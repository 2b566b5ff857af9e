// Reads the Prisma schemas of checkouts that are for SQLite, and compares each with what Prisma's own engine makes.
//
//   node --import tsx test/interop/compare-prisma.mts CHECKOUT...
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { compile } from "../../src/compile/compile.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { canonical } from "../../src/model/canonical.ts";
import type { Schema, SchemaObject } from "../../src/model/schema.ts";

function* walk(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() || /(^|\/)(node_modules|\.git)$/.test(path)) continue;
    if (entry.isDirectory()) yield* walk(path);
    else if (path.endsWith(".prisma")) yield path;
  }
}

function read(sql: string): Schema {
  const scratch = openScratch();
  try {
    scratch.exec(sql);
    return introspectScratch(scratch);
  } finally {
    scratch.close();
  }
}

function differences(a: Schema, b: Schema): readonly string[] {
  const all = (schema: Schema): readonly SchemaObject[] => [...schema.tables, ...schema.indexes];
  const texts = (schema: Schema) => new Map(all(schema).map((each) => [`${each.kind} ${each.name}`, JSON.stringify(canonical(each))]));
  const [left, right] = [texts(a), texts(b)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((key) => left.get(key) !== right.get(key))
    .map((key) => `${key}\n    prisma: ${left.get(key) ?? "none"}\n    trueup: ${right.get(key) ?? "none"}`);
}

const counts = { equal: 0, different: 0, refused: 0, oracle: 0, tables: 0 };
for (const root of process.argv.slice(2)) {
  for (const file of walk(root)) {
    if (!/provider\s*=\s*"sqlite"/.test(readFileSync(file, "utf8"))) continue;
    const siblings = readdirSync(dirname(file)).filter((name) => name.endsWith(".prisma"));
    const files = siblings.length > 1 && siblings.every((name) => name === file || !/datasource/.test(readFileSync(join(dirname(file), name), "utf8")) || join(dirname(file), name) === file) ? siblings.map((name) => join(dirname(file), name)) : [file];
    const label = relative(dirname(root), file);
    let wanted: Schema;
    try {
      const script = join(import.meta.dirname, "prisma-oracle.mjs");
      wanted = read(execFileSync(process.execPath, [script, ...files], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
    } catch (error) {
      counts.oracle += 1;
      const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
      console.log(`oracle    ${label}: ${(/Error[^\n]*: .*$/m.exec(said)?.[0] ?? said).slice(0, 200)}`);
      continue;
    }
    const checked = await compile(files);
    if (!checked.ok) {
      counts.refused += 1;
      console.log(`REFUSED   ${label}: ${checked.problems.map(({ message }) => message).slice(0, 3).join("; ")}`);
      continue;
    }
    const found = differences(wanted, checked.value.schema);
    counts.tables += wanted.tables.length;
    counts[found.length === 0 ? "equal" : "different"] += 1;
    console.log(`${found.length === 0 ? "equal    " : "DIFFERENT"} ${label}: ${wanted.tables.length} tables`);
    for (const each of found.slice(0, 4)) console.log(`  ${each}`);
  }
}
console.log(counts);
