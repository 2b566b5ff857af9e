import type {
  CheckSketch,
  ColumnSketch,
  ForeignKeySketch,
  KeySketch,
  Sketch,
  TableSketch,
  TermSketch,
  UniqueSketch,
} from "./sketch.ts";
import { spellSql, type Spelling } from "./spell-words.ts";

export interface Page {
  readonly sketch: Sketch;
  readonly names: ReadonlyMap<number, string>;
  readonly how: Spelling;
}

interface Placed {
  /** By the number of the column that carries it. */
  readonly onColumn: Map<number, string[]>;
  readonly onTable: string[];
}

/** CREATE TABLE, in one of its many forms. */
export function spellTable(page: Page, table: TableSketch): string {
  const { how } = page;
  const placed = placeConstraints(page, table);
  const columns = table.columns.map((column) => spellColumn(page, table, column, placed.onColumn.get(column.id) ?? []));
  const constraints = how.random ? how.random.shuffle(placed.onTable) : placed.onTable;
  const options = [table.strict ? "STRICT" : "", table.withoutRowid ? `WITHOUT${" "}ROWID` : ""].filter(Boolean);
  if (how.random?.chance(0.5)) options.reverse();
  const k = how.keyword;
  const exists = how.random?.chance(0.1) ? ` ${k("IF")} ${k("NOT")} ${k("EXISTS")}` : "";
  const main = how.random?.chance(0.1) ? "main." : "";
  const head = `${k("CREATE")} ${k("TABLE")}${exists} ${main}${how.name(table.name)}`;
  const body = [...columns, ...constraints].join(`,${how.gap()}`);
  return `${head}${how.gap()}(${how.gap()}${body}${how.gap()})${options.map((word) => ` ${k(word)}`).join(",")}`;
}

