import { drop } from "./drop.ts";
import { isSound } from "./engine.ts";
import { maker } from "./make.ts";
import { giveVirtual, makeIndex, makeTrigger, makeView, takenNames } from "./make-objects.ts";
import { giveForeignKey, makeTable, type Make } from "./make-table.ts";
import { tableEdits } from "./mutate-table.ts";
import { freshName } from "./names.ts";
import type { Random } from "./random.ts";
import type { Sketch } from "./sketch.ts";

export type Edit = (make: Make, sketch: Sketch) => void;

const objectEdits: Record<string, Edit> = {
  "add table": (make, sketch) => {
    const table = makeTable(make, takenNames(sketch));
    sketch.tables.push(table);
    if (make.random.chance(0.5)) giveForeignKey(make, table, make.random.pick(sketch.tables));
  },
  "drop table": ({ random }, sketch) => {
    if (sketch.tables.length > 1) drop(sketch, random.pick(sketch.tables).id);
  },
  "rename table": ({ random }, sketch) => {
    const table = random.pick(sketch.tables);
    table.name = freshName(random, takenNames(sketch));
  },
  "change the case of a table": ({ random }, sketch) => {
    const table = random.pick(sketch.tables);
    table.name = table.name === table.name.toUpperCase() ? table.name.toLowerCase() : table.name.toUpperCase();
  },
  "swap tables": ({ random }, sketch) => {
    const [a, b] = random.some(sketch.tables, 2);
    if (a && b) [a.name, b.name] = [b.name, a.name];
  },
  "reorder tables": ({ random }, sketch) => {
    sketch.tables = random.shuffle(sketch.tables);
  },
  "add index": (make, sketch) => {
    sketch.indexes.push(makeIndex(make, sketch, make.random.pick(sketch.tables)));
  },
  "drop index": ({ random }, sketch) => remove(random, sketch.indexes),
  "rename index": ({ random }, sketch) => rename(random, sketch, sketch.indexes),
  "change index": (make, sketch) => {
    const index = make.random.any(sketch.indexes);
    const table = sketch.tables.find(({ id }) => id === index?.table);
    if (index && table) Object.assign(index, { ...makeIndex(make, sketch, table), id: index.id, name: index.name });
  },
  "add view": (make, sketch) => {
    const view = makeView(make, sketch);
    if (view) sketch.views.push(view);
  },
  "drop view": ({ random }, sketch) => {
    const view = random.any(sketch.views);
    if (view) drop(sketch, view.id);
  },
  "rename view": ({ random }, sketch) => rename(random, sketch, sketch.views),
  "change view": ({ random }, sketch) => {
    const view = random.any(sketch.views);
    if (view && !/LIMIT|GROUP|UNION|WHERE|WITH/.test(view.body)) view.body += " WHERE 1 = 1";
  },
  "rename view column": ({ random }, sketch) => {
    const view = random.any(sketch.views);
    if (view) rename(random, { ...sketch, tables: [] }, view.columns);
  },
  "add trigger": (make, sketch) => {
    const trigger = makeTrigger(make, sketch);
    if (trigger) sketch.triggers.push(trigger);
  },
  "drop trigger": ({ random }, sketch) => remove(random, sketch.triggers),
  "change trigger": ({ random }, sketch) => {
    random.any(sketch.triggers)?.body.push("SELECT 'another; END'");
  },
  "add virtual table": (make, sketch) => giveVirtual(make, sketch),
  "drop virtual table": ({ random }, sketch) => {
    const virtual = random.any(sketch.virtuals);
    if (virtual) drop(sketch, virtual.id);
  },
  "change virtual table": ({ random }, sketch) => {
    const virtual = random.any(sketch.virtuals.filter(({ module }) => module === "fts5"));
    if (virtual && !virtual.args.some((arg) => arg.startsWith("tokenize"))) virtual.args.push("tokenize = 'porter'");
  },
};

function remove(random: Random, list: { id: number }[]): void {
  if (list.length > 0) list.splice(random.below(list.length), 1);
}

function rename(random: Random, sketch: Sketch, list: { id: number; name: string }[]): void {
  const one = random.any(list);
  if (one) one.name = freshName(random, [...takenNames(sketch), ...list.map(({ name }) => name)]);
}

export interface Mutated {
  readonly sketch: Sketch;
  /** What was done, for whoever reads a failure. */
  readonly edits: readonly string[];
}

/** The schema after some edits. An edit that the engine would not accept is not made. */
export function mutate(before: Sketch, random: Random, count: number): Mutated {
  const make = maker(random, before);
  const table = Object.entries(tableEdits);
  const object = Object.entries(objectEdits);
  const edits: string[] = [];
  let sketch = before;
  for (let i = 0; i < count; i++) {
    const [name, edit] = random.pick(random.chance(0.65) ? table : object);
    const draft = structuredClone(sketch);
    edit(make, draft);
    if (JSON.stringify(draft) === JSON.stringify(sketch) || draft.tables.length === 0 || !isSound(draft)) continue;
    sketch = draft;
    edits.push(name);
  }
  return { sketch, edits };
}
