import { edits, changes as kinds, type TableChange } from "../diff/change.ts";
import { fold, named } from "../model/names.ts";
import type { Column, ForeignKey, PrimaryKey, SchemaObject } from "../model/schema.ts";
import { subject } from "../words/subject.ts";
import type { Counts, Explained, Explanation } from "../plan/explanation.ts";
import { isKind } from "../plan/kinds.ts";
import type { Hazard, Item } from "../plan/plan.ts";
import { plural } from "../words/numbers.ts";
import { unreachable } from "../problem/problem.ts";
import { readRequote } from "../sql/requote.ts";
import { onOneLine } from "../sql/fragment.ts";
import { mentions } from "../sql/mentions.ts";
import { tokenize } from "../sql/tokens.ts";
import { columnOrders } from "./column-order.ts";
import type { ChangedColumn, Dropped, PairedEdit } from "./pair/changes.ts";
import { rowidFacts } from "./pair/rowids.ts";
import { liveColumnName } from "./pair/table-pair.ts";
import { askRows, askUnconverted } from "./rows/ask.ts";
import type { Situation } from "./situation.ts";
import { howRecreated } from "./way/virtual.ts";
import { type PlannedChange, type PlannedTable, plannedTables } from "./way/way.ts";

type Told = Pick<Situation, "live" | "broken" | "target" | "renames" | "facts">;

/** The explanation of a plan, computed from the same values as the plan itself. */
export function explain(
  situation: Told,
  changes: readonly PlannedChange[],
  looks: readonly TableChange[],
  hazards: readonly Hazard[],
): Explanation {
  const entries = changes.flatMap((change) => explainChange(situation, change, hazards));
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
    ...entries,
  ];
  return {
    changes: all,
    hazards,
    kept: [...situation.live.opaque, ...situation.live.ignored].map(({ name, why }) => ({ name, why })),
    ...columnOrders(situation.target, looks, plannedTables(changes)),
    counts: count(all),
  };
}

/** Definitions that the plan rewrites, because no ALTER can parse them. */
export function explainRequotes(items: readonly Item[]): Explained[] {
  return items.flatMap((item) => {
    const found = item.kind === "step" && item.step === "requote" ? readRequote(item.sql) : null;
    if (found === null) return [];
    const object = isKind(objects, found.type) ? found.type : "table";
    return [
      entry("~", object, item.subject, "strings in double quotes are rewritten in single quotes", [
        "it means the same",
      ]),
    ];
  });
}

const objects = { table: true, index: true, view: true, trigger: true };

function entry(
  mark: Explained["mark"],
  object: Explained["object"],
  on: string,
  what: string,
  facts: readonly string[] = [],
): Explained {
  return { mark, object, subject: on, what, facts, why: null, rows: null, children: [] };
}

function explainChange(situation: Told, change: PlannedChange, hazards: readonly Hazard[]): Explained[] {
  switch (change.kind) {
    case "create":
      return [
        on(
          change.object,
          entry(kinds.create.mark, change.object.kind, subject(change.object.name), described(change.object)),
        ),
      ];
    case "drop":
      return [explainDrop(situation, change, hazards)];
    case "replace-index":
    case "replace-view":
    case "replace-trigger": {
      const why = situation.broken.get(change.from);
      const fact = why === undefined ? "" : `, for ${why}`;
      return [replaced(change, "its definition changes", `dropped and created again${fact}`)];
    }
    case "replace-virtual-table":
      return [replaced(change, "its options change", howRecreated(change.from, change.to))];
    case "change-table":
      return [explainTable(situation, change, hazards)];
    default:
      return unreachable(change);
  }
}

function replaced(
  { kind, to }: Extract<PlannedChange, { readonly kind: `replace-${string}` }>,
  what: string,
  fact: string,
): Explained {
  return on(to, entry(kinds[kind].mark, kinds[kind].object, subject(to.name), what, [fact]));
}

/** What depends on a table is listed beside it. */
function on(object: SchemaObject, entry: Explained): Explained {
  return object.kind === "index" || object.kind === "trigger" ? { ...entry, table: subject(object.table) } : entry;
}

function explainDrop(situation: Told, { object, live }: Dropped, hazards: readonly Hazard[]): Explained {
  const hazard = hazards.find((each) => fold(each.object) === fold(subject(live)));
  // A comparison of two schemas asks nothing and has no hazards.
  const unsaid = situation.facts.size === 0 ? [] : ["it is dropped together with what it depends on"];
  const facts = [...(hazard === undefined ? unsaid : [hazard.message]), ...leftNaming(situation, object.kind, live)];
  return on(object, entry(kinds.drop.mark, object.kind, subject(live), described(asItIs(situation, object)), facts));
}

/** An index of a table that makes room for another belongs to the table under its current name. */
function asItIs(situation: Told, object: SchemaObject): SchemaObject {
  return object.kind === "index" ? { ...object, table: liveName(situation, object.table) } : object;
}

/** A table that only makes room for another still has its old name. */
function liveName(situation: Told, table: string): string {
  return situation.renames.tables.find(({ to, goes }) => goes && fold(to) === fold(table))?.from ?? table;
}

/** Unmanaged views and triggers are left alone, even if what they read is dropped. */
function leftNaming({ live }: Told, kind: SchemaObject["kind"], name: string): string[] {
  if (kind !== "table" && kind !== "virtual-table" && kind !== "view") return [];
  return [...live.opaque, ...live.ignored]
    .filter((each) => (each.type === "view" || each.type === "trigger") && mentions(each.text).has(fold(name)))
    .map((each) => `${each.type} ${subject(each.name)} refers to it, and is left as it is`);
}

