import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { holdsHeader, type PlanHead, type ReadHead, readHead } from "../../plan/graph/head.ts";
import { compareText } from "../../model/names.ts";
import type { Context } from "../context.ts";

export interface PlanFolder {
  readonly heads: readonly PlanHead[];
  readonly unreadable: readonly Extract<ReadHead, { ok: false }>[];
}

/** The absolute paths of the plan files in a folder, sorted by name; none if there is no folder. */
export function planFilesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith(".plan.sql"))
    .sort(compareText)
    .map((name) => join(folder, name));
}

/** The headers of plan files. One that cannot be read is reported and does not affect the others. */
export function readHeads(files: readonly string[]): PlanFolder {
  const buffer = Buffer.alloc(chunk);
  const read = files.map((file) => readEnds(file, buffer));
  return {
    heads: read.flatMap((each) => (each.ok ? [each.head] : [])),
    unreadable: read.flatMap((each) => (each.ok ? [] : [each])),
  };
}

/** Most headers are far shorter. */
const chunk = 4096;
/** The seal and its directive, with a few trailing line ends. */
const tail = 128;

function readEnds(file: string, buffer: Buffer): ReadHead {
  let handle: number | null = null;
  try {
    handle = openSync(file, "r");
    const { size } = fstatSync(handle);
    let start = textAt(handle, buffer, 0);
    if (size > chunk && !holdsHeader(start)) start = textAt(handle, Buffer.alloc(size), 0);
    const end = size <= chunk ? start : textAt(handle, buffer.subarray(0, tail), size - tail);
    return readHead(file, start, end);
  } catch (error) {
    return { ok: false, file, problem: unreadable(file, error) };
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

function textAt(handle: number, buffer: Buffer, position: number): string {
  const length = readSync(handle, buffer, 0, buffer.length, position);
  return buffer.toString("utf8", 0, length);
}

function unreadable(file: string, error: unknown) {
  return {
    code: "path-unusable",
    level: "error",
    subject: file,
    message: "this cannot be read as a plan",
    evidence: error instanceof Error ? [error.message] : [],
    help: ["check its permissions, and that it is a file"],
  } as const;
}

/** Of a folder in which none was found. */
export function noPlans(
  { cwd }: Pick<Context, "cwd">,
  { name, unreadable }: { readonly name: string } & Pick<PlanFolder, "unreadable">,
): string {
  if (unreadable.length > 0) return `no plan in ${name} can be read`;
  return existsSync(resolve(cwd, name)) ? `there is no plan in ${name}` : `there is no folder ${name}`;
}
