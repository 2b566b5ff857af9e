import type { Random } from "./random.ts";
import {
  namesOf,
  nextId,
  type IndexSketch,
  type Sketch,
  type TableSketch,
  type TriggerSketch,
  type ViewSketch,
  type VirtualSketch,
} from "./sketch.ts";
import { type Page, perhapsWrapped, spellColumn, spellTable, sql } from "./spell-table.ts";
import { oddSpelling, plainSpelling } from "./spell-words.ts";

/** The schema as CREATE statements, plainly. */
export function spell(sketch: Sketch): string[] {
  return spellParts(sketch, sketch);
}

/** Some objects of a schema. */
export function spellParts(whole: Sketch, sketch: Sketch): string[] {
  const page: Page = { sketch: whole, names: namesOf(whole), how: plainSpelling };
  return [
    ...sketch.tables.map((table) => spellTable(page, table)),
    ...sketch.indexes.map((index) => spellIndex(page, index)),
    ...sketch.views.map((view) => spellView(page, view)),
    ...sketch.virtuals.map((virtual) => spellVirtual(page, virtual)),
    ...sketch.triggers.map((trigger) => spellTrigger(page, trigger)),
  ];
}

/** The same schema as another person would write it: in another order, and in places the result of ALTER TABLE. */
export function respell(sketch: Sketch, random: Random): string[] {
  const page: Page = { sketch, names: namesOf(sketch), how: oddSpelling(random) };
  const views = random.shuffle(sketch.views).map((view) => spellView(page, view));
  const free = [
    ...sketch.indexes.map((index) => spellIndex(page, index)),
    ...sketch.virtuals.map((virtual) => spellVirtual(page, virtual)),
  ];
  const tables = random
    .shuffle(sketch.tables)
    .flatMap((table) => (random.chance(0.3) ? grow(page, random, table) : [spellTable(page, table)]));
  const triggers = random.shuffle(sketch.triggers).map((trigger) => spellTrigger(page, trigger));
  const rest = [...random.shuffle([...free, ...views]), ...triggers];
  const noise = () => (random.chance(0.1) ? "-- a word before\n/* and ; another */ " : "");
  return [...tables, ...rest].map((statement) => `${noise()}${statement}`);
}

function spellIndex(page: Page, index: IndexSketch): string {
  const { how, names } = page;
  const k = how.keyword;
  const terms = index.terms.map(({ sql: text, collate, descending }) => {
    const order = descending ? ` ${k("DESC")}` : how.random?.chance(0.1) ? ` ${k("ASC")}` : "";
    return `${sql(page, text)}${collate ? ` ${k("COLLATE")} ${k(collate)}` : ""}${order}`;
  });
  const where = index.where ? `${how.gap()}${k("WHERE")} ${perhapsWrapped(page, sql(page, index.where))}` : "";
  const unique = index.unique ? `${k("UNIQUE")} ` : "";
  const exists = how.random?.chance(0.1) ? `${k("IF")} ${k("NOT")} ${k("EXISTS")} ` : "";
  return `${k("CREATE")} ${unique}${k("INDEX")} ${exists}${how.name(index.name)} ${k("ON")} ${how.name(names.get(index.table) as string)}${how.gap()}(${terms.join(`,${how.gap()}`)})${where}`;
}

function spellView(page: Page, view: ViewSketch): string {
  const { how } = page;
  const k = how.keyword;
  const list = view.listed ? ` (${view.columns.map(({ name }) => how.name(name)).join(", ")})` : "";
  return `${k("CREATE")} ${k("VIEW")} ${how.name(view.name)}${list}${how.gap()}${k("AS")}${how.gap()}${sql(page, view.body)}`;
}

function spellTrigger(page: Page, trigger: TriggerSketch): string {
  const { how, names } = page;
  const time = trigger.time === "" ? "" : `${sql(page, trigger.time)} `;
  const when = trigger.when ? `${sql(page, `WHEN ${trigger.when}`)}${how.gap()}` : "";
  const head = `${sql(page, "CREATE TRIGGER")} ${how.name(trigger.name)} ${time}${sql(page, trigger.event)} ${sql(page, "ON")} ${how.name(names.get(trigger.on) as string)}`;
  const body = trigger.body.map((statement) => `${sql(page, statement)};${how.gap()}`).join("");
  return `${head}${how.gap()}${when}${sql(page, "BEGIN")}${how.gap()}${body}${sql(page, "END")}`;
}

function spellVirtual(page: Page, virtual: VirtualSketch): string {
  const { how } = page;
  // A module gets its arguments as they were written, including comments, so they stay plain.
  const plain: Page = { ...page, how: plainSpelling };
  const args = virtual.args.map((arg) => sql(plain, arg)).join(", ");
  return `${sql(page, "CREATE VIRTUAL TABLE")} ${how.name(virtual.name)} ${sql(page, "USING")} ${virtual.module}(${args})`;
}

/** Created smaller, or under another name, and altered into what it is. */
function grow(page: Page, random: Random, table: TableSketch): string[] {
  const k = page.how.keyword;
  const name = page.how.name;
  const out: string[] = [];
  const early = structuredClone(table);
  const late: string[] = [];
  const busy = JSON.stringify([early.key, early.uniques, early.foreignKeys]);
  while (early.columns.length > 1) {
    const last = early.columns.at(-1);
    if (!last || new RegExp(`(?<!\\d)${last.id}(?!\\d)`).test(busy)) break;
    if (JSON.stringify([early.checks, early.columns.map((c) => c.generated?.expr)]).includes(`⟦${last.id}⟧`)) break;
    const constant =
      last.default !== null &&
      /^(?:[-+]?[\w.]+|'[^']*'|[xX]'[^']*')$/.test(last.default) &&
      !/^CURRENT/.test(last.default);
    if (last.generated ? last.generated.stored || last.notNull : !(last.default === null ? !last.notNull : constant))
      break;
    if (last.notNull && /^null$/i.test(last.default ?? "null")) break;
    const before = early.columns.slice(0, -1);
    if (
      [...(last.generated?.expr ?? "").matchAll(/⟦(\d+)⟧/g)].some(([, id]) => !before.some((c) => c.id === Number(id)))
    )
      break;
    early.columns.pop();
    late.unshift(
      `${k("ALTER")} ${k("TABLE")} ${name(table.name)} ${k("ADD")} ${random.chance(0.5) ? `${k("COLUMN")} ` : ""}${spellColumn(page, table, last, [])}`,
    );
    if (random.chance(0.4)) break;
  }
  const fresh = nextId(page.sketch);
  const names = new Map(page.names);
  const alter = (early: string, what: string) => `${k("ALTER")} ${k("TABLE")} ${name(early)} ${what}`;
  const renamed = random.pick(early.columns);
  if (random.chance(0.3)) {
    const old = `was ${fresh + 1}`;
    late.unshift(alter(table.name, `${k("RENAME")} ${k("COLUMN")} ${name(old)} ${k("TO")} ${name(renamed.name)}`));
    names.set(renamed.id, old);
    renamed.name = old;
  }
  if (random.chance(0.5)) {
    early.name = `was ${fresh}`;
    names.set(table.id, early.name);
    late.unshift(alter(early.name, `${k("RENAME")} ${k("TO")} ${name(table.name)}`));
  }
  // Others refer to the table by its final name, so only its own constraints see the early one.
  const sketch = { ...page.sketch, tables: page.sketch.tables.map((each) => (each.id === table.id ? early : each)) };
  out.push(spellTable({ ...page, sketch, names }, early), ...late);
  return out;
}
