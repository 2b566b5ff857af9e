import { shellWord } from "../../words/shell.ts";
import { type DeclaredRows, rowsDigest } from "../../model/declared-rows.ts";
import { lotsOf } from "../../model/lots.ts";
import { fold, named, sameName } from "../../model/names.ts";
import { parentsFirst } from "../../model/needs-first.ts";
import type { Schema, Table } from "../../model/schema.ts";
import type { Decision, Item } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { nameList, quoteName } from "../../sql/quote.ts";
import { valuesAs } from "../../sql/value.ts";
import { subject } from "../../words/subject.ts";
import { plural } from "../../words/numbers.ts";
import { step } from "../steps/item.ts";
import { askExtra, differs, type RowsGround, groundOf, nameFor, sameKey } from "./compare.ts";
import type { RowsRule } from "./approve.ts";
import { type Condition, type Referring, referringTo } from "./references.ts";
import { cascadeStep, insertSteps, rowChecks, verb } from "./steps.ts";

export interface UnseenRows {
  readonly items: readonly Item[];
  readonly used: readonly Decision[];
  readonly problems: readonly Problem[];
}

/**
 * Declared rows in databases on other people's machines. Nobody can ask what is there, so each statement itself says
 * which rows it applies to. What the release out there declares in the same way is left alone.
 */
export function unseenRows(target: Schema, base: Schema, decisions: readonly Decision[]): UnseenRows {
  const used: Decision[] = [];
  const problems: Problem[] = [];
  const items: { readonly ground: RowsGround; readonly steps: readonly Item[]; readonly deletes: readonly Item[] }[] =
    [];
  const approved = (rule: RowsRule, table: string, because: Because | null = null): void => {
    const decision = decisions.find(
      (made) => made.kind === "approve" && made.rule === rule && fold(made.object) === fold(subject(table)),
    );
    if (decision !== undefined && !used.includes(decision)) used.push(decision);
    if (decision?.kind !== "approve" || decision.rows !== Number.POSITIVE_INFINITY)
      problems.push(unapproved(rule, subject(table), because));
  };
  for (const rows of target.rows ?? []) {
    const table = named(target.tables, rows.table);
    if (table === undefined || isDeclaredAlike(rows, base)) continue;
    const ground = groundOf(rows, target, table);
    const isThere = named(base.tables, table.name) !== undefined;
    if (!isThere) {
      items.push({ ground, steps: insertSteps(ground, [...rows.rows.keys()]), deletes: [] });
      continue;
    }
    if (rows.mode !== "once") approved("overwrite-rows", table.name);
    if (rows.mode === "exactly") approved("delete-rows", table.name);
    const lost = below(ground, target, base);
    for (const { rule, by } of lost.losses) approved(rule, by.table.name, { by: by.by, root: table.name });
    problems.push(...lost.problems);
    items.push({ ground, steps: written(ground), deletes: [...lost.steps, ...deleted(ground)] });
  }
  const order = parentsFirst(items.map(({ ground }) => ground.table));
  const sorted = order.flatMap((table) => items.filter(({ ground }) => ground.table === table));
  return {
    items: [
      ...[...sorted].reverse().flatMap(({ deletes }) => deletes),
      ...sorted.flatMap(({ steps }) => steps),
      ...sorted.flatMap(({ ground }) => rowChecks(ground).map(({ item }) => item)),
    ],
    used,
    problems,
  };
}

/** The rows were declared the same in that release, so a row that differs was changed on purpose. */
function isDeclaredAlike(rows: DeclaredRows, base: Schema): boolean {
  const then = base.rows?.find(({ table }) => sameName(table, rows.table));
  return then !== undefined && then.mode === rows.mode && rowsDigest([then]) === rowsDigest([rows]);
}

/** Rows whose key is missing are inserted; existing rows that differ are updated. */
function written(ground: RowsGround): Item[] {
  const { rows, table } = ground;
  const own = nameFor(ground);
  const name = subject(table.name);
  return lotsOf(rows, rows.rows.keys()).flatMap(({ columns, members }): Item[] => {
    const value = (member: number, column: number) => rows.rows[member]?.values[column] ?? "NULL";
    const names = columns.map((column) => `c${column}`);
    const values = valuesAs(
      own,
      names,
      members.map((member) => columns.map((column) => value(member, column))),
    );
    const given = (column: number) => `${quoteName(own)}.${quoteName(`c${column}`)}`;
    const into = nameList(columns.map((column) => rows.columns[column] ?? ""));
    const there = `EXISTS (SELECT 1 FROM ${quoteName(table.name)} WHERE ${sameKey(ground, given)})`;
    const insert = `${values} ${verb("INSERT", table)} INTO ${quoteName(table.name)} (${into})
SELECT ${columns.map(given).join(", ")} FROM ${quoteName(own)} WHERE NOT ${there}`;
    const inserted = step("insert-rows", name, insert, `those of ${plural(members.length, "row")} that are missing`);
    if (rows.mode === "once") return [inserted];
    const set = columns.map((column) => `${quoteName(rows.columns[column] ?? "")} = ${given(column)}`).join(", ");
    const update = `${values} ${verb("UPDATE", table)} ${quoteName(table.name)} SET ${set}
FROM ${quoteName(own)} WHERE ${sameKey(ground, given)} AND (${differs(ground, given, columns)})`;
    return [step("update-rows", name, update, `those of ${plural(members.length, "row")} that differ`), inserted];
  });
}

