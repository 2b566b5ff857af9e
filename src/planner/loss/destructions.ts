import type { Change, TableChange } from "../../diff/change.ts";
import { fold } from "../../model/names.ts";
import type { Index, SchemaObject, Table, VirtualTable } from "../../model/schema.ts";
import { subject } from "../../plan/directive.ts";
import type { Question } from "../../plan/facts.ts";
import { type HazardKind, hazards } from "../../plan/kinds.ts";
import { mentions } from "../../sql/retarget.ts";
import { significant, tokenize, unquote } from "../../sql/tokens.ts";
import { askRows, askValues } from "../rows/ask.ts";
import { fillOf } from "../pair/fill.ts";
import { type Situation, findColumn, liveColumn, liveTable } from "../situation.ts";
import { content, losesContent } from "../steps/virtual.ts";

/** Something of the live database that a plan would end. */
export interface Destruction {
  readonly rule: HazardKind;
  readonly object: string;
  /** How many rows hold what is lost; null where rows are not the measure. */
  readonly rows: Question | null;
  readonly what: string;
}

/** Everything that goes for good, but for what goes with its table: that is covered by the table's approval. */
export function destructions(situation: Situation, changes: readonly Change[]): Destruction[] {
  const gone = changes.flatMap((change) =>
    change.kind === "drop" && change.object.kind === "table" ? [change.object.name] : [],
  );
  // Indexes are called as after the renames, triggers as before.
  const goneTables = {
    renamed: new Set(gone.map(fold)),
    live: new Set(gone.map((name) => fold(liveTable(situation, name)?.name ?? name))),
  };
  return changes.flatMap((change): Destruction[] => {
    if (change.kind === "drop") return dropped(situation, changes, change.object, goneTables);
    if (change.kind === "replace-virtual-table")
      return losesContent(change.from, change.to) ? [virtualTable(change.from)] : [];
    if (change.kind !== "change-table") return [];
    const live = liveTable(situation, change.to.name);
    if (live === null) return [];
    return [
      ...overwritten(situation, change, live),
      ...change.edits.flatMap((edit): Destruction[] => {
        if (edit.kind !== "drop-column" || edit.column.generated !== null) return [];
        const name = liveColumn(situation, change.to.name, edit.column.name);
        const object = subject(live.name, name);
        return [{ rule: "drop-column", object, rows: askValues(live, name), what: `column ${object}` }];
      }),
    ];
  });
}

/** A fill that does not name the column it fills puts new values in the place of those that are there. */
function overwritten(situation: Situation, change: TableChange, live: Table): Destruction[] {
  return change.to.columns.flatMap((column): Destruction[] => {
    const fill =
      findColumn(change.from, column.name) === undefined ? null : fillOf(situation, change.from, change.to, column);
    if (fill?.rows !== "all" || mentions(fill.sql).has(fold(column.name))) return [];
    const name = liveColumn(situation, change.to.name, column.name);
    const object = subject(live.name, name);
    return [{ rule: "lossy-convert", object, rows: askValues(live, name), what: `what ${object} holds` }];
  });
}

function dropped(
  situation: Situation,
  changes: readonly Change[],
  object: SchemaObject,
  gone: { readonly renamed: ReadonlySet<string>; readonly live: ReadonlySet<string> },
): Destruction[] {
  const name = subject(object.name);
  switch (object.kind) {
    case "table": {
      const live = liveTable(situation, object.name)?.name ?? object.name;
      return [{ rule: "drop-table", object: subject(live), rows: askRows(live), what: `table ${subject(live)}` }];
    }
    case "virtual-table":
      return [virtualTable(object)];
    case "index":
      return gone.renamed.has(fold(object.table)) || losesColumn(changes, object)
        ? []
        : [{ rule: "drop-index", object: name, rows: null, what: `index ${name}` }];
    case "trigger":
      return gone.live.has(fold(object.table))
        ? []
        : [{ rule: "drop-trigger", object: name, rows: null, what: `trigger ${name}` }];
    case "view":
      return [{ rule: "drop-view", object: name, rows: null, what: `view ${name}` }];
  }
}

function virtualTable(object: VirtualTable): Destruction {
  const name = subject(object.name);
  const rows = content(object).kind === "own" ? askRows(object.name) : null;
  return { rule: "drop-virtual-table", object: name, rows, what: `virtual table ${name}` };
}

/** An index cannot outlive a column that it is made of. A text that only reads like the column's name is no column. */
function losesColumn(changes: readonly Change[], index: Index): boolean {
  const named = new Set(
    significant(tokenize(index.text))
      .filter((token) => token.kind === "word" || token.kind === "name")
      .map((token) => fold(unquote(token.text))),
  );
  return changes.some(
    (change) =>
      change.kind === "change-table" &&
      fold(change.to.name) === fold(index.table) &&
      change.edits.some((edit) => edit.kind === "drop-column" && named.has(fold(edit.column.name))),
  );
}

/** What goes with all its rows, and not only with what they hold in one place. */
export function isWhole({ rule }: Pick<Destruction, "rule">): boolean {
  return hazards[rule].takes === "object";
}
