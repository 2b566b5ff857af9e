import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { checkQueries } from "../../src/queries/check.ts";
import { collect } from "../../src/queries/collect.ts";
import { compareQueries } from "../../src/queries/compare.ts";
import type { Bench } from "../../src/queries/compile.ts";
import type { SourceFiles } from "../../src/queries/files.ts";
import type { Finding } from "../../src/queries/impact.ts";
import type { Collected } from "../../src/queries/query.ts";

/** An application as its files, by path. */
export type Application = Readonly<Record<string, string>>;

export function sourceFiles(application: Application): SourceFiles {
  const read = (file: string) => application[file] ?? null;
  return {
    files: Object.keys(application)
      .sort()
      .map((file) => ({ file, stamp: null, size: 0 })),
    unmatched: [],
    read,
    stampOf: (file) => (file in application ? null : "none"),
    lines: (file) => (read(file) ?? "").split("\n"),
  };
}

export async function collected(
  application: Application,
  placeholders: Readonly<Record<string, string>> = {},
): Promise<Collected> {
  return collect(sourceFiles(application), { placeholders, cache: { get: () => null, set: () => {} }, key: "test" });
}

/** Every text that was found, with white space collapsed; a hole is `…`. */
export async function texts(source: string, file = "src/app.ts"): Promise<readonly string[]> {
  const { queries } = await collected({ [file]: source });
  return queries.flatMap(({ variants }) => variants.map(({ sql }) => shown(sql)));
}

export function shown(sql: string): string {
  return sql.replace(/\s+/g, " ").replaceAll("\ufffc", "…").trim();
}

export function bench(sql: string): Bench {
  const scratch = openScratch();
  scratch.exec(sql);
  return { scratch, absent: new Set(), isLeftAlone: () => false };
}

/** What checking reports, one line each: the word, what is wrong with it, what may help. */
export async function complaints(application: Application, schema: string, functions: readonly string[] = []) {
  const on = bench(schema);
  const textOf = (file: string) => application[file] ?? "";
  const result = checkQueries({
    collected: await collected(application),
    schema: introspectScratch(on.scratch),
    bench: on,
    functions,
    textOf,
  });
  const lines = result.problems.map(({ at, level, message, help }) => {
    const word = at === undefined ? "" : textOf(at.file).slice(at.start, at.end);
    return `${level} ${word}: ${message}${help.length === 0 ? "" : ` (${help[0]})`}`;
  });
  return { ...result, lines, why: result.unread.map(({ why }) => why) };
}

/** What a change of the schema does to an application: `breaks one: no such column: … because …`. */
export async function effects(
  application: Application,
  before: string,
  after: string,
  renamed: Parameters<typeof compareQueries>[0]["renamed"] = { tables: [], columns: [] },
  statistics: Parameters<typeof compareQueries>[0]["statistics"] = [],
) {
  const [was, is] = [bench(before), bench(after)];
  const textOf = (file: string) => application[file] ?? "";
  const impact = compareQueries({
    collected: await collected(application),
    live: introspectScratch(was.scratch),
    goal: introspectScratch(is.scratch),
    renamed,
    before: was,
    after: is,
    statistics,
    textOf,
  });
  const { breaks, captured, inserts, columns, scans, works } = impact;
  const line = (each: Finding): string => {
    const word = each.at === null ? "" : textOf(each.at.file).slice(each.at.start, each.at.end);
    const shownWord = word.includes(" ") ? "" : ` at ${word}`;
    return `${each.kind} ${each.query.line}${shownWord}: ${each.message}; ${each.because}`;
  };
  return { impact, lines: [...breaks, ...captured, ...inserts, ...columns, ...scans, ...works].map(line) };
}
