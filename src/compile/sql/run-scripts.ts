import { EngineError, type Scratch } from "../../database/connection.ts";
import { refusal } from "../../database/runs.ts";
import { fold, objectKey } from "../../model/names.ts";
import { modules } from "../../introspect/to-schema.ts";
import type { Missing } from "../../model/reason.ts";
import type { Problem, Span } from "../../problem/problem.ts";
import { lacks } from "../../sql/lacks.ts";
import { isKeptBy, type Keeper, keeperIn } from "../../sql/kept-tables.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { quoteName } from "../../sql/quote.ts";
import type { OfApplication } from "../../sql/stand-ins.ts";
import { type Token, tokenize, unquote } from "../../sql/tokens.ts";
import { nearest } from "../../problem/nearest.ts";
import { complaint } from "../create/complaint.ts";
import { compileCode } from "../create/compile-code.ts";
import { followsFrom, inOrder } from "../create/create-objects.ts";
import { knownIn } from "../create/known.ts";
import { createTogether } from "../create/create-triggers.ts";
import type { InFile } from "../create/place.ts";
import type { Statement } from "../create/write-objects.ts";
import { type About, aboutOf } from "./classify.ts";
import { createInLots } from "./create-in-lots.ts";
import { readScripts } from "./read-scripts.ts";
import { type Doubtful, isDoubtful, judged, swallowedBy } from "./swallowed.ts";
import { commentAbove, notesIn } from "../notes.ts";
import {
  asString,
  inAddedColumn,
  mendCode,
  type ReadAsStrings,
  readAsStrings,
  stringsInDoubleQuotes,
} from "./strings.ts";
import { notEnded, notKnown, ofExtension, type PassedOver, passedOver, refused } from "./problems.ts";

export interface Script {
  readonly file: string;
  readonly text: string;
}

/** An object that a script creates, and its statement. */
export interface Created {
  readonly kind: About["kind"];
  readonly name: string;
  readonly file: string;
  /** Where the statement begins. */
  readonly start: number;
  readonly sql: string;
  readonly at: Span;
  readonly doc: string | null;
  readonly was: readonly string[];
}

export interface Ran {
  readonly created: readonly Created[];
  readonly problems: readonly Problem[];
}

/**
 * Runs the schema statements of scripts, in order, in an empty engine. Rows and settings are ignored. `missing` are the
 * folded names of objects that are missing because of an error that was already reported: failures that follow from it
 * are not reported.
 */