/** Where no rows other than these are allowed. */
function deleted(ground: RowsGround): Item[] {
  const extra = askExtra(ground);
  if (extra === null) return [];
  const { table } = ground;
  const sql = `DELETE FROM ${quoteName(table.name)} WHERE ${extra.condition}`;
  return [step("delete-rows", subject(table.name), sql, "rows that are not declared")];
}

interface Below {
  readonly steps: readonly Item[];
  readonly losses: readonly { readonly rule: RowsRule; readonly by: Referring }[];
  readonly problems: readonly Problem[];
}

/** What the foreign keys say of rows that refer to those that are deleted: a release runs with foreign keys off. */
function below(ground: RowsGround, target: Schema, base: Schema): Below {
  const { table, rows } = ground;
  const extra = askExtra(ground);
  const all = { steps: [] as Item[], losses: [] as Below["losses"][number][], problems: [] as Problem[] };
  const visit = (parent: Table, gone: Condition, path: readonly string[]): void => {
    for (const each of referringTo(target.tables, parent, gone)) {
      const { table: child, foreignKey } = each;
      // A new table has no rows, and of one whose rows are all declared the others are deleted anyway.
      const declared = target.rows?.find(({ table: name }) => sameName(name, child.name));
      if (named(base.tables, child.name) === undefined || (declared?.mode === "exactly" && child !== table)) continue;
      const { onDelete } = foreignKey;
      if (onDelete === "NO ACTION" || onDelete === "RESTRICT" || path.includes(fold(child.name))) {
        all.problems.push(stillReferred(rows.table, each));
        continue;
      }
      const others = declared && askExtra(groundOf({ ...declared, mode: "exactly" }, target, child));
      const own: Condition = (read) => `${each.rows(read)}${others ? ` AND (${others.condition})` : ""}`;
      all.losses.push({ rule: onDelete === "CASCADE" ? "delete-rows" : "overwrite-rows", by: each });
      if (onDelete === "CASCADE") visit(child, own, [...path, fold(child.name)]);
      all.steps.push(cascadeStep(each, own));
    }
  };
  if (extra !== null) visit(table, () => extra.condition, [fold(table.name)]);
  return all;
}

function stillReferred(root: string, { table, foreignKey, by }: Referring): Problem {
  return {
    code: "rows-referenced",
    level: "error",
    subject: root,
    message: `rows of ${root} that are not declared would be deleted, and rows of ${table.name} may refer to them`,
    evidence: [`${by} references ${foreignKey.table} ON DELETE ${foreignKey.onDelete}`],
    help: [
      'to keep them, declare the rows with { mode: "at least" }',
      ...(foreignKey.onDelete === "NO ACTION" || foreignKey.onDelete === "RESTRICT"
        ? [`or say what happens to rows of ${table.name}: ON DELETE CASCADE or SET NULL`]
        : []),
    ],
  };
}

interface Because {
  readonly by: string;
  readonly root: string;
}

function unapproved(rule: RowsRule, table: string, because: Because | null): Problem {
  const deletes = rule === "delete-rows";
  const approval = `${rule}:${table}:any`;
  return {
    code: "approval-needed",
    level: "error",
    subject: table,
    message:
      because !== null
        ? `rows of ${table} would be ${deletes ? "deleted" : "overwritten"}, on every machine`
        : deletes
          ? `rows of ${table} that are not declared would be deleted, on every machine`
          : `rows of ${table} that hold other values than the declared ones would be overwritten, on every machine`,
    ...(because !== null && {
      why: `rows of ${because.root} that are not declared would be deleted, and ${because.by} refers to them`,
    }),
    help: [
      because !== null
        ? `to keep them, declare the rows of ${because.root} with { mode: "at least" }`
        : deletes
          ? 'to keep them, declare the rows with { mode: "at least" }'
          : 'to keep what is there, declare the rows with { mode: "once" }',
      `to ${deletes ? "delete" : "overwrite"} them: --approve ${shellWord(approval)}`,
    ],
    decision: {
      code: "approval-needed",
      subject: table,
      evidence: [],
      answers: [{ means: deletes ? "delete them" : "overwrite them", flags: ["--approve", approval] }],
    },
  };
}
