import type { ChangedRow, Literal, RowsDifference } from "../../model/declared-rows.ts";
import { inLots, lotsOf, textIn } from "../../model/lots.ts";
import { named } from "../../model/names.ts";
import type { Table } from "../../model/schema.ts";
import type { Expect, Item, Step } from "../../plan/plan.ts";
import { nameList, qualified, quoteName } from "../../sql/quote.ts";
import { valuesAs } from "../../sql/value.ts";
import { subject } from "../../words/subject.ts";
import { plural } from "../../words/numbers.ts";
import { check, none, step } from "../steps/item.ts";
import { asTheyAre, type Condition, type Referring } from "./references.ts";
import type { Parked } from "./parking.ts";
import { among, askExtra, askLots, type RowsGround, keyPlaces } from "./compare.ts";

/** How many keys one condition names. */
const mostKeys = 500;

/**
 * If a key declares what happens on conflict, `REPLACE` would delete rows that no declaration names. OR ABORT in the
 * statement overrides that.
 */
export function verb(word: "INSERT" | "UPDATE", { primaryKey, uniques, columns }: Table): string {
  const others = columns.map(({ notNull }) => notNull?.conflict ?? null);
  const conflicts = [primaryKey?.conflict ?? null, ...uniques.map(({ conflict }) => conflict), ...others];
  return conflicts.some((conflict) => conflict !== null) ? `${word} OR ABORT` : word;
}

/** Inserts the rows whose key is missing. */
export function insertSteps({ rows, table }: RowsGround, missing: readonly number[]): Step[] {
  return lotsOf(rows, missing).map(({ columns, members }) => {
    const names = nameList(columns.map((column) => rows.columns[column] ?? ""));
    const lines = members.map((member) => {
      const values = columns.map((column) => rows.rows[member]?.values[column] ?? "NULL");
      return `  (${values.join(", ")})`;
    });
    const into = `${verb("INSERT", table)} INTO ${quoteName(table.name)} (${names}) VALUES`;
    return step("insert-rows", subject(table.name), `${into}\n${lines.join(",\n")}`, plural(members.length, "row"));
  });
}

/** A row to be written: what it holds now, and what it is to hold in the columns that the declarations name. */
interface Written {
  readonly live: ChangedRow["live"];
  readonly wanted: readonly (Literal | null)[];
}

/** Writes the columns in which a row differs, if it still holds what it held when the plan was made. */
export function updateSteps(
  ground: RowsGround,
  changed: readonly ChangedRow[],
  parked: readonly Parked[] = [],
): Step[] {
  const { rows } = ground;
  const held = new Map(parked.map((each) => [each.row, each.meanwhile]));
  const last = changed.map(({ row, live }) => ({ live: held.get(row) ?? live, wanted: rows.rows[row]?.values ?? [] }));
  return [...asideSteps(ground, parked), ...writeSteps(ground, last)];
}

/** Rows whose values are needed by other rows give them up first. */
export function asideSteps(ground: RowsGround, parked: readonly Parked[]): Step[] {
  const written = parked.map(({ live, meanwhile, columns }) => {
    return { live, wanted: meanwhile.map((value, n) => (columns.includes(n) ? value : null)) };
  });
  return writeSteps(ground, written, ", set aside: others get their values");
}

function writeSteps(ground: RowsGround, written: readonly Written[], why = ""): Step[] {
  const groups = new Map<string, { columns: readonly number[]; members: Written[] }>();
  for (const each of written) {
    const { wanted } = each;
    const columns = ground.rows.columns.flatMap((_, n) =>
      (wanted[n] ?? null) === null || wanted[n] === each.live[n] ? [] : [n],
    );
    const group = groups.get(columns.join());
    if (group === undefined) groups.set(columns.join(), { columns, members: [each] });
    else group.members.push(each);
  }
  const textOf = ({ live, wanted }: Written) => textIn(live) + textIn(wanted);
  return [...groups.values()].flatMap(({ columns, members }) =>
    inLots(members, textOf).map((lot) => updateStep(ground, columns, lot, why)),
  );
}

function updateStep(
  { rows, table }: RowsGround,
  columns: readonly number[],
  members: readonly Written[],
  why: string,
): Step {
  const places = keyPlaces(rows);
  const name = (column: number) => quoteName(rows.columns[column] ?? "");
  const wanted = ({ wanted }: Written, column: number) => wanted[column] ?? "NULL";
  const note = `${plural(members.length, "row")}${why}`;
  const [only] = members;
  const update = `${verb("UPDATE", table)} ${quoteName(table.name)} SET`;
  if (members.length === 1 && only !== undefined) {
    const set = columns.map((column) => `${name(column)} = ${wanted(only, column)}`);
    const where = [
      ...places.map((column) => `${name(column)} = ${only.live[column]}`),
      ...columns
        .filter((column) => !places.includes(column))
        .map((column) => `${name(column)} IS ${only.live[column]} COLLATE "BINARY"`),
    ];
    return step("update-rows", subject(table.name), `${update} ${set.join(", ")}\nWHERE ${where.join(" AND ")}`, note);
  }
  const own = table.name.toLowerCase() === "declared" ? "declared rows" : "declared";
  const olds = columns.filter((column) => !places.includes(column));
  const values = members.map((member) => [
    ...places.map((column) => member.live[column] ?? "NULL"),
    ...columns.map((column) => wanted(member, column)),
    ...olds.map((column) => member.live[column] ?? "NULL"),
  ]);
  const names = [
    ...places.map((column) => `key ${rows.columns[column]}`),
    ...columns.map((column) => `new ${rows.columns[column]}`),
    ...olds.map((column) => `old ${rows.columns[column]}`),
  ];
  const of = (kind: string, column: number) => `${quoteName(own)}.${quoteName(`${kind} ${rows.columns[column]}`)}`;
  const mine = (column: number) => `${quoteName(table.name)}.${name(column)}`;
  const set = columns.map((column) => `${name(column)} = ${of("new", column)}`);
  const where = [
    ...places.map((column) => `${mine(column)} = ${of("key", column)}`),
    ...olds.map((column) => `${mine(column)} IS ${of("old", column)} COLLATE "BINARY"`),
  ];
  const sql = `${valuesAs(own, names, values)} ${update} ${set.join(", ")}\nFROM ${quoteName(own)} WHERE ${where.join(" AND ")}`;
  return step("update-rows", subject(table.name), sql, note);
}

