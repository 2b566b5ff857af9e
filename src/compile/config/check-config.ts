import { dirname, resolve } from "node:path";
import { lintCodes } from "../../problem/codes-lint.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { isObject } from "../read/describe.ts";
import type { Traces } from "../read/trace.ts";
import {
  backupsSchema,
  buildSchema,
  configSchema,
  queriesSchema,
  type WrittenBackups,
  type WrittenBuild,
  type WrittenConfig,
  type WrittenQueries,
} from "./config-schema.ts";
import type { Config, QuerySources, Target } from "./config-type.ts";
import { parsed } from "./parse-part.ts";
import { type ConfigPart, part, problemAt } from "./part.ts";
import { fullUpTo, readTarget } from "./read-target.ts";

/** What was written, checked, with defaults filled in. Throws a ProblemError with all that is wrong. */
export function checkConfig(value: unknown, file: string, at: Span, traces: Traces): Config {
  const problems: Problem[] = [];
  const folder = dirname(resolve(file));
  const whole: ConfigPart = { value, name: "", at, traces };
  const written: WrittenConfig = parsed(configSchema, whole, problems) ?? { targets: targetsOf(value) };
  const { schema = "schema", plans = "plans", protect = [], lint = {} } = written;
  const { ignore = [], functions = [], collations = [] } = written;
  const beside = { ignore, functions, collations };
  problems.push(...unknownRules(Object.keys(lint), part(whole, "lint")));
  const { backups, keep } = readBackups(written, whole, folder, problems);
  const most = fullUpTo(written.backup);
  const queries = readQueries(written, whole, problems);
  const build = readBuild(written, whole, folder, problems);
  const names = Object.keys(written.targets ?? {});
  const targets = names.flatMap((name) => {
    const here = part(part(whole, "targets"), name);
    return readTarget(name, here, { folder, backups, fullUpTo: most, protect, beside }, problems) ?? [];
  });
  if (written.default !== undefined && !names.includes(written.default))
    problems.push(noTarget(written.default, names, part(whole, "default")));
  if (problems.length > 0) throw new ProblemError(...problems);
  return {
    file: resolve(file),
    folder,
    schema: [schema].flat().map((path) => resolve(folder, path)),
    plans: resolve(folder, plans),
    backups,
    fullUpTo: most,
    history: written.history === undefined ? null : resolve(folder, written.history),
    cache: written.cache === undefined ? null : resolve(folder, written.cache),
    keep,
    beside,
    protect,
    lint,
    queries,
    deployed: written.deployed ?? null,
    build,
    targets,
    default: written.default ?? onlyOne(targets),
  };
}

function readBackups(
  { backups: said }: WrittenConfig,
  whole: ConfigPart,
  folder: string,
  problems: Problem[],
): Pick<Config, "backups" | "keep"> {
  const expected = "a folder, or { folder, keep, keepDays }";
  const given: WrittenBackups =
    said === undefined || typeof said === "string"
      ? { folder: said }
      : (parsed(backupsSchema, part(whole, "backups"), problems, expected) ?? {});
  return {
    backups: resolve(folder, given.folder ?? "backups"),
    keep: { count: given.keep ?? null, days: given.keepDays ?? null },
  };
}

function readBuild(
  { build: said }: WrittenConfig,
  whole: ConfigPart,
  folder: string,
  problems: Problem[],
): Config["build"] {
  const expected = "{ out, bases, oldest, release, engines, rename, fill, approve, refuse, repair }";
  const read: WrittenBuild =
    said === undefined ? {} : (parsed(buildSchema, part(whole, "build"), problems, expected) ?? {});
  return {
    out: read.out === undefined ? null : resolve(folder, read.out),
    bases: [read.bases ?? []].flat(),
    oldest: read.oldest ?? null,
    release: read.release ?? null,
    engines: read.engines ?? ["plain"],
    rename: read.rename ?? [],
    fill: read.fill ?? {},
    approve: read.approve ?? [],
    refuse: read.refuse ?? [],
    repair: read.repair ?? {},
  };
}

function readQueries({ queries: said }: WrittenConfig, whole: ConfigPart, problems: Problem[]): QuerySources | null {
  if (said === undefined) return null;
  const expected = "a list of files, or { files, placeholders, scanRows }";
  const given: unknown = Array.isArray(said) ? { files: said } : said;
  const here = part(whole, "queries");
  const read: WrittenQueries | null = parsed(queriesSchema, { ...here, value: given }, problems, expected);
  if (read === null) return null;
  return { files: read.files, placeholders: read.placeholders ?? {}, scanRows: read.scanRows ?? 1000 };
}

function unknownRules(named: readonly string[], lint: ConfigPart): readonly Problem[] {
  const rules = Object.keys(lintCodes);
  return named
    .filter((rule) => !rules.includes(rule))
    .map((rule) =>
      problemAt(part(lint, rule, "key"), "config-unknown-key", `there is no lint rule \`${rule}\``, [
        ...didYouMean(rule, rules),
        `rules: ${rules.join(", ")}`,
      ]),
    );
}

function noTarget(name: string, names: readonly string[], here: ConfigPart): Problem {
  return problemAt(here, "config-wrong-value", `there is no target \`${name}\``, didYouMean(name, names));
}

function onlyOne(targets: readonly Target[]): string | null {
  const [first, second] = targets;
  return first !== undefined && second === undefined ? first.name : null;
}

/** The targets of a configuration that has other problems: their problems are reported as well. */
function targetsOf(value: unknown): Record<string, unknown> {
  const targets: unknown = isObject(value) && "targets" in value ? value.targets : undefined;
  return isObject(targets) ? Object.fromEntries(Object.entries(targets)) : {};
}
