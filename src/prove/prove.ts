import { leavingAlone } from "../model/beside.ts";
import { EngineError, type Scratch } from "../database/connection.ts";
import { refusal } from "../database/runs.ts";
import { overForeignKeys } from "../database/foreign-keys.ts";
import { needsTheApplication } from "../introspect/compiles.ts";
import { introspectScratch } from "../introspect/introspect.ts";
import { fingerprintLike } from "../model/fingerprint.ts";
import { fold, sameName } from "../model/names.ts";
import type { Schema, VirtualTable } from "../model/schema.ts";
import { shellWord } from "../words/shell.ts";
import { subject } from "../words/subject.ts";
import { engines } from "../plan/engines.ts";
import { type StepKind, steps } from "../plan/kinds.ts";
import { isRowItem } from "../plan/row-items.ts";
import type { Item, Plan, PlanCheck } from "../plan/plan.ts";
import { type Problem, unreachable } from "../problem/problem.ts";
import { lacks } from "../sql/lacks.ts";
import { sqliteSays } from "../sql/messages.ts";
import { copySchema } from "./copy.ts";
import { schemaDifferences } from "../model/schema-differences.ts";
import { fillCopy, notAsDeclared, orphanedRows, refusedRow } from "./declared-rows/on-copy.ts";
import { contentUnread, unreadContents } from "./full-text.ts";
import { brokenCode } from "./broken-code.ts";
import type { Proof } from "./proof.ts";
import { isRequote } from "./steps.ts";
import { unproven } from "./unproven.ts";
import { stoppedBy, unreadable } from "./unreadable.ts";

/**
 * Runs a plan on a copy of the schema that it starts from and checks the result. If there are no problems, it is
 * proven.
 */
export function prove({ plan, base, target, claims, beside, rows }: Proof): readonly Problem[] {
  const copied = rows?.copied ?? [];
  const keysOn = engines[plan.engine].foreignKeys === "on";
  const { scratch, notCopied, halfRead } = copySchema(base, (scratch) => fillCopy(scratch, copied));
  const unreadBefore = new Set(unreadContents(scratch, base).map(({ table }) => fold(table.name)));
  const stopped = notCopied.find(({ kind }) => kind !== "virtual-table");
  if (stopped !== undefined && plan.items.some((item) => item.kind === "step" && steps[item.step].rereadsSchema)) {
    scratch.close();
    return [unreadable(stopped)];
  }
  try {
    // An engine that cannot switch foreign keys off runs these same statements with them on.
    if (keysOn) scratch.exec("PRAGMA foreign_keys = ON");
    scratch.exec("BEGIN");
    for (const item of plan.items) {
      if (isRequote(item)) continue;
      // Without the rows there is nothing to try a row step on.
      if (rows === null ? isRowItem(item) : rows.left.has(item)) continue;
      // Only some of the rows that others refer to are here.
      if (rows !== null && item.kind === "check" && item.check === "foreign-keys") continue;
      const trouble = refusal(() => (item.kind === "step" ? scratch.exec(item.sql) : checkEmpty(scratch, item)));
      const cause = trouble === null ? null : stoppedBy(halfRead, trouble);
      if (cause !== null) return [cause];
      if (trouble !== null && needsTheApplication(trouble, beside)) return [onlyInApplication(item, trouble)];
      if (trouble !== null && rows !== null && isRowItem(item)) {
        if (item.kind === "check") return [notAsDeclared(item, trouble, target, rows)];
        const refused = refusedRow(scratch, item, trouble, target, rows);
        if (refused.length > 0) return refused;
      }
      if (trouble !== null && item.kind === "step" && item.step === "data") return [repairFails(item, trouble)];
      const index = filledBy(item, target);
      if (trouble !== null && keysOn && isAboutKeys(trouble)) return [outOfOrder(item, trouble)];
      if (trouble !== null && isFilling(item) && sqliteSays.noSuchTable.test(trouble))
        return [filledTooLate(item, trouble)];
      if (trouble !== null && index !== undefined) return [contentUnread({ table: index, why: trouble })];
      if (trouble !== null)
        return [
          unproven(
            item.subject,
            `\`${item.kind} ${item.kind === "step" ? item.step : item.check}\` fails: ${trouble}`,
            [item.sql],
          ),
        ];
    }
    const orphaned = rows === null ? [] : orphanedRows(scratch, target, rows);
    if (orphaned.length > 0) return orphaned;
    const again = claims ? worksAgain(introspectScratch(scratch, beside), base, target) : [];
    if (again.length > 0) return again;
    const broken = brokenCode(scratch, target, beside, keysOn);
    if (broken.length > 0) return broken;
    // An index over nothing but new tables is as it was declared: there are no existing rows for it to find. For the
    // older modules, SQLite's own checks report such an index as damaged.
    const made = createdAlone(plan);
    const isAsDeclared = ({ module, name }: VirtualTable) => module === "fts5" && made.has(subject(name));
    const unread = unreadContents(scratch, target).filter(
      ({ table }) => !unreadBefore.has(fold(table.name)) && !isAsDeclared(table),
    );
    if (unread.length > 0) return unread.map(contentUnread);
    // What did not compile before may compile now; it is still not managed.
    const after = introspectScratch(
      scratch,
      leavingAlone(
        beside,
        base.opaque.map(({ name }) => name),
      ),
    );
    const reached =
      fingerprintLike(plan.target, after) === fingerprintLike(plan.target, target) &&
      sameOthers(base, after, new Set(notCopied.map(({ name }) => fold(name))));
    return reached
      ? []
      : [unproven("the result", "the result is not what is declared", schemaDifferences(after, target))];
  } finally {
    scratch.close();
  }
}

