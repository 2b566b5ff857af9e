import type { Change } from "../../diff/change.ts";
import { canonicalPart } from "../../model/canonical.ts";
import { affinity } from "../../model/affinity.ts";
import { fold } from "../../model/names.ts";
import type { Column, Table } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Destruction } from "./destructions.ts";
import { type Situation, fillFor, liveColumn, liveTable } from "../situation.ts";

/** Something new that a dropped thing may have become; what is filled has values of its own. Scores only word the question; they never answer it. */
export interface Candidate {
  readonly name: string;
  readonly flag: string;
  readonly declaration: string;
  readonly evidence: readonly string[];
}

export function candidatesFor(situation: Situation, changes: readonly Change[], gone: Destruction): Candidate[] {
  if (gone.rule === "drop-column") return columns(situation, changes, gone);
  return gone.rule === "drop-table" ? tables(situation, changes, gone) : [];
}

function columns(situation: Situation, changes: readonly Change[], gone: Destruction): Candidate[] {
  for (const change of changes) {
    if (change.kind !== "change-table") continue;
    const live = liveTable(situation, change.to.name);
    const edit = change.edits.find(
      (each) =>
        each.kind === "drop-column" &&
        live !== null &&
        subject(live.name, liveColumn(situation, change.to.name, each.column.name)) === gone.object,
    );
    if (edit?.kind !== "drop-column") continue;
    const was = liveColumn(situation, change.to.name, edit.column.name);
    const added = change.edits.flatMap((each) =>
      each.kind === "add-column" &&
      each.column.generated === null &&
      fillFor(situation, change.to.name, each.column.name) === null
        ? [each.column]
        : [],
    );
    return best(
      added.map((column) => ({ column, evidence: alike(change.from, edit.column, change.to, column) })),
      (column) => ({
        name: subject(change.to.name, column.name),
        flag: `${subject(change.to.name, was)}:${subject(change.to.name, column.name)}`,
        declaration: `.was(${JSON.stringify(was)})`,
      }),
    );
  }
  return [];
}

function best(
  scored: readonly { column: Column; evidence: string[] }[],
  of: (column: Column) => Omit<Candidate, "evidence">,
): Candidate[] {
  return scored
    .filter(({ evidence }) => evidence.length > 0)
    .sort((a, b) => b.evidence.length - a.evidence.length)
    .slice(0, 3)
    .map(({ column, evidence }) => ({ ...of(column), evidence }));
}

function alike(before: Table, old: Column, after: Table, fresh: Column): string[] {
  const position = (table: Table, column: Column) => table.columns.findIndex((each) => each.name === column.name);
  const standing = [
    ...(position(before, old) === position(after, fresh) ? ["the same place in the table"] : []),
    ...(fold(fresh.name).includes(fold(old.name)) || fold(old.name).includes(fold(fresh.name))
      ? ["a similar name"]
      : []),
  ];
  // Somebody may have changed the type along with the name.
  if (affinity(old.type) !== affinity(fresh.type)) return standing;
  const nullable = fresh.notNull === null ? "both may be NULL" : "both NOT NULL";
  const type =
    old.type === fresh.type
      ? `the same type ${fresh.type || "(none)"}`
      : `types that store alike (${old.type}, ${fresh.type})`;
  return [type, ...standing, ...((old.notNull === null) === (fresh.notNull === null) ? [nullable] : [])];
}

function tables(situation: Situation, changes: readonly Change[], gone: Destruction): Candidate[] {
  const liveName = (name: string) => liveTable(situation, name)?.name ?? name;
  const old = changes
    .flatMap((change) => (change.kind === "drop" && change.object.kind === "table" ? [change.object] : []))
    .find(({ name }) => subject(liveName(name)) === gone.object);
  if (old === undefined) return [];
  const was = liveName(old.name);
  const names = new Set(old.columns.map((column) => canonicalPart(column)));
  return changes
    .flatMap((change) => (change.kind === "create" && change.object.kind === "table" ? [change.object] : []))
    .map((table) => ({ table, shared: table.columns.filter((column) => names.has(canonicalPart(column))).length }))
    .filter(({ table, shared }) => shared > 0 && shared * 2 >= Math.max(table.columns.length, old.columns.length))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3)
    .map(({ table, shared }) => ({
      name: subject(table.name),
      flag: `${subject(was)}:${subject(table.name)}`,
      declaration: `{ was: ${JSON.stringify(was)} }`,
      evidence: [`${shared} of ${table.columns.length} columns are the same`],
    }));
}
