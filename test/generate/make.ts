import { openScratch } from "../../src/database/scratch.ts";
import { createIn, tryTrigger, tryView } from "./engine.ts";
import { giveVirtual, makeIndex, makeTrigger, makeView } from "./make-objects.ts";
import { giveForeignKey, type Make, makeTable } from "./make-table.ts";
import type { Random } from "./random.ts";
import { nextId, type Sketch, type TableSketch } from "./sketch.ts";
import { spellParts } from "./spell.ts";

const emptySketch = (): Sketch => ({ tables: [], indexes: [], views: [], triggers: [], virtuals: [] });

export function maker(random: Random, ...sketches: readonly Sketch[]): Make {
  let next = nextId(...sketches);
  return { random, id: () => next++ };
}

/** A schema that the engine accepts, views and triggers included. What it refuses is left out piece by piece. */
export function makeSketch(random: Random, size = 3): Sketch {
  const scratch = openScratch();
  const sketch = emptySketch();
  const make = maker(random);
  const attempt = (edit: (draft: Sketch) => void): void => {
    const part = emptySketch();
    const whole: Sketch = { ...sketch };
    edit(part);
    for (const kind of ["tables", "indexes", "views", "triggers", "virtuals"] as const) {
      Object.assign(whole, { [kind]: [...sketch[kind], ...part[kind]] });
    }
    try {
      scratch.exec("SAVEPOINT one");
      createIn(scratch, spellParts(whole, part));
      for (const view of part.views) tryView(scratch, view);
      for (const trigger of part.triggers) tryTrigger(scratch, whole, trigger);
      scratch.exec("RELEASE one");
      Object.assign(sketch, whole);
    } catch {
      scratch.exec("ROLLBACK TO one; RELEASE one");
    }
  };
  const count = 1 + random.below(size);
  const drafts: TableSketch[] = [];
  for (let i = 0; i < count; i++)
    drafts.push(
      makeTable(
        make,
        drafts.map(({ name }) => name),
      ),
    );
  for (let i = random.below(4); i > 0; i--) giveForeignKey(make, random.pick(drafts), random.pick(drafts));
  for (const table of drafts) attempt((draft) => draft.tables.push(table));
  // Without its parent a child could not be written, although SQLite itself would not mind: start again.
  if (sketch.tables.length < drafts.length) {
    scratch.close();
    return makeSketch(random, size);
  }
  const seen: Sketch = sketch;
  for (let i = random.below(4); i > 0; i--) {
    const table = random.any(seen.tables);
    if (table) attempt((draft) => draft.indexes.push(makeIndex(make, seen, table)));
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => draft.views.push(...[makeView(make, seen)].filter((view) => view !== null)));
  }
  for (let i = random.below(4); i > 0; i--) {
    attempt((draft) => draft.triggers.push(...[makeTrigger(make, seen)].filter((trigger) => trigger !== null)));
  }
  if (random.chance(0.25)) {
    attempt((draft) => {
      const whole = { ...seen, virtuals: [...seen.virtuals], triggers: [...seen.triggers] };
      giveVirtual(make, whole);
      draft.virtuals = whole.virtuals.slice(seen.virtuals.length);
      draft.triggers = whole.triggers.slice(seen.triggers.length);
    });
  }
  scratch.close();
  return sketch;
}
