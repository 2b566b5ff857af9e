import { type Span, ProblemError } from "../../problem/problem.ts";
import { checkConfig } from "./check-config.ts";
import type { Config } from "./config-type.ts";
import type { Disk } from "../disk.ts";
import { evaluateFiles } from "../read/evaluate-files.ts";
import { findExport } from "../read/names.ts";
import { withParser } from "../read/parser.ts";
import { placeOf } from "../read/trace.ts";
import { words } from "../read/words.ts";

/** Evaluates the text of a configuration. Throws a ProblemError. */
export async function evaluateConfig(disk: Pick<Disk, "roots" | "read">): Promise<Config> {
  return withParser(() => evaluated(disk));
}

function evaluated(disk: Pick<Disk, "roots" | "read">): Config {
  const { modules, run, problems } = evaluateFiles(disk.roots, { read: disk.read, known: () => [] }, words);
  const [module] = modules;
  if (problems.length > 0 || module === undefined) throw new ProblemError(...problems);
  const found = findExport(module, "default", new Set());
  if (found === null || found === "refused" || "word" in found || found.kind !== "const") throw noDefault(module.file);
  const { value } = found;
  const at: Span = (typeof value === "object" && value !== null ? placeOf(run.traces, value) : undefined) ?? found.at;
  return checkConfig(value, module.file, at, run.traces);
}

function noDefault(file: string): ProblemError {
  return new ProblemError({
    code: "config-without-default",
    level: "error",
    subject: file,
    message: "the configuration exports nothing",
    at: { file, start: 0, end: 0 },
    help: ['write export default { schema: "schema", targets: { dev: "file:app.db" } }'],
  });
}