export function spellColumn(
  page: Page,
  table: TableSketch,
  column: ColumnSketch,
  constraints: readonly string[],
): string {
  const { how } = page;
  const k = how.keyword;
  const parts: string[] = [];
  const { notNull } = column;
  if (notNull) parts.push(`${named(page, notNull.name)}${k("NOT")} ${k("NULL")}${onConflict(page, notNull.conflict)}`);
  else if (how.random?.chance(0.05) && isRowidKey(table, column)) parts.push(`${k("NOT")} ${k("NULL")}`);
  if (column.default !== null) {
    const bare = /^[\w.'+-]+$/.test(column.default) && !/^[+-]/.test(column.default) && how.random?.chance(0.2);
    parts.push(`${k("DEFAULT")} ${bare ? `(${column.default})` : sql(page, column.default)}`);
  }
  if (column.collate) parts.push(`${k("COLLATE")} ${k(column.collate)}`);
  else if (how.random?.chance(0.03) && !column.generated) parts.push(`${k("COLLATE")} ${k("BINARY")}`);
  if (column.generated) {
    const { expr, stored } = column.generated;
    const always = !how.random || how.random.chance(0.5) ? `${k("GENERATED")} ${k("ALWAYS")} ` : "";
    const kind = stored ? ` ${k("STORED")}` : !how.random || how.random.chance(0.5) ? ` ${k("VIRTUAL")}` : "";
    parts.push(`${always}${k("AS")} (${how.gap()}${perhapsWrapped(page, sql(page, expr))}${how.gap()})${kind}`);
  }
  parts.push(...constraints);
  const type = how.random?.chance(0.3) ? how.keyword(column.type.toUpperCase()) : column.type;
  const all = how.random ? how.random.shuffle(parts) : parts;
  // SQLite takes a comment between a type and GENERATED ALWAYS as a part of the type.
  const gap = column.generated ? " " : how.gap();
  return [how.name(column.name), ...(type === "" ? [] : [type]), ...all].join(gap);
}

/** Whether a constraint of one column is written on the column or on the table is a matter of taste. */
function placeConstraints(page: Page, table: TableSketch): Placed {
  const { random } = page.how;
  const placed: Placed = { onColumn: new Map(), onTable: [] };
  const put = (column: number, text: string) =>
    placed.onColumn.set(column, [...(placed.onColumn.get(column) ?? []), text]);
  const { key } = table;
  if (key) {
    const [first, second] = key.terms;
    const canStand = first && !second && first.collate === null;
    const rowid = table.columns.some((column) => column.id === first?.column && /^integer$/i.test(column.type));
    const free = canStand && (!first.descending || !rowid);
    if (
      canStand &&
      (key.onColumn ? (first.descending && rowid) || !random || random.chance(0.5) : free && random?.chance(0.5))
    ) {
      put(first.column, keyOnColumn(page, key));
    } else placed.onTable.push(keyOnTable(page, key));
  }
  for (const unique of table.uniques) {
    const [first, second] = unique.terms;
    if (first && !second && first.collate === null && !first.descending && random?.chance(0.5)) {
      const { keyword: k } = page.how;
      put(first.column, `${named(page, unique.name)}${k("UNIQUE")}${onConflict(page, unique.conflict)}`);
    } else placed.onTable.push(uniqueOnTable(page, unique));
  }
  for (const check of table.checks) {
    if (random?.chance(0.4)) put(random.pick(table.columns).id, spellCheck(page, check));
    else placed.onTable.push(spellCheck(page, check));
  }
  for (const key of table.foreignKeys) {
    if (key.columns.length === 1 && random?.chance(0.5))
      put(key.columns[0] as number, spellForeignKey(page, key, true));
    else placed.onTable.push(spellForeignKey(page, key, false));
  }
  return placed;
}

function spellCheck(page: Page, check: CheckSketch): string {
  const { gap, keyword } = page.how;
  return `${named(page, check.name)}${keyword("CHECK")}${gap()}(${gap()}${perhapsWrapped(page, sql(page, check.expr))}${gap()})`;
}

function keyOnColumn(page: Page, key: KeySketch): string {
  const { keyword: k, random } = page.how;
  const order = key.terms[0]?.descending ? ` ${k("DESC")}` : random?.chance(0.1) ? ` ${k("ASC")}` : "";
  const auto = key.autoincrement ? ` ${k("AUTOINCREMENT")}` : "";
  return `${named(page, key.name)}${k("PRIMARY")} ${k("KEY")}${order}${onConflict(page, key.conflict)}${auto}`;
}

function keyOnTable(page: Page, key: KeySketch): string {
  const { keyword: k } = page.how;
  const auto = key.autoincrement ? ` ${k("AUTOINCREMENT")}` : "";
  return `${named(page, key.name)}${k("PRIMARY")} ${k("KEY")} (${termList(page, key.terms)}${auto})${onConflict(page, key.conflict)}`;
}

function uniqueOnTable(page: Page, unique: UniqueSketch): string {
  const { keyword: k } = page.how;
  return `${named(page, unique.name)}${k("UNIQUE")} (${termList(page, unique.terms)})${onConflict(page, unique.conflict)}`;
}

function termList(page: Page, terms: readonly TermSketch[]): string {
  const { how, names } = page;
  return terms
    .map(({ column, collate, descending }) => {
      const sort = collate ? ` ${how.keyword("COLLATE")} ${how.keyword(collate)}` : "";
      const order = descending ? ` ${how.keyword("DESC")}` : how.random?.chance(0.1) ? ` ${how.keyword("ASC")}` : "";
      return `${how.name(names.get(column) as string)}${sort}${order}`;
    })
    .join(`,${how.gap()}`);
}

function spellForeignKey(page: Page, key: ForeignKeySketch, onColumn: boolean): string {
  const { how, names, sketch } = page;
  const k = how.keyword;
  const list = (ids: readonly number[]) => ids.map((id) => how.name(names.get(id) as string)).join(", ");
  const parent = sketch.tables.find((table) => table.id === key.table);
  const implied = parent?.key?.terms.map(({ column }) => column).join() === key.references.join();
  const to = implied && how.random?.chance(0.3) ? "" : ` (${list(key.references)})`;
  const own = onColumn ? "" : `${k("FOREIGN")} ${k("KEY")} (${list(key.columns)})${how.gap()}`;
  const words = [`${k("REFERENCES")} ${how.name(names.get(key.table) as string)}${to}`];
  const rules: string[] = [];
  for (const [word, action] of [
    ["DELETE", key.onDelete],
    ["UPDATE", key.onUpdate],
  ] as const) {
    if (action !== "NO ACTION" || how.random?.chance(0.1)) rules.push(`${k("ON")} ${k(word)} ${sql(page, action)}`);
  }
  if (key.match) rules.push(`${k("MATCH")} ${how.keyword(key.match)}`);
  words.push(...(how.random ? how.random.shuffle(rules) : rules));
  if (key.deferrable) words.push(sql(page, key.deferrable));
  return `${named(page, key.name)}${own}${words.join(how.gap())}`;
}

function named(page: Page, name: string | null): string {
  return name === null ? "" : `${page.how.keyword("CONSTRAINT")} ${page.how.name(name)}${page.how.gap()}`;
}

function onConflict(page: Page, conflict: string | null): string {
  const k = page.how.keyword;
  return conflict === null ? "" : ` ${k("ON")} ${k("CONFLICT")} ${k(conflict)}`;
}

function isRowidKey(table: TableSketch, column: ColumnSketch): boolean {
  const { key } = table;
  return (
    !!key &&
    key.terms.length === 1 &&
    key.terms[0]?.column === column.id &&
    !key.terms[0].descending &&
    /^integer$/i.test(column.type) &&
    !table.withoutRowid
  );
}

export function sql(page: Page, text: string): string {
  return spellSql(text, page.names, page.how);
}

/** In as many parentheses as a tool may write around an expression. A comment at its end must not swallow them. */
export function perhapsWrapped({ how }: Page, expression: string): string {
  const pairs = how.random?.chance(0.2) ? 1 + how.random.below(2) : 0;
  return `${"(".repeat(pairs)}${expression}${pairs > 0 ? "\n" : ""}${")".repeat(pairs)}`;
}
