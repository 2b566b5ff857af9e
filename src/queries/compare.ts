import { subject } from "../words/subject.ts";
import type { Row } from "../database/connection.ts";
import { fold, named, sameName } from "../model/names.ts";
import type { Schema } from "../model/schema.ts";
import { significantIn } from "../sql/tokens.ts";
import { changeBehind, changeOfWay, wordsOf } from "./because.ts";
import { concerns, wordsFor } from "./captured.ts";
import { type NameChange, nameChanges, type Renamed } from "./changes.ts";
import { isStatement, makeTemporary } from "./check.ts";
import { columnsDiffer } from "./columns.ts";
import { type Bench, type Compiled, compileQuery, type Ready } from "./compile.ts";
import { placeInSource } from "./complain.ts";
import { failure } from "./failure.ts";
import { type Finding, type Impact, type UnreadQuery, scanMessage } from "./impact.ts";
import { insertOf, leftOut } from "./inserts.ts";
import { tablesOf } from "./names-of.ts";
import type { Collected, Query } from "./query.ts";
import { giveStatistics, planOf, slower, tableBehind, waysOf } from "./ways.ts";

export interface CompareRequest {
  readonly collected: Collected;
  readonly live: Schema;
  readonly goal: Schema;
  readonly renamed: Renamed;
  readonly before: Bench;
  readonly after: Bench;
  /** `sqlite_stat1` of the live database: table, index, counts. */
  readonly statistics: readonly Row[];
  readonly textOf: (file: string) => string;
}

