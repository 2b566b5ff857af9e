import { posix } from "node:path";
import type { RowsMode } from "../../model/declared-rows.ts";
import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { type Declared, dataOf, declared, type RowsData, type RowsFileData } from "../../vocabulary/declaration.ts";
import { describe, isObject } from "../read/describe.ts";
import type { Files } from "../read/load.ts";
import type { ConstBinding, Module, Run } from "../read/module.ts";
import { findExport } from "../read/names.ts";
import { placeOf } from "../read/trace.ts";
import { declarationError } from "../read/declaration-error.ts";
import type { RawRow, RawRows } from "./raw-rows.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";

export interface FoundRows {
  readonly rows: readonly RawRows[];
  /** The files that rows were read from, with their texts, for problems to point into. */
  readonly sources: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** The rows that files declare, exported or as statements of their own. */
export function findRows(modules: readonly Module[], run: Run, files: Files): FoundRows {
  const found = new Map<Declared<RowsData>, ConstBinding>();
  const problems: Problem[] = [];
  const unexported: ConstBinding[] = [];
  for (const module of modules) {
    const bindings = new Set<ConstBinding>();
    for (const name of module.exports.keys()) {
      const binding = findExport(module, name, new Set());
      if (binding !== null && binding !== "refused" && !("word" in binding) && binding.kind === "const")
        bindings.add(binding);
    }
    for (const binding of module.bindings.values()) {
      if (binding.kind !== "const" || bindings.has(binding)) continue;
      if (binding.statement === true) bindings.add(binding);
      else unexported.push(binding);
    }
    for (const binding of bindings) if (isRows(binding.value)) found.set(binding.value, binding);
  }
  for (const binding of unexported)
    if (isRows(binding.value) && !found.has(binding.value)) problems.push(notExported(binding));
  const sources = new Map<string, string>();
  const rows: RawRows[] = [];
  for (const value of found.keys()) {
    try {
      rows.push(rawRows(value, run, files, sources));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { rows, sources, problems };
}

function isRows(value: unknown): value is Declared<RowsData> {
  return dataOf(value)?.declare === "rows";
}

function rawRows(value: Declared<RowsData>, run: Run, files: Files, sources: Map<string, string>): RawRows {
  const { table, mode, key, list } = value[declared];
  const call = run.traces.calls.get(value);
  if (call === undefined) throw new Error("rows without a call");
  const [, given] = call.values;
  const told = { table, mode: mode as RowsMode, key, at: call.name, args: call.args };
  if (Array.isArray(list)) {
    const literal = isObject(given) ? given : list;
    const around = call.args[1] ?? call.span;
    return {
      ...told,
      rows: listed(list, literal, run, around),
      head: null,
      list: run.traces.literals.get(literal)?.span ?? around,
    };
  }
  return { ...told, ...fromFile(list as Declared<RowsFileData>, run, files, sources, call.span) };
}

/** A list written in the file itself. */
function listed(list: readonly unknown[], literal: object, run: Run, around: Span): readonly RawRow[] {
  const entries = run.traces.literals.get(literal)?.entries;
  return list.map((row, n) => {
    const at = entries?.get(String(n))?.value ?? around;
    if (!isObject(row) || Array.isArray(row) || dataOf(row) !== null || row instanceof Uint8Array)
      throw declarationError(
        "wrong-argument",
        at,
        "a row is an object with the names of columns",
        ['write { id: 1, name: "…" }'],
        {
          label: `this is ${describe(row)}`,
        },
      );
    const written = run.traces.literals.get(row)?.entries;
    const given = Object.entries(row).filter(([, value]) => value !== undefined);
    const places = given.map(([name]) => {
      const entry = written?.get(name);
      return { key: entry?.key ?? at, value: entry?.value ?? at };
    });
    return { at, names: given.map(([name]) => name), cells: given.map(([, value]) => value), places };
  });
}

function fromFile(
  value: Declared<RowsFileData>,
  run: Run,
  files: Files,
  sources: Map<string, string>,
  around: Span,
): Pick<RawRows, "rows" | "head" | "list"> {
  const { file: named } = value[declared];
  const at = placeOf(run.traces, value) ?? around;
  const call = run.traces.calls.get(value);
  const place = call?.args[0] ?? at;
  const ending = posix.extname(named).toLowerCase();
  if (ending !== ".csv" && ending !== ".json")
    throw declarationError(
      "rows-file",
      place,
      `rows can be read from .csv and .json files, not from ${JSON.stringify(named)}`,
      ['name a file beside this one: rowsFrom("genres.csv")'],
    );
  const path = posix.join(posix.dirname(at.file.replaceAll("\\", "/")), named);
  const file = named.startsWith("/") ? named : path;
  const text = files.read(file);
  if (text === null)
    throw declarationError(
      "rows-file",
      place,
      `there is no file ${named}`,
      [
        ...didYouMean(
          named,
          files.known().map((known) => posix.relative(posix.dirname(at.file), known)),
        ),
        "the path is relative to the file that names it, like that of an import",
      ],
      { label: `not found beside ${posix.basename(at.file)}` },
    );
  sources.set(file, text);
  const read = ending === ".csv" ? readCsv(file, text) : { head: null, rows: readJson(file, text) };
  return { ...read, list: { file, start: 0, end: text.length } };
}

function notExported(binding: ConstBinding): Problem {
  return {
    code: "not-exported",
    level: "warning",
    subject: binding.name,
    message: `the rows in \`${binding.name}\` are not exported, so they are not part of the schema`,
    at: binding.at,
    label: "not exported",
    help: [`write \`export\` before \`const ${binding.name}\`, or call rows(…) as a statement of its own`],
  };
}
