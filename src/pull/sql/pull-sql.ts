import { objectKey } from "../../model/names.ts";
import { openScratch } from "../../database/scratch.ts";
import { declareSql } from "../../compile/sql/declare-sql.ts";
import { type Created, runScripts } from "../../compile/sql/run-scripts.ts";
import { canonicalText } from "../../model/canonical.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { type Checked, failed, fine, type Problem, type Sources } from "../../problem/problem.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { terminated } from "../../sql/statement.ts";
import { inNamingOrder } from "../write/export-names.ts";
import { writeSql } from "./write-sql.ts";

/** A live schema as SQL: a new script, or the existing scripts with the differing statements changed. */
export function pullSql(live: Schema, into: Sources, path: string, known: OfApplication): Checked<Map<string, string>> {
  if (into.size === 0) return proven(live, new Map([[path, writeSql(live)]]), into, known);
  const declared = declareSql(
    [...into].map(([file, text]) => ({ file, text })),
    known,
  );
  if (!declared.ok) return declared;
  return proven(live, edited(live, declared.value.schema, into, known), into, known);
}

/** What is written must produce the live schema, object by object. */
function proven(
  live: Schema,
  files: Map<string, string>,
  into: Sources,
  known: OfApplication,
): Checked<Map<string, string>> {
  const all = new Map([...into, ...files]);
  const read = declareSql(
    [...all].map(([file, text]) => ({ file, text })),
    known,
  );
  if (!read.ok) return failed(...read.problems);
  const found = new Map(inNamingOrder(read.value.schema).map((object) => [idOf(object), canonicalText(object)]));
  const wanted = new Map(inNamingOrder(live).map((object) => [idOf(object), canonicalText(object)]));
  const different = [...new Set([...found.keys(), ...wanted.keys()])].filter(
    (key) => found.get(key) !== wanted.get(key),
  );
  if (different.length === 0) return fine(files);
  return failed(...different.map(notEdited));
}

function idOf(object: SchemaObject): string {
  return objectKey(object);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edited(live: Schema, declared: Schema, into: Sources, known: OfApplication): Map<string, string> {
  const created = statements(into, known);
  const wanted = new Map(inNamingOrder(live).map((object) => [idOf(object), object]));
  const present = new Map(inNamingOrder(declared).map((object) => [idOf(object), object]));
  const edits = new Map<string, Edit[]>();
  for (const [key, object] of present) {
    const statement = created.get(key);
    const now = wanted.get(key);
    if (statement === undefined || (now !== undefined && canonicalText(now) === canonicalText(object))) continue;
    const text = into.get(statement.file) ?? "";
    const end = statement.start + statement.sql.length;
    const edit =
      now === undefined
        ? { start: statement.start, end: behindSemicolon(text, end), text: "" }
        : { start: statement.start, end, text: now.text };
    edits.set(statement.file, [...(edits.get(statement.file) ?? []), edit]);
  }
  const files = new Map([...edits].map(([file, some]) => [file, apply(into.get(file) ?? "", some)]));
  const fresh = [...wanted].filter(([key]) => !present.has(key)).map(([, object]) => object);
  const last = [...into.keys()].at(-1);
  if (fresh.length > 0 && last !== undefined) {
    const text = files.get(last) ?? into.get(last) ?? "";
    const gap = text === "" || text.endsWith("\n") ? "" : "\n";
    files.set(last, `${text}${gap}${fresh.map((object) => `\n${terminated(object.text)}\n`).join("")}`);
  }
  return files;
}

function statements(into: Sources, known: OfApplication): ReadonlyMap<string, Created> {
  const scratch = openScratch(known);
  try {
    const { created } = runScripts(
      [...into].map(([file, text]) => ({ file, text })),
      scratch,
      known,
    );
    return new Map(created.map((each) => [objectKey(each), each]));
  } finally {
    scratch.close();
  }
}

function behindSemicolon(text: string, end: number): number {
  return end + (/^\s*;[ \t]*\r?\n?/.exec(text.slice(end))?.[0].length ?? 0);
}

function apply(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end, text: by }) => left.slice(0, start) + by + left.slice(end), text);
}

function notEdited(key: string): Problem {
  const [kind = "", name = ""] = key.split(/:(.*)/s);
  return {
    code: "pull-not-lossless",
    level: "error",
    subject: name,
    message: `the ${kind.replace("-", " ")} ${name} cannot be written as the database has it`,
    help: ["a later statement (ALTER, DROP) may change it again: merge the two, and pull again"],
  };
}
