import type { Change, TableChange } from "../../diff/change.ts";
import { byName, fold } from "../../model/names.ts";
import type { Index } from "../../model/schema.ts";
import { mentions } from "../../sql/retarget.ts";
import { dropped } from "../pair/dropped.ts";
import type { Method } from "../way/in-place.ts";
import type { Situation } from "../situation.ts";
import { converts } from "../rows/future-rows.ts";

/** Indexes that go, change, stand on values that are stored in another way afterwards, or fell with a rebuilt table. */
export function indexMoves(
  situation: Situation,
  changes: readonly Change[],
  tables: readonly TableChange[],
  methods: ReadonlyMap<TableChange, Method>,
  rebuilt: ReadonlySet<string>,
) {
  const drop = new Map<string, Index>();
  const create = new Map<string, { readonly name: string; readonly text: string }>();
  const goneTables = new Set(
    dropped(changes)
      .filter(({ kind }) => kind === "table")
      .map((object) => fold(object.name)),
  );
  const falls = (index: Index) => rebuilt.has(fold(index.table)) || goneTables.has(fold(index.table));
  for (const change of changes) {
    if (change.kind === "drop" && change.object.kind === "index" && !falls(change.object))
      drop.set(fold(change.object.name), change.object);
    if (change.kind === "create" && change.object.kind === "index") create.set(fold(change.object.name), change.object);
    if (change.kind !== "replace-index") continue;
    if (!falls(change.from)) drop.set(fold(change.from.name), change.from);
    create.set(fold(change.to.name), change.to);
  }
  for (const index of situation.target.indexes) if (rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  for (const index of situation.renamed.ignored) {
    if (index.type === "index" && rebuilt.has(fold(index.table))) create.set(fold(index.name), index);
  }
  for (const change of tables) {
    const method = methods.get(change) as Method;
    if (method.how === "rebuild") continue;
    const rewritten = change.edits.flatMap((edit) =>
      edit.kind === "change-column" &&
      (edit.fields.some((field) => field === "generated" || field === "collate") ||
        converts(change.from, edit.from, change.to, edit.to))
        ? [edit]
        : [],
    );
    if (rewritten.length === 0) continue;
    const generated = change.from.columns.some((column) => column.generated !== null);
    for (const index of situation.renamed.indexes.filter((each) => fold(each.table) === fold(change.from.name))) {
      const named = mentions(index.text);
      if (create.has(fold(index.name)) || drop.has(fold(index.name))) continue;
      if (!generated && !rewritten.some((edit) => named.has(fold(edit.to.name)))) continue;
      drop.set(fold(index.name), index);
      create.set(
        fold(index.name),
        situation.target.indexes.find((each) => fold(each.name) === fold(index.name)) ?? index,
      );
    }
  }
  return { drop: [...drop.values()].sort(byName), create: [...create.values()].sort(byName) };
}
