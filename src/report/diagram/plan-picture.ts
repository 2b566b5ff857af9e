import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Diagram } from "./diagram.ts";
import { diagramOfChange } from "./diagram-change.ts";
import { type Layout, layOut } from "./layout.ts";

/** The picture of a change, for the page of a plan. */
export interface Picture {
  readonly diagram: Diagram;
  readonly layout: Layout;
  /** Objects that are not drawn, because neither they nor their neighbours change. */
  readonly left: number;
}

/** Up to this many objects, the whole schema is drawn; in a larger one the change would be hard to find. */
const mostInWhole = 24;

export async function planPicture(before: Schema, after: Schema, decisions: readonly Decision[]): Promise<Picture> {
  const whole = diagramOfChange(before, after, decisions);
  const diagram = whole.entities.length > mostInWhole ? narrowed(whole) : whole;
  return { diagram, layout: await layOut(diagram), left: whole.entities.length - diagram.entities.length };
}

/** What changes, and its neighbours; for a table that everything refers to, only the neighbours that change. */
export function narrowed(diagram: Diagram): Diagram {
  const keep = changedAndNear(diagram);
  const place = new Map(keep.map((old, at) => [old, at]));
  return {
    compares: diagram.compares,
    entities: keep.flatMap((at) => diagram.entities[at] ?? []),
    relations: diagram.relations.flatMap((relation) => {
      const [child, parent] = [place.get(relation.child), place.get(relation.parent)];
      return child === undefined || parent === undefined ? [] : [{ ...relation, child, parent }];
    }),
  };
}

/** Indexes into the diagram, in its order. */
export function changedAndNear(diagram: Diagram): readonly number[] {
  const changed = new Set(diagram.entities.flatMap((entity, at) => (entity.mark === null ? [] : [at])));
  for (const { mark, child, parent } of diagram.relations) if (mark !== null) changed.add(child).add(parent);
  const near = new Set(changed);
  for (const at of changed) {
    const joined = diagram.relations.filter((one) => one.child === at || one.parent === at);
    const parents = joined.filter((one) => one.child === at).map((one) => one.parent);
    const children = joined.filter((one) => one.parent === at).map((one) => one.child);
    for (const other of [...parents, ...(children.length > 8 ? [] : children)]) near.add(other);
  }
  return [...near].sort((a, b) => a - b);
}
