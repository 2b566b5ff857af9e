import type { RowsDifference } from "../../model/declared-rows.ts";
import { named, sameName } from "../../model/names.ts";
import type { ForeignKey, Schema, Table } from "../../model/schema.ts";
import type { FoundReferring, Item } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { plural } from "../../words/numbers.ts";
import type { RowsLoss } from "./approve.ts";
import type { RowsGround } from "./compare.ts";
import type { RowsAsked } from "./plan-rows.ts";
import { type Condition, countOf, type Referring, referringTo } from "./references.ts";
import { cascadeStep, followStep, keysOf, rowsByKey } from "./steps.ts";

/** A table whose rows are not as declared. */
export interface CascadePart {
  readonly ground: RowsGround;
  readonly difference: RowsDifference;
}

export interface Cascading {
  readonly target: Schema;
  /** Tables that are not managed. Their rows are never touched, but may refer to rows that would go. */
  readonly unmanaged: readonly Table[];
  readonly work: readonly CascadePart[];
  readonly asked: RowsAsked;
  readonly problems: Problem[];
  readonly losses: RowsLoss[];
  /** Where foreign keys stay on, the engine itself carries out their ON UPDATE actions. */
  readonly keysOn: boolean;
  readonly referring: { readonly to: string; readonly found: FoundReferring }[];
}

/** Deeper than any real schema. Rows that delete each other in a circle end earlier, once nothing is left to count. */
const deepest = 30;

/**
 * The actions of foreign keys on other rows when these are deleted, as steps: the plan itself runs with foreign keys
 * off.
 */
export async function cascade({ ground, difference }: CascadePart, all: Cascading): Promise<readonly Item[]> {
  if (difference.extra.length === 0) return [];
  const keys = rowsByKey(ground, keysOf(ground, difference.extra));
  const rows: Condition = () => `(${keys.join(" OR ")})`;
  return below(ground.table, ground.table, rows, [], all);
}

async function below(
  root: Table,
  parent: Table,
  rows: Condition,
  above: readonly string[],
  all: Cascading,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const each of referringTo([...all.target.tables, ...all.unmanaged], parent, rows)) {
    const own = withoutOwn(each, all.work);
    const path = { on: "delete", by: [...above, each.by] } as const;
    const count = await all.asked.referring(root.name, path, (read) => countOf(each.table, [own], read));
    if (typeof count === "string") {
      all.problems.push(notCounted(each, count));
      continue;
    }
    if (count === 0) continue;
    const { onDelete } = each.foreignKey;
    const does = onDelete === "CASCADE" ? "delete" : "update";
    all.referring.push({ to: root.name, found: { ...path, does, rows: count } });
    const acts = onDelete !== "NO ACTION" && onDelete !== "RESTRICT" && !all.unmanaged.includes(each.table);
    if (!acts || path.by.length > deepest) {
      all.problems.push(stillReferred(root, parent, each, count));
      continue;
    }
    const rule = does === "delete" ? "delete-rows" : "overwrite-rows";
    all.losses.push({
      rule,
      object: each.table.name,
      table: each.table,
      rows: [own],
      count,
      because: { root: root.name, by: each.by },
    });
    if (does === "delete") items.push(...(await below(root, each.table, own, path.by, all)));
    items.push(cascadeStep(each, own));
  }
  return items;
}

/** Leaves out rows that their own declarations delete or point elsewhere: the foreign key does not act on them. */
function withoutOwn({ table, foreignKey, rows }: Referring, work: readonly CascadePart[]): Condition {
  const own = work.find(({ ground }) => ground.table === table);
  if (own === undefined) return rows;
  const { ground, difference } = own;
  const places = foreignKey.columns.map((column) => ground.rows.columns.findIndex((each) => sameName(each, column)));
  const moved = difference.changed.filter(({ row, live }) =>
    places.some((place) => place >= 0 && live[place] !== (ground.rows.rows[row]?.values[place] ?? live[place])),
  );
  const keys = keysOf(ground, [...difference.extra, ...moved.map(({ live }) => live)]);
  const conditions = rowsByKey(ground, keys);
  if (conditions.length === 0) return rows;
  return (read) => `${rows(read)} AND NOT (${conditions.map((each) => `ifnull(${each}, 0)`).join(" OR ")})`;
}

