import type { Value } from "./connection.ts";
import { lockPage, sizeOf } from "./copy-pages.ts";
import type { Engine } from "./engine.ts";
import { pageOf, type ReadPage } from "./page-difference.ts";

/** Rowids from the first to the last, both included. */
export type Rowids = readonly [first: bigint, last: bigint];

/** What the first byte of a page says. https://www.sqlite.org/fileformat2.html#b_tree_pages */
const leaf = 0x0d;
const interior = 0x05;

/**
 * An overflow page and a page of the list of free pages begin with the number of another page: up to this number, their
 * first byte is none of those of a tree.
 */
const most = 0x02000000;

/** More pages than one in so many, or more ranges, take as long to read as the whole table. */
const manyPages = 8;
const manyRanges = 100;

const everyRowid: Rowids = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * Where in a table with rowids each row is that differs between an earlier state and what the running transaction sees,
 * if only these pages differ between the two, and the table had the same root. The ranges hold other rows, too. Null if
 * it may be any row.
 *
 * A row is in a leaf of the tree, to which pages lead from the root. If neither the leaf nor any of those differs, the
 * leaf was in the tree already, with the same bytes. So each row that differs is below a page of the tree that differs,
 * or in its overflow pages. Those do not tell whose they are: if there may be one among the pages, nothing is known.
 */
export function changedRows(engine: Engine, root: number, pages: ReadonlySet<number>): readonly Rowids[] | null {
  const { pages: count, pageSize } = sizeOf(engine);
  if (count >= most || pages.size > count / manyPages) return null;
  // The first page is the root of the schema.
  const wanted = [...pages].filter((page) => page > 1 && page <= count && page !== lockPage(pageSize));
  // Pages of indexes hold no rows of such a table.
  const rows = engine.all(
    `SELECT p.pgno, CASE WHEN substr(p.data, 1, 1) NOT IN (x'02', x'0a') THEN p.data END
FROM temp.json_each(?) AS j CROSS JOIN sqlite_dbpage AS p ON p.pgno = j.value`,
    [JSON.stringify(wanted)],
  );
  if (rows.length !== wanted.length) return null;
  const read = remembering(pageOf(engine, "main"));
  const found: Rowids[] = [];
  for (const [page, data] of rows) {
    if (data === null) continue;
    const node = nodeOf(data);
    if (node === null) return null;
    // A leaf without cells holds no row. Without keys, nothing says where an interior page is.
    if (node.count === 0 && node.isLeaf) continue;
    const range = node.count === 0 ? null : below(read, root, Number(page), node.key(0));
    if (range === null) return null;
    if (range !== "elsewhere") found.push(range);
  }
  const merged = inOrder(found);
  return merged.length > count / manyRanges ? null : merged;
}

/** The rowids that a table can have below one of its pages, found by a key in it. Null if the tree is not understood. */
function below(read: ReadPage, root: number, page: number, key: bigint): Rowids | "elsewhere" | null {
  let [first, last] = everyRowid;
  let at = root;
  for (let depth = 0; depth < 20; depth++) {
    if (at === page) return [first, last];
    const node = nodeOf(read(at));
    if (node === null) return null;
    if (node.isLeaf) return "elsewhere";
    let [low, high] = [0, node.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (node.key(middle) < key) low = middle + 1;
      else high = middle;
    }
    if (low > 0) first = node.key(low - 1) + 1n;
    if (low < node.count) last = node.key(low);
    at = node.child(low);
  }
  return null;
}

/** A page of the tree of a table. */
interface Node {
  readonly isLeaf: boolean;
  readonly count: number;
  /** The rowid of a row; in an interior page, the largest one below a child. */
  key(cell: number): bigint;
  /** The page with the rowids up to the key; for one past the last cell, with all that are larger. */
  child(cell: number): number;
}

function nodeOf(data: Value | undefined): Node | null {
  if (!(data instanceof Uint8Array) || (data[0] !== leaf && data[0] !== interior)) return null;
  const isLeaf = data[0] === leaf;
  const count = number(data, 3, 2);
  const cellAt = (cell: number) => number(data, (isLeaf ? 8 : 12) + 2 * cell, 2);
  return {
    isLeaf,
    count,
    key: (cell) => {
      const at = cellAt(cell);
      // Before the rowid, a leaf has the length of the row, and an interior page the child.
      return varint(data, isLeaf ? at + lengthOf(data, at) : at + 4);
    },
    child: (cell) => number(data, cell === count ? 8 : cellAt(cell), 4),
  };
}

/** https://www.sqlite.org/fileformat2.html#varint */
function varint(data: Uint8Array, at: number): bigint {
  const length = lengthOf(data, at);
  let value = 0n;
  for (let n = 0; n < length; n++) {
    const each = BigInt(byte(data, at + n));
    value = n === 8 ? (value << 8n) | each : (value << 7n) | (each & 0x7fn);
  }
  return BigInt.asIntN(64, value);
}

function lengthOf(data: Uint8Array, at: number): number {
  let length = 1;
  while (length < 9 && byte(data, at + length - 1) > 0x7f) length++;
  return length;
}

function number(data: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let n = 0; n < bytes; n++) value = value * 256 + byte(data, at + n);
  return value;
}

/** A free page can hold anything, so nothing here fails because of what a page says. */
function byte(data: Uint8Array, at: number): number {
  return data[at] ?? 0;
}

function remembering(read: ReadPage): ReadPage {
  const known = new Map<number, Uint8Array | null>();
  return (page) => {
    const found = known.get(page);
    if (found !== undefined) return found;
    const data = read(page);
    known.set(page, data);
    return data;
  };
}

/** In order, and joined where they meet. */
function inOrder(ranges: readonly Rowids[]): readonly Rowids[] {
  const merged: Rowids[] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const before = merged.at(-1);
    if (before === undefined || first > before[1] + 1n) merged.push([first, last]);
    else if (last > before[1]) merged[merged.length - 1] = [before[0], last];
  }
  return merged;
}
