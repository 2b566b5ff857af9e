import { openScratch } from "../database/scratch.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { fold } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { createObjects } from "./create/create-objects.ts";
import type { Declared } from "./declared.ts";
import { distinct, evaluateFiles } from "./read/evaluate-files.ts";
import { checkForeignKeys } from "./create/foreign-keys.ts";
import type { Judged } from "./create/judged.ts";
import { judgedInPart } from "./create/judged-in-part.ts";
import { readHints } from "./hints.ts";
import { knownObjects } from "./create/known.ts";
import { neverManaged } from "./create/never-managed.ts";
import type { Files } from "./read/load.ts";
import type { Module } from "./read/module.ts";
import { nameObjects } from "./read/name-objects.ts";
import { drizzleObjects } from "./drizzle/name-objects.ts";
import { drizzlePackages } from "./drizzle/project.ts";
import { languageOf } from "./languages.ts";
import { allHints, hintsInDocs, partialOf, scriptsAmong, withDrizzle, withoutErrors } from "./partial.ts";
import { runScripts } from "./sql/run-scripts.ts";
import { scriptNotes } from "./sql/script-notes.ts";
import { nothingBeside } from "../model/beside.ts";
import { noHints } from "../model/hints.ts";
import { findRows } from "./rows/find-rows.ts";
import { judgeRows } from "./rows/judge-rows.ts";
import { ts } from "./read/syntax.ts";
import { silenceOf } from "./silenced.ts";
import { partsOf } from "./parts.ts";
import { type SpansOf, spansOf } from "./places.ts";
import { readSilences } from "./silences.ts";
import { placesByFile } from "./spans.ts";
import { words } from "./read/words.ts";
import { writeObjects } from "./create/write-objects.ts";
import type { OfApplication } from "../sql/stand-ins.ts";
import { reasonWords } from "../words/reason.ts";

/**
 * Turns source texts into a schema. Everything expensive is loaded with this file, and only when needed. `before` is a
 * schema that may hold most of what is declared.
 */
export function declare(
  roots: readonly string[],
  files: Files,
  beside: OfApplication = nothingBeside,
  before: Judged | null = null,
): Checked<Declared> {
  const written = roots.filter((root) => languageOf(root) === "typescript");
  const scripts = scriptsAmong(roots, files);
  const { modules, run, problems: unread } = evaluateFiles(written, files, words, drizzlePackages(files));
  const silenced = modules.map(readSilences);
  const silences = silenced.flatMap((each) => each.silences);
  const drizzle = drizzleObjects(
    modules.filter((module) => module.loose && written.includes(module.file)),
    run,
  );
  const named = withDrizzle(nameObjects(modules.filter((module) => !module.loose)), drizzle);
  const byFile = placesByFile(named.objects, run.traces);
  const spans = spansOf(byFile);
  const docs = new Map([...byFile.values()].flatMap((own) => [...own.docs]));
  const found = findRows(
    modules.filter((module) => !module.loose),
    run,
    files,
  );
  const partial = partialOf(drizzle, roots, modules, files);
  const read = [...unread, ...named.problems, ...found.problems, ...silenced.flatMap((each) => each.problems)];
  const misread = read.filter(isError);
  // If a file could not be read, its objects are missing, and what refers to them would fail for no reason of its own.
  const whole = !unread.some((problem) => unreadable.has(problem.code));
  const judged = whole ? judge() : { schema: null, hints: null, problems: [] };
  const problems = withoutEchoes(distinct([...read, ...judged.problems])).filter(
    (problem) => !maySilence.has(problem.code) || silenceOf(problem, silences) === undefined,
  );
  if (problems.some(isError) || judged.schema === null) {
    // SQLite's errors for the rest may be caused by what could not be read.
    const causes = new Set(misread);
    const [first, others] = [problems.filter((each) => causes.has(each)), problems.filter((each) => !causes.has(each))];
    return failed(...sorted(first, modules), ...sorted(others, modules));
  }
  const { schema, hints } = judged;
  const sources = new Map([...run.modules.values()].map((module) => [module.file, module.text]));
  for (const { file, text } of [...scripts, ...[...found.sources].map(([file, text]) => ({ file, text }))])
    sources.set(file, text);
  const own = new Set(roots);
  const areOwn = scripts.length === 0 && modules.every((module) => !module.loose && own.has(module.file));
  const parts = areOwn ? partsOf(modules, named.objects, byFile, { hints, silences }) : undefined;
  return fine(
    withSpans(spans, { schema, hints, docs, silences, partial, sources, ...(parts !== undefined && { parts }) }),
    sorted(problems, modules),
  );

  function judge() {
    const textOf = (file: string) => run.modules.get(file)?.text ?? "";
    const names = new Map([
      ...[...named.unexported].map(([value, { name }]) => [value, name] as const),
      ...named.names,
    ]);
    const { statements, problems: unwritten } = writeObjects(named.objects, names, run.traces, textOf);
    const writable = new Set(statements.map((statement) => statement.object));
    const failedNames = [
      ...named.objects.filter((object) => !writable.has(object)).map((object) => object.name),
      ...modules.flatMap(failedConsts),
    ];
    const broken = new Set(failedNames.map(fold));
    const known = knownObjects({ ...named, unexported: new Map([...drizzle.outside(), ...named.unexported]) });
    const isWhole = scripts.length === 0 && partial === null && misread.length === 0 && unwritten.length === 0;
    const isPlain = beside.functions.length === 0 && beside.collations.length === 0;
    const about = { known, broken, beside };
    const partly = isWhole && isPlain && before !== null ? judgedInPart(statements, before, about) : null;
    const { schema, created, refused, ran } =
      partly === null
        ? createdNow()
        : { schema: partly, created: statements, refused: [], ran: { created: [], problems: [] } };
    const { hints: own, problems: contested } = readHints(named.objects, names, spans);
    const said = scriptNotes(ran, schema);
    for (const [key, at] of said.spans) spans().set(key, at);
    for (const [key, doc] of said.docs) docs.set(key, doc);
    const hints = allHints(own, said.hints, partial === null ? noHints : hintsInDocs(docs, spans(), partial.tables));
    const there = new Set(created.map((statement) => statement.name));
    for (const object of named.objects) if (!there.has(object.name)) broken.add(fold(object.name));
    const dangling = withoutErrors(checkForeignKeys(schema, known, broken, spans), partial, scripts);
    const found = [
      ...unwritten,
      ...refused,
      ...ran.problems,
      ...contested,
      ...dangling,
      ...neverManaged([...created, ...ran.created], spans),
    ];
    const errors = [...misread, ...found.filter(isError)];
    const judged = [...found, ...notUnderstood(schema, errors, spans)];
    return { hints, ...withRows(schema, judged, names) };

    function createdNow() {
      const scratch = openScratch(beside);
      try {
        const { created, problems: refused } = createObjects(scratch, distinctNames(statements), { ...about, scratch });
        const ran = runScripts(scripts, scratch, beside, broken);
        return { schema: introspectScratch(scratch, { ...beside, ignore: [] }), created, refused, ran };
      } finally {
        scratch.close();
      }
    }
  }

  /** Rows are only meaningful if their tables are. */
  function withRows(schema: Schema, problems: readonly Problem[], names: ReadonlyMap<object, string>) {
    const broken = problems.some(({ level }) => level === "error");
    if (found.rows.length === 0 || broken) return { schema, problems };
    const judged = judgeRows(found.rows, schema, names, beside);
    const whole = judged.rows.length > 0 ? { ...schema, rows: judged.rows } : schema;
    return { schema: whole, problems: [...problems, ...judged.problems] };
  }
}