/** The rows of a table with these keys, as conditions short enough for a statement. */
export function rowsByKey({ rows, table }: RowsGround, keys: readonly (readonly Literal[])[]): readonly string[] {
  const columns = rows.key.map((name) => `${quoteName(table.name)}.${quoteName(name)}`);
  const whole = keys.filter((key) => !key.includes("NULL"));
  const conditions: string[] = [];
  for (let at = 0; at < whole.length; at += mostKeys) conditions.push(among(columns, whole.slice(at, at + mostKeys)));
  const partly = keys.filter((key) => key.includes("NULL"));
  return [
    ...conditions,
    ...new Set(partly.map((key) => columns.map((column, n) => `${column} IS ${key[n]}`).join(" AND "))),
  ];
}

export function keysOf(
  { rows }: RowsGround,
  values: readonly (readonly (Literal | null)[])[],
): readonly (readonly Literal[])[] {
  const places = keyPlaces(rows);
  return values.map((row) => places.map((place) => row[place] ?? "NULL"));
}

export function deleteSteps(ground: RowsGround, extra: RowsDifference["extra"]): Step[] {
  const { table } = ground;
  return rowsByKey(ground, keysOf(ground, extra)).map((condition) =>
    step("delete-rows", subject(table.name), `DELETE FROM ${quoteName(table.name)} WHERE ${condition}`),
  );
}

/** What is counted afterwards. */
export interface RowCheck {
  readonly table: string;
  readonly item: Item;
  /** Which of the declared rows, by their places in the list; null for all rows of the table. */
  readonly members: readonly number[] | null;
}

/** Afterwards each declared row exists and, if no others are allowed, no other row does. */
export function rowChecks(ground: RowsGround): readonly RowCheck[] {
  const { table } = ground;
  const name = subject(table.name);
  const extra = askExtra(ground);
  const there = askLots(ground).map(({ count, members }) => ({
    table: table.name,
    item: check("rows", name, none, count, "declared rows that are missing or otherwise"),
    members,
  }));
  if (extra === null) return there;
  const item = check("rows", name, equalTo(ground.rows.rows.length), extra.count, "all rows");
  return [...there, { table: table.name, item, members: null }];
}

function equalTo(value: number): Expect {
  return { kind: "equal", value };
}

/** The action of a foreign key when the rows that it refers to are deleted. */
export function cascadeStep({ table, foreignKey, by }: Referring, rows: Condition): Step {
  const condition = rows(asTheyAre);
  const name = quoteName(table.name);
  const because = `by ${by}, ON DELETE ${foreignKey.onDelete}`;
  if (foreignKey.onDelete === "CASCADE")
    return step("delete-rows", subject(table.name), `DELETE FROM ${name} WHERE ${condition}`, because);
  const value = (column: string) => {
    const fallback = named(table.columns, column)?.default ?? null;
    return foreignKey.onDelete === "SET DEFAULT" && fallback !== null ? `(${fallback.text})` : "NULL";
  };
  const set = foreignKey.columns.map((column) => `${quoteName(column)} = ${value(column)}`).join(", ");
  return step(
    "update-rows",
    subject(table.name),
    `${verb("UPDATE", table)} ${name} SET ${set} WHERE ${condition}`,
    because,
  );
}

/**
 * The same when rows get new values in the columns that are referred to. All are written at once, because one row may
 * take the value of another.
 */
export function followStep(
  { table, foreignKey, by }: Referring,
  moved: readonly { readonly old: readonly Literal[]; readonly now: readonly Literal[] }[],
): Step {
  const own = table.name.toLowerCase() === "declared" ? "declared rows" : "declared";
  const of = (kind: string, column: string) => `${quoteName(own)}.${quoteName(`${kind} ${column}`)}`;
  const { columns } = foreignKey;
  const names = [...columns.map((column) => `old ${column}`), ...columns.map((column) => `new ${column}`)];
  const values = moved.map(({ old, now }) => [...old, ...now]);
  const set = columns.map((column) => `${quoteName(column)} = ${of("new", column)}`).join(", ");
  const where = columns.map((column) => `${qualified(table.name, column)} = ${of("old", column)}`).join(" AND ");
  const update = `${verb("UPDATE", table)} ${quoteName(table.name)} SET ${set}`;
  const sql = `${valuesAs(own, names, values)} ${update}\nFROM ${quoteName(own)} WHERE ${where}`;
  return step("update-rows", subject(table.name), sql, `by ${by}, ON UPDATE ${foreignKey.onUpdate}`);
}
