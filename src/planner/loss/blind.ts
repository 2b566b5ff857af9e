import { fold, sameName } from "../../model/names.ts";
import type { Opaque } from "../../model/schema.ts";
import { subject } from "../../words/subject.ts";
import type { Problem } from "../../problem/problem.ts";
import { nameInConfig } from "../../words/name-in-config.ts";
import { mentions } from "../../sql/mentions.ts";
import { reasonWords } from "../../words/reason.ts";
import { type PairedChange, changedTables, dropped } from "../pair/changes.ts";
import { type Pairs, liveName } from "../pair/pair-tables.ts";
import type { Schemas } from "../situation.ts";

/** A name that no longer exists after the plan. Without a column, it is the name of a table or view. */
interface Gone {
  readonly table: string;
  readonly column: string | null;
  /** Whether the triggers on it go with it. */
  readonly drops: boolean;
}

/**
 * Some code compiles only in the program that made it, because it uses a function, a collation or a module of that
 * program. Our engine cannot apply a rename to it, or see that it reads something that is dropped. It would fail there
 * without being noticed here.
 */
export function blindCode(schemas: Schemas, pairs: Pairs, changes: readonly PairedChange[]): Problem[] {
  const elsewhere = schemas.live.opaque.filter(isOfAnApplication);
  const stuck = onRenamed(schemas);
  if (elsewhere.length === 0) return stuck;
  const gone = namesGone(schemas, pairs, changes);
  const blind = elsewhere.flatMap((each) => {
    const names = mentions(each.text);
    const lost = gone.find(
      ({ table, column, drops }) =>
        names.has(fold(table)) &&
        (column === null
          ? !(drops && each.type === "trigger" && sameName(each.table, table))
          : names.has(fold(column))),
    );
    return lost === undefined
      ? []
      : [inTheWay(each, subject(lost.table, ...(lost.column === null ? [] : [lost.column])))];
  });
  return [...blind, ...stuck];
}

/** A broken trigger is created again as it was, which takes a table of the name in its text. */
function onRenamed({ live, renames }: Schemas): Problem[] {
  return live.opaque.flatMap((each): Problem[] => {
    if (each.type !== "trigger" || each.why.kind !== "broken" || each.why.missing !== null) return [];
    const renamed = renames.tables.find(({ from, to }) => sameName(from, each.table) && !sameName(from, to));
    if (renamed === undefined) return [];
    return [
      {
        code: "opaque-in-the-way",
        level: "error",
        subject: each.name,
        message: `trigger ${each.name} is on ${subject(renamed.from)}, which this plan renames`,
        evidence: [reasonWords(each.why), ...each.text.split("\n").slice(0, 4)],
        why: "SQLite cannot apply the rename to a trigger that does not compile",
        help: ["declare it as it is meant to be", `or drop it: --approve drop-trigger:${subject(each.name)}`],
      },
    ];
  });
}

function isOfAnApplication({ type, why }: Opaque): boolean {
  if (type === "virtual-table") return true;
  const code = type === "view" || type === "trigger";
  return code && why.kind === "broken" && why.missing !== null;
}

function namesGone({ renames }: Schemas, pairs: Pairs, changes: readonly PairedChange[]): Gone[] {
  return [
    ...renames.tables
      .filter(({ from, to }) => !sameName(from, to))
      .map(({ from }) => ({ table: from, column: null, drops: false })),
    ...renames.columns
      .filter(({ from, to }) => !sameName(from, to))
      .map(({ table, from }) => ({ table: liveName(pairs, table), column: from, drops: false })),
    ...dropped(changes)
      .filter(({ object: { kind } }) => kind === "table" || kind === "view" || kind === "virtual-table")
      .map(({ live }) => ({ table: live, column: null, drops: true })),
    ...changedTables(changes).flatMap(({ live, leaving }) =>
      leaving.map((column) => ({ table: live.name, column: column.live, drops: false })),
    ),
  ];
}

function inTheWay(each: Opaque, lost: string): Problem {
  const missing = each.why.kind === "broken" ? each.why.missing : null;
  return {
    code: "opaque-in-the-way",
    level: "error",
    subject: each.name,
    message: `${each.type.replace("-", " ")} ${each.name} refers to ${lost}, which this plan renames or drops, and would fail`,
    evidence: [reasonWords(each.why), ...each.text.split("\n").slice(0, 4)],
    why: "it works only in the program that made it: it does not compile here, so the change cannot be applied to it",
    help: [
      ...(missing === null ? [] : nameInConfig(missing.what, missing.name)),
      "drop it with that program, plan and apply, and create it again with the new names",
    ],
  };
}