/** Compiles every statement on the live schema and on the one that the plan leads to, and reports what differs. */
export function compareQueries(request: CompareRequest): Omit<Impact, "order"> {
  const { collected, live, goal, renamed, before, after, textOf } = request;
  const changes = nameChanges(live, goal, renamed);
  for (const bench of [before, after]) makeTemporary(collected, bench);
  giveStatistics(before.scratch, request.statistics, { tables: [], columns: [] });
  giveStatistics(after.scratch, request.statistics, renamed);
  const tables = tablesOf(live, before.scratch);
  const found: Finding[] = [];
  const unread: UnreadQuery[] = [];
  let [read, checked, part] = [0, 0, 0];
  for (const query of collected.queries) {
    const was = compileQuery(query, before, collected.runtime);
    const is = was.state === "whole" || was.state === "part" ? null : compileQuery(query, after, collected.runtime);
    const best = is !== null && (is.state === "whole" || is.state === "part") ? is : was;
    if (!isStatement(query, best, tables)) continue;
    read += 1;
    if (best.state === "unread") unread.push({ query, why: best.why });
    else checked += 1;
    if (best.state === "part") part += 1;
    found.push(...effects(query, was, is).filter(({ kind }) => !query.ignored.includes(codes[kind])));
  }
  const of = (kind: Finding["kind"]) => found.filter((each) => each.kind === kind);
  return {
    read,
    checked,
    part,
    unread,
    breaks: of("breaks"),
    captured: of("captured"),
    inserts: of("inserts"),
    columns: of("columns"),
    scans: of("scans"),
    works: of("works"),
  };

  function effects(query: Query, was: Compiled, is: Compiled | null): readonly Finding[] {
    if (was.state === "unread") return [];
    if (was.state === "wrong") {
      if (is?.state !== "whole" && is?.state !== "part") return [];
      const because = is.ready[0] === undefined ? null : newName(is.ready[0].sql.sql, was.complaint.message);
      const at = placeInSource(query, is.ready[0]?.sql ?? was.complaint.sql, null, textOf);
      return [finding("works", query, `compiles after the change (before: ${was.complaint.message})`, because, at)];
    }
    // Among several variants, only the most serious finding of each kind counts, and a variant that fails decides.
    const all = was.ready.flatMap((ready) => effectOf(query, ready));
    const stop = all.find(({ kind }) => kind === "breaks") ?? all.find(({ kind }) => kind === "captured");
    if (stop !== undefined) return [stop];
    return (["inserts", "scans", "columns"] as const).flatMap((kind) => all.find((each) => each.kind === kind) ?? []);
  }

  /** The findings for one variant of a statement: the most serious first. */
  function effectOf(query: Query, ready: Ready): readonly Finding[] {
    if (changes.length === 0) return [];
    const sql = ready.sql.sql;
    const failed = failure(ready, after.scratch);
    if (failed !== null) {
      const change = changeBehind(failed.message, sql, changes);
      const at = placeInSource(query, failed.sql, failed.token, textOf);
      if (failed.asText !== null)
        return [
          finding(
            "captured",
            query,
            `${failed.asText} is read as a string after the change where double quotes may hold one, and fails elsewhere`,
            change,
            at,
          ),
        ];
      return [finding("breaks", query, failed.message, change, at)];
    }
    const words = wordsOf(sql);
    const captured = capturedBy(query, ready, words);
    if (captured !== null) return [captured];
    const concerned = changes.some(
      (each) =>
        words.has(each.table) ||
        (each.goalTable !== null && words.has(each.goalTable)) ||
        words.has(fold(each.names[0])),
    );
    const throughViews = live.views.some(({ name }) => words.has(fold(name)));
    if (!concerned && !throughViews) return [];
    return [...inserted(query, ready), ...otherColumns(query, ready), ...slowed(query, ready)];
  }

  function capturedBy(query: Query, ready: Ready, words: ReadonlySet<string>): Finding | null {
    const sql = ready.sql.sql;
    const swapped = changes.find(
      (each) =>
        each.kind === "table" &&
        each.does === "lost" &&
        words.has(each.table) &&
        named(goal.tables, each.table) !== undefined,
    );
    if (swapped !== undefined && wasTable(sql, swapped.table))
      return finding(
        "captured",
        query,
        `\`${swapped.names[0]}\` is a different table after the change`,
        swapped,
        placeInSource(query, ready.sql, null, textOf),
      );
    for (const change of changes) {
      if (!concerns(change, words) || change.column === null) continue;
      const isLost = change.does === "lost";
      const table = isLost ? change.table : change.goalTable;
      if (table === null) continue;
      const found = wordsFor(sql, table, change.column, isLost ? live : goal);
      const word = found?.[0];
      if (word !== undefined && (isLost || !meantBefore(sql, change)))
        return finding(
          "captured",
          query,
          `\`${word.text}\` means something else after the change`,
          change,
          placeInSource(query, ready.sql, word, textOf),
        );
      if (found === null && correlated(sql, after) > correlated(sql, before))
        return finding(
          "captured",
          query,
          `\`${change.column}\` may mean something else after the change: a subquery depends on the outer rows`,
          change,
          placeInSource(query, ready.sql, null, textOf),
        );
    }
    return null;
  }

  /** A column that replaces one of the same name: what was lost shows what was meant before. */
  function meantBefore(sql: string, change: NameChange): boolean {
    const { table, column } = change;
    if (column === null || named(named(live.tables, table)?.columns ?? [], column) === undefined) return false;
    return (wordsFor(sql, table, column, live)?.length ?? 0) > 0;
  }

  function wasTable(sql: string, table: string): boolean {
    const tokens = significantIn(sql);
    return tokens.some(
      ({ text }, n) =>
        fold(text.replace(/^["`[]|["`\]]$/g, "")) === table &&
        /^(?:FROM|JOIN|INTO|UPDATE|,)$/i.test(tokens[n - 1]?.text ?? ""),
    );
  }

  function inserted(query: Query, ready: Ready): readonly Finding[] {
    const insert = insertOf(ready.sql.sql);
    if (insert === null) return [];
    const missed = new Set(leftOut(insert, live).map(fold));
    const columns = leftOut(insert, goal).filter((column) => !missed.has(fold(column)));
    if (columns.length > 0) {
      const change =
        changes.find(
          (each) => each.goalTable === fold(insert.table) && columns.some((column) => fold(column) === each.column),
        ) ?? null;
      const names = columns.map((column) => `${insert.table}.${column}`).join(", ");
      const message = insert.orIgnore
        ? `INSERT OR IGNORE leaves out ${names}, which needs a value: it loses every row without an error`
        : `the INSERT leaves out ${names}, which needs a value`;
      return [finding("inserts", query, message, change, placeInSource(query, ready.sql, insert.at, textOf))];
    }
    if (insert.columns !== null || insert.defaults) return [];
    const [then, now] = [settable(live, insert.table), settable(goal, insert.table)];
    const renames = renamed.columns.filter(({ table }) => sameName(table, insert.table));
    const mapped = then.map((name) => renames.find(({ from }) => sameName(from, name))?.to ?? name);
    if (mapped.length !== now.length || mapped.every((name, n) => sameName(name, now[n] ?? ""))) return [];
    const change = changes.find((each) => each.goalTable === fold(insert.table)) ?? null;
    return [
      finding(
        "columns",
        query,
        `the INSERT names no columns, and after the change their order is ${now.join(", ")}`,
        change,
        placeInSource(query, ready.sql, insert.at, textOf),
      ),
    ];
  }

  function otherColumns(query: Query, ready: Ready): readonly Finding[] {
    const message = columnsDiffer(ready.sql.sql, before.scratch, after.scratch);
    if (message === null) return [];
    const words = wordsOf(ready.sql.sql);
    const change =
      changes.find(
        (each) =>
          (each.kind === "column" || each.kind === "view") &&
          (words.has(each.table) || words.has(each.goalTable ?? "")),
      ) ??
      changes.find(({ kind }) => kind === "view" || kind === "column") ??
      null;
    return [finding("columns", query, message, change, placeInSource(query, ready.sql, null, textOf))];
  }

  function slowed(query: Query, ready: Ready): readonly Finding[] {
    const sql = ready.sql.sql;
    const [was, is] = [waysOf(sql, before.scratch), waysOf(sql, after.scratch)];
    const [first] = was === null || is === null ? [] : slower(was, is, renamed);
    if (first === undefined) return [];
    const table = tableBehind(first.name, sql, (name) => named(live.tables, name) !== undefined);
    const scan = { table, automatic: first.automatic };
    const at = placeInSource(query, ready.sql, null, textOf);
    return [{ ...finding("scans", query, scanMessage(scan, null), changeOfWay(table, changes), at), scan }];
  }

  function newName(sql: string, message: string): NameChange | null {
    const words = wordsOf(sql);
    const gained = changes.filter(
      (each) => each.does === "gained" && (words.has(each.goalTable ?? "") || words.has(fold(each.names[0]))),
    );
    return gained.find(({ column }) => column !== null && message.includes(column)) ?? gained[0] ?? null;
  }
}

/** The code that silences a finding of each kind. */
const codes: Readonly<Record<Finding["kind"], string>> = {
  breaks: "query-breaks",
  captured: "query-captured",
  inserts: "query-insert",
  columns: "query-columns",
  scans: "query-scan",
  works: "query-works",
};

function finding(
  kind: Finding["kind"],
  query: Query,
  message: string,
  change: NameChange | null,
  at: Finding["at"],
): Finding {
  return {
    kind,
    query,
    message,
    because: change?.text ?? "the schema changes",
    cause: subject(...(change?.names ?? ["schema"])),
    at,
  };
}

/** The number of correlated subqueries. */
function correlated(sql: string, { scratch }: Bench): number {
  return (planOf(sql, scratch) ?? []).filter((line) => line.includes("CORRELATED")).length;
}

function settable(schema: Schema, table: string): readonly string[] {
  return (named(schema.tables, table)?.columns ?? [])
    .filter(({ generated }) => generated === null)
    .map(({ name }) => name);
}