function explainTable(situation: Told, change: PlannedTable, hazards: readonly Hazard[]): Explained {
  const { name: table, live, way } = change;
  const fact = situation.facts.get(askRows(live.name).key);
  const rows = fact?.known ? fact.count : null;
  const children = [
    ...situation.renames.columns
      .filter(({ table, goes }) => !goes && fold(table) === fold(change.name))
      .map((rename) => entry(">", "column", subject(rename.from), `→ ${subject(rename.to)}`, ["its values are kept"])),
    ...change.edits.map((edit) => explainEdit(situation, change, edit, hazards)),
  ];
  const name = live.name === table ? subject(table) : `${subject(live.name)} → ${subject(table)}`;
  if (way.how === "in-place")
    return { ...entry("~", "table", name, "changes in place"), table: subject(table), rows, children };
  const { live: before, target } = situation;
  // What is new has an entry of its own.
  const standing = [
    ...target.indexes.filter(({ name }) => named(before.indexes, name) !== undefined),
    ...target.triggers.filter(({ name }) => named(before.triggers, name) !== undefined),
  ].filter((object) => fold(object.table) === fold(table));
  const facts =
    standing.length === 0
      ? []
      : [`${standing.map((object) => `${object.kind} ${subject(object.name)}`).join(", ")} created again`];
  const what = rows === null ? "rebuild" : `rebuild: ${plural(rows, "row")} copied and compared`;
  return { ...entry("#", "table", name, what, facts), table: subject(table), why: way.why.join("; "), rows, children };
}

function explainEdit(situation: Told, change: PlannedTable, edit: PairedEdit, hazards: readonly Hazard[]): Explained {
  switch (edit.kind) {
    case "add-column": {
      const { name, to, fill } = edit.column;
      const facts = fill === null ? [] : [`existing rows get ${fill.sql}`];
      return drawn(edit, subject(name), clauses(to), facts);
    }
    case "drop-column": {
      const { live, from } = edit.column;
      const unheld = situation.facts.size === 0 ? [] : ["no row holds a value in it"];
      const hazard = hazards.find(
        (each) => each.kind === "drop-column" && fold(each.object) === fold(subject(change.live.name, live)),
      );
      return drawn(edit, subject(live), clauses(from), hazard === undefined ? unheld : [hazard.message]);
    }
    case "change-column": {
      const { name, from, to, fill } = edit.column;
      const filled = fill?.rows === "all" ? "existing rows" : "rows that hold NULL";
      const facts = [...(fill === null ? [] : [`${filled} get ${fill.sql}`]), ...unconverted(situation, change, edit)];
      return drawn(edit, subject(name), `${clauses(from)} → ${clauses(to)}`, facts);
    }
    case "change-key": {
      const mark = edit.from === null ? "+" : edit.to === null ? "-" : "~";
      const what = `${key(edit.from)} → ${key(edit.to)}`;
      return entry(mark, edits[edit.kind].object, "PRIMARY KEY", what, edit.to?.isRowid ? rowidFacts(change) : []);
    }
    case "add-unique":
      return drawn(edit, "UNIQUE", `(${edit.unique.terms.map(({ column }) => column).join(", ")})`);
    case "drop-unique":
      return drawn(
        edit,
        "UNIQUE",
        `(${edit.unique.terms.map(({ column }) => liveColumnName(change, column)).join(", ")})`,
      );
    case "add-check":
    case "drop-check":
      return drawn(edit, "CHECK", `(${edit.check.expr.text})`);
    case "add-foreign-key":
      return drawn(edit, "FOREIGN KEY", reference(edit.foreignKey, edit.foreignKey.table));
    case "drop-foreign-key":
      return drawn(edit, "FOREIGN KEY", reference(edit.foreignKey, liveName(situation, edit.foreignKey.table)));
    case "change-option": {
      const facts = edit.option === "withoutRowid" ? rowidFacts(change) : [];
      return entry(edit.to ? "+" : "-", edits[edit.kind].object, options[edit.option], "", facts);
    }
    default:
      return unreachable(edit);
  }
}

function unconverted({ facts }: Told, change: PlannedTable, { column }: ChangedColumn): string[] {
  const question = column.converts && !change.to.strict ? askUnconverted(change, column) : null;
  const fact = question === null ? undefined : facts.get(question.key);
  if (!fact?.known || fact.count === 0) return [];
  return [`${plural(fact.count, "value")} ${fact.count === 1 ? "stays as it is" : "stay as they are"}`];
}

function drawn(
  { kind }: { readonly kind: Exclude<PairedEdit["kind"], "change-key" | "change-option"> },
  on: string,
  what: string,
  facts: readonly string[] = [],
): Explained {
  return entry(edits[kind].mark, edits[kind].object, on, what, facts);
}

const options = { strict: "STRICT", withoutRowid: "WITHOUT ROWID", randomRowid: "RANDOM ROWID" } as const;

function key(primaryKey: PrimaryKey | null): string {
  if (primaryKey === null) return "none";
  const terms = primaryKey.terms.map((term) => term.column).join(", ");
  return `(${terms})${primaryKey.autoincrement ? " AUTOINCREMENT" : ""}`;
}

function reference({ columns, references, onDelete }: ForeignKey, table: string): string {
  const action = onDelete === "NO ACTION" ? "" : ` ON DELETE ${onDelete}`;
  return `(${columns.join(", ")}) → ${table} (${references.join(", ")})${action}`;
}

/** A column's clauses as they are written, without its name and without comments. */
function clauses({ text }: Column): string {
  const name = tokenize(text)[0]?.text ?? "";
  return onOneLine(text.slice(name.length)) || "no type";
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