/**
 * What is not declared stays unmanaged, even if a plan happens to repair it. But afterwards it could not be told apart
 * from what is declared, so a plan may not do that.
 */
function worksAgain(after: Schema, base: Schema, target: Schema): Problem[] {
  const declared = new Set([...target.views, ...target.triggers].map(({ name }) => fold(name)));
  return [...after.views, ...after.triggers]
    .filter(({ name }) => !declared.has(fold(name)) && base.opaque.some((each) => sameName(each.name, name)))
    .map(({ kind, name }) => ({
      code: "opaque-in-the-way",
      level: "error",
      subject: name,
      message: `${kind} ${name} does not compile today, would work after this plan, and is not declared`,
      help: [
        `declare it, or approve that it is dropped: --approve ${shellWord(`drop-${kind}:${subject(name)}`)} --because "…"`,
      ],
    }));
}

/** The virtual tables that are created and not filled. */
function createdAlone({ items }: Plan): ReadonlySet<string> {
  const of = (kind: StepKind) =>
    items.flatMap((item) => (item.kind === "step" && item.step === kind ? [item.subject] : []));
  const filled = of("fill-virtual-table");
  return new Set(of("create-virtual-table").filter((name) => !filled.includes(name)));
}

function onlyInApplication({ subject, sql }: Item, trouble: string): Problem {
  const missing = lacks(trouble);
  return {
    code: "only-in-application",
    level: "error",
    subject,
    message: `${subject} cannot be written here: it needs the ${missing?.what} ${missing?.name}, which only the application has`,
    evidence: [shortened(sql)],
    why: "SQLite computes an index, a CHECK and a generated column when it writes them or their rows",
    help: ["make this change with the application's own connection, as it is declared; then plan again"],
  };
}

function shortened(sql: string): string {
  return sql.length > 200 ? `${sql.slice(0, 200)}…` : sql;
}

/** A reference to a key, or a table, that does not exist. */
function isAboutKeys(trouble: string): boolean {
  return sqliteSays.foreignKeyMismatch.test(trouble) || sqliteSays.noSuchTable.test(trouble);
}

/** With foreign keys on, no row can be written while the key that it refers to does not exist, or not yet. */
function outOfOrder({ subject, sql }: Item, trouble: string): Problem {
  return {
    code: "engine-reference-order",
    level: "error",
    subject,
    message: `${subject} cannot be written while the key that it refers to does not exist, and foreign keys cannot be switched off`,
    evidence: [trouble, shortened(sql)],
    help: [
      "make the change in two plans: first the key or the reference alone, and the rest in the next",
      "a reference to a key that does not exist has to be fixed first",
    ],
  };
}

function isFilling(item: Item): boolean {
  return item.kind === "step" && (item.step === "fill" || item.step === "rebuild-copy");
}

/** A view that would be in the way is dropped before the rows are filled, and so is a virtual table that goes. */
function filledTooLate({ subject, sql }: Item, trouble: string): Problem {
  return {
    code: "fill-too-late",
    level: "error",
    subject,
    message: `the values that existing rows of ${subject} get read what is no longer there when they are filled`,
    evidence: [trouble, shortened(sql)],
    help: ["read the tables instead of a view, or fill the column in a plan of its own first"],
  };
}

/** Written by a person, for rows that nobody here has. */
function repairFails({ subject, note, sql }: Item, trouble: string): Problem {
  return {
    code: "repair-fails",
    level: "error",
    subject,
    message: `${note ?? "the statement"}: SQLite cannot run it`,
    evidence: [trouble, sql.length > 200 ? `${sql.slice(0, 200)}…` : sql],
    help: ["name tables and columns as they are called after the renames, dropped ones included"],
  };
}

/** The full-text index that a step rebuilds. */
function filledBy(item: Item, { virtualTables }: Schema): VirtualTable | undefined {
  if (item.kind !== "step" || item.step !== "fill-virtual-table") return undefined;
  return virtualTables.find(({ name }) => subject(name) === item.subject);
}

/** On a copy without rows a count is zero, so only a statement that does not run at all can fail. */
function checkEmpty(scratch: Scratch, check: PlanCheck): void {
  const rows =
    check.sql === "PRAGMA foreign_key_check"
      ? overForeignKeys(
          (sql, args) => scratch.all(sql, ...args),
          (source) => `SELECT * FROM ${source}`,
        )
      : scratch.all(check.sql);
  // A copy without rows cannot answer what people ask of rows: it only shows that the question can be asked.
  if (check.check === "edit") return;
  const first = Number(rows[0]?.[0] ?? 0);
  switch (check.expect.kind) {
    case "equal":
      if (first !== check.expect.value) throw new EngineError("CHECK", `it finds ${first}`);
      return;
    case "most":
      if (first > check.expect.value) throw new EngineError("CHECK", `it finds ${first}`);
      return;
    case "empty":
    case "no-worse":
      if (rows.length > 0) throw new EngineError("CHECK", `it finds ${rows.length} rows`);
      return;
    default:
      unreachable(check.expect);
  }
}

/** Checks that everything ignored or not understood still exists. */
function sameOthers(base: Schema, after: Schema, left: ReadonlySet<string>): boolean {
  const names = (schema: Schema) =>
    [...schema.opaque, ...schema.ignored]
      .map(({ type, name }) => `${type} ${fold(name)}`)
      .filter((name) => !left.has(name.split(" ")[1] as string));
  const there = new Set(names(after));
  return names(base).every((name) => there.has(name));
}
