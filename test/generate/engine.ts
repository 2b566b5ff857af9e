import { openScratch } from "../../src/database/scratch.ts";
import type { Scratch } from "../../src/database/connection.ts";
import { quoteName } from "../../src/sql/quote.ts";
import type { Sketch, TriggerSketch, ViewSketch } from "./sketch.ts";
import { namesOf } from "./sketch.ts";
import { spell } from "./spell.ts";

export function createIn(scratch: Scratch, statements: readonly string[]): void {
  for (const statement of statements) scratch.exec(statement);
}

/** Whether the engine accepts it, with every view and trigger compiled. */
export function isSound(sketch: Sketch): boolean {
  const scratch = openScratch();
  try {
    createIn(scratch, spell(sketch));
    for (const view of sketch.views) tryView(scratch, view);
    for (const trigger of sketch.triggers) tryTrigger(scratch, sketch, trigger);
    return true;
  } catch {
    return false;
  } finally {
    scratch.close();
  }
}

export function tryView(scratch: Scratch, view: ViewSketch): void {
  scratch.prepare(`SELECT * FROM ${quoteName(view.name)}`);
}

/** A trigger is compiled with the statement that would fire it. */
export function tryTrigger(scratch: Scratch, sketch: Sketch, trigger: TriggerSketch): void {
  const table = sketch.tables.find(({ id }) => id === trigger.on);
  const columns = table?.columns ?? sketch.views.find(({ id }) => id === trigger.on)?.columns ?? [];
  const name = quoteName(namesOf(sketch).get(trigger.on) ?? "");
  const writable = table ? table.columns.filter(({ generated }) => !generated) : columns;
  if (trigger.event === "INSERT") scratch.prepare(`INSERT INTO ${name} DEFAULT VALUES`);
  else if (trigger.event === "DELETE") scratch.prepare(`DELETE FROM ${name}`);
  else scratch.prepare(`UPDATE ${name} SET ${writable.map(({ name }) => `${quoteName(name)} = 1`).join(", ")}`);
}
