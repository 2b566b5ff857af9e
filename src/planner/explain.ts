import type { Change, Edit, TableChange } from "../diff/change.ts";
import { fold } from "../model/names.ts";
import type { Column, SchemaObject } from "../model/schema.ts";
import { subject } from "../plan/directive.ts";
import type { Counts, Explained, Explanation } from "../plan/explanation.ts";
import type { Hazard } from "../plan/plan.ts";
import { plural } from "../plan/words.ts";
import { unreachable } from "../problem/problem.ts";
import { mentions } from "../sql/retarget.ts";
import { askRows } from "./rows/ask.ts";
import type { Method } from "./way/in-place.ts";
import { fillOf } from "./pair/fill.ts";
import { rowidFacts } from "./pair/rowids.ts";
import { type Situation, fillFor, liveColumn, liveTable } from "./situation.ts";
import { madeAnew } from "./steps/virtual.ts";

/** What a person is told, from the same values that the plan is made of. */
export function explain(
  situation: Situation,
  changes: readonly Change[],
  methods: ReadonlyMap<TableChange, Method>,
  hazards: readonly Hazard[],
): Explanation {
  const told = changes.flatMap((change) => explainChange(situation, change, methods, hazards));
  const changed = new Set(changes.flatMap((change) => (change.kind === "change-table" ? [fold(change.to.name)] : [])));
  const renamed = situation.renames.tables.filter(({ to, goes }) => !goes && !changed.has(fold(to)));
  const columns = situation.renames.columns.filter(({ table, goes }) => !goes && !changed.has(fold(table)));
  const all: Explained[] = [
    ...renamed.map((rename) =>
      entry(">", "table", subject(rename.from), `→ ${subject(rename.to)}`, ["its rows are kept"]),
    ),
    ...columns.map((rename) =>
      entry(">", "column", subject(rename.table, rename.from), `→ ${subject(rename.to)}`, ["its values are kept"]),
    ),
    ...told,
  ];
  return {
    changes: all,
    hazards,
    kept: [...situation.live.opaque, ...situation.live.ignored].map(({ name, why }) => ({
      name,
      why: why === "ignored" ? "ignored by the configuration" : why,
    })),
    cosmetic: changes.flatMap((change) =>
      change.kind === "change-table" && change.reordered && !situation.columnOrder
        ? [`the columns of ${subject(change.to.name)} stand in another order`]
        : [],
    ),
    counts: count(all),
  };
}

function entry(
  mark: Explained["mark"],
  object: Explained["object"],
  on: string,
  what: string,
  facts: readonly string[] = [],
): Explained {
  return { mark, object, subject: on, what, facts, why: null, rows: null, children: [] };
}

function explainChange(
  situation: Situation,
  change: Change,
  methods: ReadonlyMap<TableChange, Method>,
  hazards: readonly Hazard[],
): Explained[] {
  switch (change.kind) {
    case "create":
      return [entry("+", change.object.kind, subject(change.object.name), described(change.object))];
    case "drop": {
      const { object } = change;
      const name = object.kind === "table" ? liveName(situation, object.name) : object.name;
      const hazard = hazards.find((each) => fold(each.object) === fold(subject(name)));
      // A comparison of two schemas asks nothing, and has no hazards either.
      const unsaid = situation.facts.size === 0 ? [] : ["it goes with what it stands on"];
      return [
        entry("-", object.kind, subject(name), described(asItIs(situation, object)), [
          ...(hazard === undefined ? unsaid : [hazard.message]),
          ...leftNaming(situation, object.kind, name),
        ]),
      ];
    }
    case "replace-index":
    case "replace-view":
    case "replace-trigger":
      return [
        entry("~", change.to.kind, subject(change.to.name), "its definition changes", ["dropped and created again"]),
      ];
    case "replace-virtual-table":
      return [
        entry("#", "virtual-table", subject(change.to.name), "its options change", [madeAnew(change.from, change.to)]),
      ];
    case "change-table":
      return explainTable(situation, change, methods.get(change), hazards);
    default:
      return unreachable(change);
  }
}

/** An index of a table that makes room for another stands on the table as it is called now. */
function asItIs(situation: Situation, object: SchemaObject): SchemaObject {
  return object.kind === "index" ? { ...object, table: liveName(situation, object.table) } : object;
}

/** What only makes room for another is called as it was. */
function liveName(situation: Situation, table: string): string {
  return situation.renames.tables.find(({ to, goes }) => goes && fold(to) === fold(table))?.from ?? table;
}

/** Nobody's views and triggers are left alone, also where what they read goes. */
function leftNaming({ live }: Situation, kind: SchemaObject["kind"], name: string): string[] {
  if (kind !== "table" && kind !== "virtual-table" && kind !== "view") return [];
  return [...live.opaque, ...live.ignored]
    .filter((each) => (each.type === "view" || each.type === "trigger") && mentions(each.text).has(fold(name)))
    .map((each) => `${each.type} ${subject(each.name)} names it, and stays as it is`);
}