export function runScripts(
  scripts: readonly Script[],
  scratch: Scratch,
  beside: OfApplication,
  missing: ReadonlySet<string> = new Set(),
): Ran {
  const failing = new Set(missing);
  const created = new Map<string, Created>();
  const problems: Problem[] = [];
  const passed: PassedOver[] = [];
  const strings: ReadAsStrings[] = [];
  const keepers: Keeper[] = [];
  const doubtful: Doubtful[] = [];
  const parts = readScripts(scripts);
  const lots = createInLots(
    parts.flatMap(({ script, statements }) => statements.map((each) => ({ ...each, text: script.text }))),
    scratch,
  );
  const triggers: Statement[] = [];
  for (const { script, statements, tokens: all } of parts) {
    let place = 0;
    for (const { tokens, part } of statements) {
      const first = tokens[0] as Token;
      const dot = dotCommand(script.text, first);
      if (dot !== null) {
        problems.push(refused(script.file, first.start, first.start + dot.length, `${dot} is a command of the shell`));
        break;
      }
      if (part.is === "refused") {
        problems.push(refused(script.file, part.at.start, part.at.end, part.why));
      } else if (part.is === "passed-over") {
        const other = swallowedBy(tokens);
        if (other !== null) problems.push(notEnded(script.file, first, other));
        else if (part.what !== "others") passed.push({ file: script.file, what: part.what });
        if (part.what === "rows" && isDoubtful(tokens)) doubtful.push({ script, tokens });
      } else if (part.is === "setting") {
        const said = refusal(() => scratch.exec(script.text.slice(first.start, tokens.at(-1)?.end)));
        if (said !== null) problems.push(notKnown(script.file, first.start, first.end, said));
      } else {
        while ((all[place]?.start ?? first.start) < first.start) place += 1;
        const comment = commentAbove(all, place);
        run(script, tokens, part.is === "dumped" ? part : null, comment);
      }
      if (problems.length > 20) return { created: [...created.values()], problems };
    }
  }
  const together = triggers.length > 0 && createTogether(scratch, triggers, [...created.values()].map(statementOf));
  if (triggers.length > 0 && !together) for (const trigger of triggers) attempt(trigger, trigger.written.sql);
  dropKept();
  const broken = brokenCode(scratch, beside, created, { failing, together, strings });
  problems.push(
    ...doubtful.flatMap((each) => judged(each, scratch)),
    ...passedOver(passed),
    ...stringsInDoubleQuotes(strings),
    ...broken,
  );
  return { created: [...created.values()], problems };

  function run(
    { file, text }: Script,
    tokens: readonly Token[],
    dumped: { sql: string; token: Token } | null,
    comment: string | null,
  ): void {
    const start = dumped?.token.start ?? (tokens[0] as Token).start;
    const sql = dumped?.sql ?? text.slice(start, tokens.at(-1)?.end);
    const about = aboutOf(dumped === null ? tokens : tokenize(sql).filter(({ kind }) => kind !== "space"));
    const name = about === null ? "" : unquote(about.name.text);
    const at =
      about === null || dumped !== null
        ? { file, start, end: dumped?.token.end ?? start + 1 }
        : { file, start: about.name.start, end: about.name.end };
    const notes = notesIn(comment);
    const object: Created = {
      kind: about?.kind ?? "table",
      name,
      file,
      start,
      sql,
      at,
      doc: notes.doc,
      was: notes.was,
    };
    if (lots?.triggers.has(tokens) === true) triggers.push(statementOf(object));
    // The rows that a SELECT would return are not part of the schema.
    else if (lots?.created.has(tokens) !== true && !attempt(statementOf(object), withoutRows(sql, tokens))) return;
    if (about !== null) note(about, object);
  }

  function attempt(
    statement: Statement,
    asWritten: string,
    sql = inAddedColumn(asWritten, statement, scratch),
  ): boolean {
    try {
      scratch.exec(sql);
      if (sql !== asWritten) strings.push(readAsStrings(statement, sql));
      return true;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const other = asString(sql, error.message, statement, scratch) ?? afterMending(sql, error.message);
      if (other !== null) return attempt(statement, asWritten, other);
      const { name, written, places } = statement;
      if (name === "") {
        const { file, start } = places as InFile;
        const [word] = tokenize(written.sql);
        problems.push(notKnown(file, start, start + (word?.text.length ?? 0), error.message));
        return false;
      }
      const loaded = lacks(error.message);
      const about = { known: knownIn(scratch), broken: failing, scratch, beside };
      if (loaded !== null && isOfExtension(loaded)) {
        problems.push(ofExtension(statement, loaded));
        const keeper = keeperIn(name, sql);
        if (keeper !== null) keepers.push({ ...keeper, module: fold(keeper.module) });
      } else if (!failing.has(fold(name)) && !followsFrom(statement, failing))
        problems.push(complaint(error.message, statement, about));
      failing.add(fold(name));
      return false;
    }
  }

  /** A dump creates the tables that an extension keeps beside its own. */
  function dropKept(): void {
    for (const [key, { kind, name }] of created) {
      if (kind !== "table" || !keepers.some((keeper) => isKeptBy(keeper, fold(name)))) continue;
      scratch.exec(`DROP TABLE ${quoteName(name)}`);
      created.delete(key);
    }
  }

  /** An ALTER reads views and triggers too. */
  function afterMending(sql: string, said: string): string | null {
    if (!sqliteSays.errorIn.test(said)) return null;
    const mended = mendCode(scratch, beside, [...created.values()].map(statementOf));
    strings.push(...mended);
    return mended.length > 0 ? sql : null;
  }

  function note(about: About, object: Created): void {
    const key = objectKey({ kind: about.kind, name: object.name });
    if (about.verb === "create") {
      if (!created.has(key)) created.set(key, object);
      return;
    }
    // DROP TABLE and ALTER TABLE also apply to virtual tables.
    const known = [key, objectKey({ kind: "virtual-table", name: object.name })].find((each) => created.has(each));
    const before = known === undefined ? undefined : created.get(known);
    if (known === undefined || before === undefined) return;
    if (about.verb === "drop") created.delete(known);
    if (about.to === null) return;
    created.delete(known);
    created.set(objectKey({ kind: before.kind, name: about.to }), { ...before, name: about.to });
  }
}