/** Nothing else of what was read is kept for it. */
function withSpans(spans: SpansOf, rest: Omit<Declared, "spans">): Declared {
  return {
    ...rest,
    get spans() {
      return spans();
    },
  };
}

/**
 * What a comment can silence: problems that do not remove the object from the schema. Any other error means that
 * something is missing, and what is missing would be dropped from the database.
 */
const maySilence = new Set<Problem["code"]>(["foreign-key-target", "not-exported"]);

/** Reports only once that a const is not exported: if an error points at it, the warning adds nothing. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const shown = problems.flatMap((problem) => problem.also ?? []).map(({ at }) => `${at.file} ${at.start}`);
  return problems.filter(
    ({ code, at }) => code !== "not-exported" || at === undefined || !shown.includes(`${at.file} ${at.start}`),
  );
}

/** What the engine accepted but trueup cannot read back would never be compared with a database, so it is reported. */
function notUnderstood(schema: Schema, found: readonly Problem[], spans: SpansOf): readonly Problem[] {
  // What is set aside because it does not compile has already been reported, and so has everything that depends on it.
  if (found.length > 0) return [];
  return schema.opaque.map((opaque) => {
    const at = spans().get(`${opaque.type}:${opaque.name}`);
    return {
      code: "not-understood",
      level: "error",
      subject: opaque.name,
      message: `the ${opaque.type.replace("-", " ")} \`${opaque.name}\` cannot be compared with a database`,
      ...(at !== undefined && { at, label: "declared here" }),
      evidence: [reasonWords(opaque.why)],
      help: ["write that part differently, or leave the object to your own scripts and name it under `ignore`"],
    };
  });
}

const unreadable = new Set<Problem["code"]>(["syntax-error", "import-not-found", "not-utf8", "unreadable-file"]);

function isError({ level }: Problem): boolean {
  return level === "error";
}

/**
 * Consts whose value could not be found, and the objects that they were to be: errors about them are already reported.
 */
function failedConsts(module: Module): readonly string[] {
  return [...module.bindings.values()].flatMap((binding) => {
    if (binding.kind !== "const" || binding.state !== "failed" || binding.initializer === null) return [];
    const name = nameGiven(binding.initializer);
    return name === null ? [binding.name] : [binding.name, name];
  });
}

/** The first argument of the innermost call, if it is a string: `table("tune", …)`, whatever is called on it. */
function nameGiven(value: ts.Expression): string | null {
  let at: ts.Node = value;
  let name: string | null = null;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) {
    const first: ts.Expression | undefined = ts.isCallExpression(at) ? at.arguments[0] : undefined;
    if (first !== undefined) name = ts.isStringLiteralLike(first) ? first.text : null;
    at = at.expression;
  }
  return name;
}

/** The first of two objects with the same name, which is an error of its own. */
function distinctNames<T extends { readonly name: string; readonly kind: string }>(
  statements: readonly T[],
): readonly T[] {
  const seen = new Set<string>();
  return statements.filter(({ name, kind }) => {
    const key = `${kind === "trigger" ? "trigger" : "object"} ${fold(name)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Sorted by file and position. */
function sorted(problems: readonly Problem[], modules: readonly Module[]): readonly Problem[] {
  const order = new Map(modules.map((module, index) => [module.file, index]));
  const place = (problem: Problem) => (problem.at === undefined ? -1 : (order.get(problem.at.file) ?? 0));
  return problems.toSorted((a, b) => place(a) - place(b) || (a.at?.start ?? 0) - (b.at?.start ?? 0));
}