function explainTable(
  situation: Situation,
  change: TableChange,
  method: Method | undefined,
  hazards: readonly Hazard[],
): Explained[] {
  if (method === undefined) return [];
  const live = liveTable(situation, change.to.name);
  const fact = live === null ? undefined : situation.facts.get(askRows(live.name).key);
  const rows = fact?.known ? fact.count : null;
  const children = [
    ...situation.renames.columns
      .filter(({ table, goes }) => !goes && fold(table) === fold(change.to.name))
      .map((rename) => entry(">", "column", subject(rename.from), `→ ${subject(rename.to)}`, ["its values are kept"])),
    ...change.edits.map((edit) => explainEdit(situation, change, edit, hazards)),
  ];
  const renamed = live !== null && live.name !== change.to.name;
  const name = renamed ? `${subject(live.name)} → ${subject(change.to.name)}` : subject(change.to.name);
  if (method.how === "in-place") return [{ ...entry("~", "table", name, "changes in place"), rows, children }];
  const standing = [...situation.target.indexes, ...situation.target.triggers].filter(
    (object) => fold(object.table) === fold(change.to.name),
  );
  const facts =
    standing.length === 0
      ? []
      : [`${standing.map((object) => `${object.kind} ${subject(object.name)}`).join(", ")} created again`];
  return [
    {
      ...entry(
        "#",
        "table",
        name,
        rows === null ? "rebuild" : `rebuild: ${plural(rows, "row")} copied and compared`,
        facts,
      ),
      why: method.why.join("; "),
      rows,
      children,
    },
  ];
}

function explainEdit(situation: Situation, change: TableChange, edit: Edit, hazards: readonly Hazard[]): Explained {
  const table = change.to.name;
  switch (edit.kind) {
    case "add-column": {
      const fill = fillFor(situation, table, edit.column.name);
      return entry(
        "+",
        "column",
        subject(edit.column.name),
        clauses(edit.column),
        fill === null ? [] : [`existing rows get ${fill}`],
      );
    }
    case "drop-column": {
      const live = liveTable(situation, table);
      const name = liveColumn(situation, table, edit.column.name);
      const unheld = situation.facts.size === 0 ? [] : ["no row holds a value in it"];
      const hazard = hazards.find(
        (each) => each.kind === "drop-column" && live !== null && fold(each.object) === fold(subject(live.name, name)),
      );
      return entry(
        "-",
        "column",
        subject(name),
        clauses(edit.column),
        hazard === undefined ? unheld : [hazard.message],
      );
    }
    case "change-column": {
      const fill = fillOf(situation, change.from, change.to, edit.to);
      return entry(
        "~",
        "column",
        subject(edit.to.name),
        `${clauses(edit.from)} → ${clauses(edit.to)}`,
        fill === null ? [] : [`${fill.rows === "all" ? "existing rows" : "rows that hold NULL"} get ${fill.sql}`],
      );
    }
    case "change-key":
      return entry(
        edit.from === null ? "+" : edit.to === null ? "-" : "~",
        "constraint",
        "PRIMARY KEY",
        [edit.from, edit.to]
          .map((key) =>
            key === null
              ? "none"
              : `(${key.terms.map((term) => term.column).join(", ")})${key.autoincrement ? " AUTOINCREMENT" : ""}`,
          )
          .join(" → "),
        edit.to?.isRowid ? rowidFacts(situation, change) : [],
      );
    case "add-unique":
    case "drop-unique":
      return entry(
        edit.kind === "add-unique" ? "+" : "-",
        "constraint",
        "UNIQUE",
        `(${edit.unique.terms.map(({ column }) => (edit.kind === "add-unique" ? column : liveColumn(situation, table, column))).join(", ")})`,
      );
    case "add-check":
    case "drop-check":
      return entry(edit.kind === "add-check" ? "+" : "-", "constraint", "CHECK", `(${edit.check.expr.text})`);
    case "add-foreign-key":
    case "drop-foreign-key":
      return entry(
        edit.kind === "add-foreign-key" ? "+" : "-",
        "constraint",
        "FOREIGN KEY",
        `(${edit.foreignKey.columns.join(", ")}) → ${edit.kind === "drop-foreign-key" ? liveName(situation, edit.foreignKey.table) : edit.foreignKey.table} (${edit.foreignKey.references.join(", ")})${edit.foreignKey.onDelete === "NO ACTION" ? "" : ` ON DELETE ${edit.foreignKey.onDelete}`}`,
      );
    case "change-option":
      return entry(
        edit.to ? "+" : "-",
        "constraint",
        { strict: "STRICT", withoutRowid: "WITHOUT ROWID", randomRowid: "RANDOM ROWID" }[edit.option],
        "",
        edit.option === "withoutRowid" ? rowidFacts(situation, change) : [],
      );
    default:
      return unreachable(edit);
  }
}

function clauses(column: Column): string {
  return (
    column.text
      .replace(/--[^\n]*/g, "")
      .replace(/\s+/g, " ")
      .replace(/^("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|\S+)\s*/, "") || "no type"
  );
}

function described(object: SchemaObject): string {
  switch (object.kind) {
    case "table":
      return plural(object.columns.length, "column");
    case "index":
      return `${object.unique ? "UNIQUE " : ""}ON ${subject(object.table)} (${object.terms.map((term) => term.column ?? term.expr?.text).join(", ")})${object.where === null ? "" : ` WHERE ${object.where.text}`}`;
    case "view":
      return "";
    case "trigger":
      return `on ${subject(object.table)}`;
    case "virtual-table":
      return `${object.module}(${object.args.join(", ")})`;
  }
}

function count(changes: readonly Explained[]): Counts {
  const flat = changes.flatMap((change) => [change, ...change.children]);
  const marked = (mark: string) => flat.filter((each) => each.mark === mark).length;
  return { added: marked("+"), changed: marked("~"), renamed: marked(">"), rebuilt: marked("#"), dropped: marked("-") };
}