/** The actions of foreign keys on other rows when the columns that they refer to get new values. */
export async function follow({ ground, difference }: CascadePart, all: Cascading): Promise<readonly Item[]> {
  const { rows, table } = ground;
  const items: Item[] = [];
  const tables = [...all.target.tables, ...all.unmanaged];
  for (const each of referringTo(tables, table, () => "0")) {
    const keys = keysReferred(each.foreignKey, table);
    const places = keys.map((column) => rows.columns.findIndex((name) => sameName(name, column)));
    // A value that differs only in case is still found if the column's collation ignores case.
    const tells = keys.some((column) => (named(table.columns, column)?.collate ?? null) === null);
    const moved = difference.changed.filter(({ row, live }) =>
      places.some((place) => place >= 0 && rows.rows[row]?.values[place] !== live[place]),
    );
    if (moved.length === 0 || places.includes(-1) || !tells) continue;
    const old = rowsByKey(
      ground,
      keysOf(
        ground,
        moved.map(({ live }) => live),
      ),
    );
    const [referring] = referringTo(tables, table, () => `(${old.join(" OR ")})`).filter(({ by }) => by === each.by);
    if (referring === undefined) continue;
    const own = withoutOwn(referring, all.work);
    const path = { on: "update", by: [each.by] } as const;
    const count = await all.asked.referring(table.name, path, (read) => countOf(each.table, [own], read));
    if (typeof count === "string") all.problems.push(notCounted(each, count));
    if (typeof count === "string" || count === 0) continue;
    all.referring.push({ to: table.name, found: { ...path, does: "update", rows: count } });
    if (each.foreignKey.onUpdate !== "CASCADE" || all.unmanaged.includes(each.table)) {
      all.problems.push(stillReferred(table, table, each, count, "UPDATE"));
      continue;
    }
    const because = { root: table.name, by: each.by };
    all.losses.push({
      rule: "overwrite-rows",
      object: each.table.name,
      table: each.table,
      rows: [own],
      count,
      because,
    });
    if (all.keysOn) continue;
    items.push(
      followStep(
        each,
        moved.map(({ row, live }) => ({
          old: places.map((place) => live[place] ?? "NULL"),
          now: places.map((place) => rows.rows[row]?.values[place] ?? "NULL"),
        })),
      ),
    );
  }
  return items;
}

function keysReferred({ references }: ForeignKey, { primaryKey }: Table): readonly string[] {
  return references.length > 0 ? references : (primaryKey?.terms.map(({ column }) => column) ?? []);
}

function notCounted({ table, by }: Referring, why: string): Problem {
  return {
    code: "question-failed",
    level: "error",
    subject: table.name,
    message: `the rows of ${table.name} that refer to others by ${by} could not be counted`,
    evidence: [why],
    help: ["bring the schema up to date first, and the rows in the next plan"],
  };
}

function stillReferred(
  root: Table,
  parent: Table,
  { table, foreignKey, by }: Referring,
  count: number,
  on: "DELETE" | "UPDATE" = "DELETE",
): Problem {
  return {
    code: "rows-referenced",
    level: "error",
    subject: root.name,
    message:
      on === "DELETE"
        ? `rows of ${parent.name} that are not declared are referenced by ${plural(count, "row")} of ${table.name}`
        : `rows of ${parent.name} get new values in columns that ${plural(count, "row")} of ${table.name} refer to`,
    evidence: [
      `${by} references ${parent.name} ON ${on} ${on === "DELETE" ? foreignKey.onDelete : foreignKey.onUpdate}`,
    ],
    help: [
      on === "DELETE" ? `keep the rows of ${root.name}: declare them` : `keep the values that ${by} refers to`,
      `or change what refers to them first: point ${by} elsewhere, or delete those rows`,
    ],
  };
}
