import { fold, sameName } from "../../src/model/names.ts";
import type { Schema, Table } from "../../src/model/schema.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { isRowItem } from "../../src/plan/row-items.ts";
import { subject } from "../../src/words/subject.ts";
import type { Survival } from "./compare-rows.ts";

/** By name and by the renames that were decided: what exists in both must be the same, except for what was filled. */
export function survivals(before: Schema, after: Schema, plan: Plan): Survival[] {
  const filled = (table: string, column: string) =>
    plan.decisions.some((each) => each.kind === "fill" && sameName(each.table, table) && sameName(each.column, column));
  // Declared rows are left to the plan's own checks.
  const written = new Set(plan.items.filter(isRowItem).map((item) => item.subject));
  return after.tables.flatMap((to) => {
    if (written.has(subject(to.name))) return [];
    const renamed = plan.decisions.find((each) => each.kind === "rename-table" && sameName(each.to, to.name));
    const taken = plan.decisions.some((each) => each.kind === "rename-table" && sameName(each.from, to.name));
    const name = renamed?.kind === "rename-table" ? renamed.from : taken ? null : to.name;
    const from = before.tables.find((table) => name !== null && sameName(table.name, name));
    if (!from) return [];
    const columns = to.columns.flatMap((column) => {
      const rename = plan.decisions.find(
        (each) => each.kind === "rename-column" && sameName(each.table, to.name) && sameName(each.to, column.name),
      );
      const old = rename?.kind === "rename-column" ? rename.from : column.name;
      const was = from.columns.find((each) => sameName(each.name, old));
      return was && !column.generated && !filled(to.name, column.name)
        ? [{ from: was.name, to: column.name, type: column.type }]
        : [];
    });
    return [{ from: from.name, to: to.name, columns, rowid: rowids(from, to), strict: to.strict }];
  });
}

function rowids(from: Table, to: Table): Survival["rowid"] {
  if (from.withoutRowid || to.withoutRowid || (to.primaryKey?.isRowid && !from.primaryKey?.isRowid)) return null;
  const name = (table: Table) => {
    const taken = table.columns.map((column) => fold(column.name));
    return ["rowid", "_rowid_", "oid"].find((each) => !taken.includes(each));
  };
  const [a, b] = [name(from), name(to)];
  return a && b ? { from: a, to: b } : null;
}
