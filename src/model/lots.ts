import type { DeclaredRows, Literal } from "./declared-rows.ts";

/** Rows that name the same columns, few enough for one statement. */
interface Lot {
  readonly columns: readonly number[];
  readonly members: readonly number[];
}

/** A statement with more rows takes SQLite longer to compile for each of them. */
const mostRows = 200;
/** Far below what an engine takes in one statement, whatever the characters. */
const mostText = 20_000;

/** One after another, as many as one statement is to hold. */
export function inLots<T>(all: Iterable<T>, textOf: (one: T) => number): T[][] {
  const lots: T[][] = [];
  let [lot, text]: [T[], number] = [[], 0];
  for (const one of all) {
    const more = textOf(one);
    if (lot.length === 0 || lot.length === mostRows || text + more > mostText) {
      [lot, text] = [[], 0];
      lots.push(lot);
    }
    lot.push(one);
    text += more;
  }
  return lots;
}

export function lotsOf({ columns, rows }: DeclaredRows, members: Iterable<number>): readonly Lot[] {
  const alike = new Map<string, number[]>();
  for (const member of members) {
    const shape = (rows[member]?.values ?? []).map((value) => (value === null ? "0" : "1")).join("");
    const others = alike.get(shape);
    if (others === undefined) alike.set(shape, [member]);
    else others.push(member);
  }
  return [...alike].flatMap(([shape, some]) => {
    const named = columns.flatMap((_, n) => (shape[n] === "1" ? [n] : []));
    return inLots(some, (member) => textIn(rows[member]?.values ?? [])).map((lot) => ({
      columns: named,
      members: lot,
    }));
  });
}

/** How much of a statement the values are. */
export function textIn(values: readonly (Literal | null)[]): number {
  return values.reduce((sum, value) => sum + (value?.length ?? 0) + 2, 0);
}
