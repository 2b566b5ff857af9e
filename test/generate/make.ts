import { giveVirtual, makeIndex, makeTrigger, makeView, takenNames } from "./make-objects.ts";
import { giveForeignKey, type Make, makeTable } from "./make-table.ts";
import { isSound } from "./engine.ts";
import { Random } from "./random.ts";
import type { Sketch } from "./sketch.ts";

/** A schema that the engine accepts, views and triggers included. What it refuses is left out piece by piece. */
export function makeSketch(random: Random, size = 3): Sketch {
  let last = 0;
  const make: Make = { random, id: () => ++last };
  let sketch: Sketch = { tables: [], indexes: [], views: [], triggers: [], virtuals: [] };
  const attempt = (edit: (draft: Sketch) => void): void => {
    const draft = structuredClone(sketch);
    edit(draft);
    if (isSound(draft)) sketch = draft;
  };
  for (let i = 1 + random.below(size); i > 0; i--) {
    attempt((draft) => draft.tables.push(makeTable(make, takenNames(draft))));
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => {
      const table = random.any(draft.tables);
      const parent = random.any(draft.tables);
      if (table && parent) giveForeignKey(make, table, parent);
    });
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => {
      const table = random.any(draft.tables);
      if (table) draft.indexes.push(makeIndex(make, draft, table));
    });
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => {
      const view = makeView(make, draft);
      if (view) draft.views.push(view);
    });
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => {
      const trigger = makeTrigger(make, draft);
      if (trigger) draft.triggers.push(trigger);
    });
  }
  if (random.chance(0.25)) attempt((draft) => giveVirtual(make, draft));
  return sketch;
}
