import type { Names, ReferenceActions, Target } from "../../vocabulary/declaration.ts";
import { bareName } from "../../sql/bare-name.ts";
import { parentOf } from "./declared-names.ts";
import type { Pen } from "./pen.ts";

/** The part of a foreign key that column and table constraints share. */
export function writeReferences(
  pen: Pen,
  target: Target,
  actions: ReferenceActions,
  names: Names,
  owner: string,
  node: object,
): void {
  const parent = parentOf(target, owner, names, node);
  pen.put(`REFERENCES ${bareName(parent.table)}`);
  if (parent.columns.length > 0) pen.put(` (${parent.columns.map(bareName).join(", ")})`);
  if (actions.onDelete !== null) pen.put(` ON DELETE ${actions.onDelete.toUpperCase()}`);
  if (actions.onUpdate !== null) pen.put(` ON UPDATE ${actions.onUpdate.toUpperCase()}`);
  if (actions.match !== null) pen.put(` MATCH ${matchName(actions.match)}`);
  if (actions.deferrable !== null) pen.put(` ${actions.deferrable.toUpperCase()}`);
}

/** FULL is a keyword that the grammar accepts here as a name. */
function matchName(name: string): string {
  return name.toUpperCase() === "FULL" ? name : bareName(name);
}