/** Whether it comes with a virtual table's module or tokenizer that is not loaded here; a misspelt one does not. */
function isOfExtension({ what, name }: Missing): boolean {
  if (what === "module") return nearest(name, modules) === null;
  return what === "tokenizer" && nearest(name, tokenizers) === null;
}

const tokenizers = ["simple", "porter", "unicode61", "icu", "ascii", "trigram"];

function dotCommand(text: string, first: Token): string | null {
  if (first.text !== "." || (first.start > 0 && text[first.start - 1] !== "\n")) return null;
  return /^\.[a-z]+/i.exec(text.slice(first.start))?.[0] ?? null;
}

/** `CREATE TABLE … AS SELECT`: the columns are those of the query, which need not be run for them. */
function withoutRows(sql: string, tokens: readonly Token[]): string {
  const as = tokens.findIndex((token, n) => n < 8 && token.text.toUpperCase() === "AS");
  const query = tokens[as + 1];
  if (as === -1 || query === undefined || !/^(SELECT|WITH|VALUES)$/i.test(query.text)) return sql;
  if (!/^TABLE$/i.test(tokens[1]?.text ?? "")) return sql;
  const from = query.start - (tokens[0] as Token).start;
  return `${sql.slice(0, from)}SELECT * FROM (${sql.slice(from)}\n) LIMIT 0`;
}

function statementOf({ kind, name, file, start, sql, at }: Created): Statement {
  return { object: { name, at }, kind, name, written: { sql, marks: () => [] }, places: { file, start } };
}

/** SQLite compiles views and triggers only when they are used. Those that others read come first. */
function brokenCode(
  scratch: Scratch,
  beside: OfApplication,
  created: ReadonlyMap<string, Created>,
  about: {
    readonly failing: Set<string>;
    /** The triggers were compiled already. */
    readonly together: boolean;
    readonly strings: ReadAsStrings[];
  },
): readonly Problem[] {
  if (created.size === 0) return [];
  const { failing, together, strings } = about;
  const problems: Problem[] = [];
  const known = knownIn(scratch);
  const code = [...created.values()].map(statementOf);
  const triggers = new Map(
    scratch
      .all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .map(([name, sql]) => [fold(String(name)), String(sql)] as const),
  );
  const ofKind = (kind: About["kind"]) => code.filter((each) => each.kind === kind);
  let mended = false;
  for (const statement of [...inOrder(ofKind("view")), ...(together ? [] : ofKind("trigger"))]) {
    const { kind, name } = statement;
    if (kind !== "view" && kind !== "trigger") continue;
    const why = () => whyBroken(scratch, kind, name, triggers.get(fold(name)));
    let said = why();
    if (said !== null && !mended && sqliteSays.noSuchColumn.test(said)) {
      mended = true;
      strings.push(...mendCode(scratch, beside, code));
      said = why();
    }
    if (said === null) continue;
    if (!followsFrom(statement, failing))
      problems.push(complaint(said, statement, { known, broken: failing, scratch, beside }));
    if (kind === "view") failing.add(fold(name));
  }
  return problems;
}

function whyBroken(scratch: Scratch, kind: "view" | "trigger", name: string, stored: string | undefined) {
  try {
    compileCode(scratch, kind, name, stored);
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.message;
  }
}
