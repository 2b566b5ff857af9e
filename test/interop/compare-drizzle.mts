// Reads the Drizzle schemas of checkouts, and compares each with what drizzle-kit makes by running it.
//
//   node --import tsx test/interop/compare-drizzle.mts CHECKOUT...
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { compile } from "../../src/compile/compile.ts";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { canonical } from "../../src/model/canonical.ts";
import type { Schema, SchemaObject } from "../../src/model/schema.ts";

interface State {
  readonly config: string;
  readonly files: readonly string[];
  readonly casing: string | null;
}

const skipped = /(^|\/)(node_modules|\.git|dist|build|\.next|\.nuxt)(\/|$)/;

function* walk(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (skipped.test(path) || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** A checkout is installed nowhere: its own packages are linked, so that names lead to them. */
function linkWorkspaces(root: string, files: readonly string[]): void {
  for (const file of files.filter((each) => basename(each) === "package.json")) {
    const folder = dirname(file);
    const name: unknown = safely(() => JSON.parse(readFileSync(file, "utf8")).name);
    if (typeof name !== "string" || folder === root) continue;
    const link = join(root, "node_modules", name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    safely(() => symlinkSync(folder, link));
  }
}

function safely<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** By the text of the configuration alone: the oracle must not lean on what it judges. */
function stateOf(config: string): State | null {
  const text = readFileSync(config, "utf8");
  if (/(dialect|driver):\s*["'`](pg|postgres|mysql|mysql2|postgresql|singlestore)/.test(text)) return null;
  const list = /schema:\s*(\[[^\]]*\]|["'`][^"'`]+["'`])/.exec(text)?.[1] ?? "";
  const globs = [...list.matchAll(/["'`]([^"'`]+)["'`]/g)].map((found) => found[1] ?? "");
  const files = globs.flatMap((glob) => expand(dirname(config), glob));
  const casing = /casing:\s*["'`](snake_case|camelCase)/.exec(text)?.[1] ?? null;
  return files.length === 0 ? null : { config, files, casing };
}

function expand(folder: string, glob: string): readonly string[] {
  const path = join(folder, glob);
  if (!/[*{]/.test(glob)) {
    if (!existsSync(path)) return [".ts", ".js"].map((ending) => path + ending).filter((each) => existsSync(each));
    return statSync(path).isDirectory() ? [...walk(path)].filter(isSchemaFile) : [path];
  }
  const source = relative(folder, path)
    .replace(/[.+^$()|]/g, "\\$&")
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(${list.replaceAll(",", "|")})`)
    .replace(/\*\*\//g, "(.*/)?")
    .replace(/(?<!\.)\*/g, "[^/]*");
  const shape = new RegExp(`^${source}$`);
  return [...walk(folder)].filter((file) => shape.test(relative(folder, file)) && isSchemaFile(file));
}

function isSchemaFile(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file) && !/\.(d|test|spec)\.[cm]?ts$/.test(file);
}

function majorOf(folder: string, root: string): "0" | "1" {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = safely(() => JSON.parse(readFileSync(join(at, "package.json"), "utf8")));
    const version = { ...manifest?.devDependencies, ...manifest?.dependencies }["drizzle-orm"];
    if (typeof version === "string" && /\d/.test(version)) return Number(/\d+/.exec(version)?.[0]) >= 1 ? "1" : "0";
    if (at === root || dirname(at) === at) return "0";
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
  const all = (schema: Schema): readonly SchemaObject[] => [...schema.tables, ...schema.indexes, ...schema.views];
  const left = new Map(all(a).map((each) => [`${each.kind} ${each.name.toLowerCase()}`, JSON.stringify(canonical(each))]));
  const right = new Map(all(b).map((each) => [`${each.kind} ${each.name.toLowerCase()}`, JSON.stringify(canonical(each))]));
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    if (left.get(key) === right.get(key)) return [];
    return [`${key}\n    kit:    ${left.get(key) ?? "none"}\n    trueup: ${right.get(key) ?? "none"}`];
  });
}

const counts = { equal: 0, different: 0, refused: 0, oracle: 0, tables: 0, indexes: 0 };
for (const root of process.argv.slice(2)) {
  const files = [...walk(root)];
  linkWorkspaces(root, files);
  for (const config of files.filter((file) => /drizzle[^/]*\.config\.[cm]?[jt]s$|drizzle\.config[^/]*\.[cm]?[jt]s$/.test(file))) {
    const state = stateOf(config);
    if (state === null || !state.files.some((file) => /sqlite/.test(readFileSync(file, "utf8")) || state.files.length > 0)) continue;
    const major = majorOf(dirname(config), root);
    const label = `${relative(dirname(root), config)} (${state.files.length} files, ${major}.x${state.casing === null ? "" : `, ${state.casing}`})`;
    let wanted: Schema;
    try {
      const script = join(import.meta.dirname, "drizzle-oracle.mjs");
      const sql = execFileSync(process.execPath, [script, major, state.casing ?? "-", ...state.files], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1e8 });
      wanted = read(sql.replace(/^.*\? *$/gm, (line) => line));
    } catch (error) {
      counts.oracle += 1;
      const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
      console.log(`oracle    ${label}: ${(/^\w*Error:.*$/m.exec(said)?.[0] ?? said).slice(0, 160)}`);
      continue;
    }
    if (wanted.tables.length === 0) continue;
    const started = performance.now();
    const read2 = await compile(state.files);
    const took = Math.round(performance.now() - started);
    if (!read2.ok) {
      counts.refused += 1;
      const errors = read2.problems.filter(({ level }) => level === "error");
      console.log(`REFUSED   ${label}: ${errors.map(({ message, at }) => `${message} ${at === undefined ? "" : `${relative(root, at.file)}:${at.start}`}`).slice(0, 4).join("\n            ")}`);
      continue;
    }
    const found = differences(wanted, read2.value.schema);
    counts.tables += wanted.tables.length;
    counts.indexes += wanted.indexes.length;
    if (found.length === 0) counts.equal += 1;
    else counts.different += 1;
    console.log(`${found.length === 0 ? "equal    " : "DIFFERENT"} ${label}: ${wanted.tables.length} tables, ${wanted.indexes.length} indexes, ${took} ms`);
    for (const each of found.slice(0, 6)) console.log(`  ${each}`);
  }
}
console.log(counts);
