import { spawn } from "node:child_process";
import type { TargetPlace } from "../compile/config/config-type.ts";
import { pathPattern, readWhere, whereOfFile } from "../target/kinds.ts";
import type { Where } from "../target/target.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { glob } from "./glob.ts";

/** One database of a fleet. */
export interface Member {
  readonly name: string;
  readonly where: Where;
}

export interface MemberOptions {
  /** The base of relative paths. */
  readonly folder: string;
  /** Reads a value that may come from the environment. */
  readonly value: (value: Extract<TargetPlace, { kind: "url" }>["url"]) => string;
  readonly signal?: AbortSignal;
}

/** All databases of a target, each once, in a stable order. */
export async function members(place: TargetPlace, options: MemberOptions): Promise<Checked<readonly Member[]>> {
  if (place.kind === "glob") return matched(place.glob, options.folder);
  const named = await urlsOf(place, options);
  if (!named.ok) return named;
  const found = new Map<string, Member>();
  const problems: Problem[] = [];
  for (const url of named.value) {
    const where = readWhere(url, options.folder);
    if (!where.ok) problems.push(...where.problems);
    else found.set(where.value.url, { name: where.value.label, where: where.value });
  }
  if (problems.length > 0) return failed(...problems);
  return found.size === 0 ? failed(noDatabases(place)) : fine([...found.values()]);
}

/** What a pattern matches is always a path, whatever it looks like. */
function matched(pattern: string, folder: string): Checked<readonly Member[]> {
  try {
    const paths = glob(pathPattern(pattern), folder);
    if (paths.length === 0) return failed(noDatabases({ kind: "glob", glob: pattern }));
    return fine(paths.map((name) => ({ name, where: whereOfFile(name, folder) })));
  } catch (error) {
    return failed(unlisted(pattern, error instanceof Error ? error.message : String(error)));
  }
}

async function urlsOf(
  place: Exclude<TargetPlace, { kind: "glob" }>,
  options: MemberOptions,
): Promise<Checked<readonly string[]>> {
  switch (place.kind) {
    case "url":
      return fine([options.value(place.url)]);
    case "urls":
      return fine(place.urls.map(options.value));
    case "command":
      return printed(place.command, options);
  }
}

/** One URL or path a line; empty lines and lines that begin with # are ignored. Run without a shell. */
function printed(command: readonly string[], { folder, signal }: MemberOptions): Promise<Checked<readonly string[]>> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    let text = "";
    let said = "";
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal ? { signal } : {}),
    });
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      said = (said + part).slice(-2000);
    });
    child.on("error", (error) => resolve(failed(unlisted(program, error.message))));
    child.on("close", (code) => {
      if (code !== 0) return resolve(failed(unlisted(program, `it ended with ${code ?? "a signal"}`, said)));
      const lines = text.split(/\r?\n/).map((line) => line.trim());
      resolve(fine(lines.filter((line) => line !== "" && !line.startsWith("#"))));
    });
  });
}

function unlisted(subject: string, ...evidence: readonly string[]): Problem {
  return {
    code: "fleet-list",
    level: "error",
    subject,
    message: "the databases of this target could not be listed",
    evidence: evidence.flatMap((text) => text.trim().split("\n")).filter((line) => line !== ""),
    help: ["run it by hand: it must print one path or URL a line and exit with 0"],
  };
}

function noDatabases(place: TargetPlace): Problem {
  return {
    code: "fleet-empty",
    level: "error",
    subject: place.kind === "glob" ? place.glob : "target",
    message: "this target matches no database",
    help: ["an empty list is treated as a mistake: check the pattern and its base folder"],
  };
}
