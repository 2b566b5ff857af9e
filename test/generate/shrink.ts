import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "../../src/plan/plan.ts";
import { drop } from "./drop.ts";
import { isSound } from "./engine.ts";
import { decisionsFor, rowsSql } from "./pair.ts";
import { rowsThatFit } from "./rows.ts";
import type { ColumnSketch, Pair, Sketch, TableSketch } from "./sketch.ts";
import { spell } from "./spell.ts";

/** The smallest pair that still fails, found by removing one thing after the other. */
export async function shrink(pair: Pair, fails: (pair: Pair) => Promise<boolean>): Promise<Pair> {
  let best = pair;
  const attempt = async (edit: (draft: Pair) => void): Promise<boolean> => {
    const draft = structuredClone(best);
    edit(draft);
    if (JSON.stringify(draft) === JSON.stringify(best)) return false;
    if (!isSound(draft.before) || !isSound(draft.after)) return false;
    draft.rows = rowsThatFit(draft.before, draft.rows, draft.orphans);
    if (!(await fails(draft))) return false;
    best = draft;
    return true;
  };
  for (let progress = true, round = 0; progress && round < 6; round++) {
    progress = false;
    for (let size = best.rows.length; size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < best.rows.length; ) {
        if (await attempt((draft) => draft.rows.splice(at, size))) progress = true;
        else at += size;
      }
    }
    for (const edit of reductions(best)) if (await attempt(edit)) progress = true;
  }
  return best;
}

function reductions(pair: Pair): ((draft: Pair) => void)[] {
  const out: ((draft: Pair) => void)[] = [];
  for (const id of idsOf(pair)) {
    out.push((draft) => {
      drop(draft.before, id);
      drop(draft.after, id);
    });
    out.push((draft) => drop(draft.after, id));
  }
  for (const { id } of pair.after.tables) {
    for (const field of [
      "columns",
      "key",
      "uniques",
      "checks",
      "foreignKeys",
      "strict",
      "withoutRowid",
      "name",
    ] as const) {
      out.push((draft) => both(draft, id, (from, to) => Object.assign(to, { [field]: structuredClone(from[field]) })));
    }
    for (const field of ["key", "uniques", "checks", "foreignKeys", "strict", "withoutRowid"] as const) {
      const empty = { key: null, uniques: [], checks: [], foreignKeys: [], strict: false, withoutRowid: false }[field];
      out.push((draft) => each(draft, id, (table) => Object.assign(table, { [field]: empty })));
    }
    out.push((draft) => rename(draft, id, `t${id}`));
  }
  for (const { columns } of [...pair.before.tables, ...pair.after.tables]) {
    for (const { id } of columns) {
      for (const field of ["type", "notNull", "default", "collate", "generated", "name"] as const) {
        out.push((draft) =>
          column(draft, id, (_table, to, from) => from && Object.assign(to, { [field]: from[field] })),
        );
      }
      for (const field of ["notNull", "default", "collate", "generated"] as const) {
        out.push((draft) =>
          column(draft, id, (_table, to, from) => {
            Object.assign(to, { [field]: null });
            if (from) Object.assign(from, { [field]: null });
          }),
        );
      }
      out.push((draft) => rename(draft, id, `c${id}`));
    }
  }
  for (const list of ["indexes", "views", "triggers", "virtuals"] as const) {
    for (const { id } of pair.after[list]) {
      out.push((draft) => {
        const from = (draft.before[list] as { id: number }[]).find((other) => other.id === id);
        const to = (draft.after[list] as { id: number }[]).find((other) => other.id === id);
        if (from && to) Object.assign(to, structuredClone(from));
      });
      out.push((draft) => rename(draft, id, `o${id}`));
    }
  }
  for (const { id, body } of pair.after.triggers) {
    for (let n = 0; n < body.length; n++) {
      out.push((draft) => {
        for (const sketch of [draft.before, draft.after])
          sketch.triggers.find((trigger) => trigger.id === id)?.body.splice(n, 1);
      });
    }
  }
  return out;
}

function idsOf(pair: Pair): number[] {
  const ids = new Set<number>();
  for (const sketch of [pair.before, pair.after]) {
    for (const list of [sketch.tables, sketch.triggers, sketch.views, sketch.indexes, sketch.virtuals]) {
      for (const { id } of list) ids.add(id);
    }
    for (const { columns, checks, uniques, foreignKeys } of sketch.tables) {
      for (const list of [checks, uniques, foreignKeys, columns]) for (const { id } of list) ids.add(id);
    }
  }
  return [...ids];
}

function both(draft: Pair, id: number, edit: (from: TableSketch, to: TableSketch) => void): void {
  const from = draft.before.tables.find((table) => table.id === id);
  const to = draft.after.tables.find((table) => table.id === id);
  if (from && to) edit(from, to);
}

function each(draft: Pair, id: number, edit: (table: TableSketch) => void): void {
  for (const { tables } of [draft.before, draft.after]) for (const table of tables) if (table.id === id) edit(table);
}

function column(
  draft: Pair,
  id: number,
  edit: (table: TableSketch, to: ColumnSketch, from: ColumnSketch | null) => void,
): void {
  const find = (sketch: Sketch) =>
    sketch.tables.flatMap(({ columns }) => columns).find((column) => column.id === id) ?? null;
  const to = find(draft.after);
  const table = draft.after.tables.find(({ columns }) => columns.some((column) => column.id === id));
  if (to && table) edit(table, to, find(draft.before));
}

/** Gives a plain name; one that changed on the way still changes. */
function rename(draft: Pair, id: number, name: string): void {
  const things = [draft.before, draft.after].map((sketch) =>
    [
      ...sketch.tables,
      ...sketch.views,
      ...sketch.triggers,
      ...sketch.indexes,
      ...sketch.tables.flatMap(({ columns }) => columns),
    ].find((thing) => thing.id === id),
  );
  const [from, to] = things;
  const changed = from && to && from.name !== to.name;
  if (from) from.name = name;
  if (to) to.name = changed ? `${name}_new` : name;
}

/** Leaves the case where it can be inspected, and kept as a scenario. */
export function writeScenario(folder: string, pair: Pair, why: string): string {
  mkdirSync(folder, { recursive: true });
  const text = (statements: readonly string[]) => statements.map((statement) => `${statement};\n`).join("");
  writeFileSync(join(folder, "before.sql"), why.replace(/^/gm, "-- ") + "\n" + text(spell(pair.before)));
  writeFileSync(join(folder, "rows.sql"), text(rowsSql(pair)));
  writeFileSync(join(folder, "after.sql"), text(spell(pair.after)));
  writeFileSync(
    join(folder, "flags.txt"),
    decisionsFor(pair)
      .map((decision) => `${flag(decision)}\n`)
      .join(""),
  );
  return folder;
}

function flag(decision: Decision): string {
  switch (decision.kind) {
    case "rename-table":
      return `--rename '${decision.from}:${decision.to}'`;
    case "rename-column":
      return `--rename '${decision.table}.${decision.from}:${decision.table}.${decision.to}'`;
    case "fill":
      return `--fill "${decision.table}.${decision.column}=${decision.sql}"`;
    case "approve":
      return `--approve '${decision.rule}:${decision.object}${decision.rows === null ? "" : `:${decision.rows}`}'`;
  }
}
