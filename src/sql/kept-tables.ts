import { attemptRead } from "./cursor.ts";
import { readVirtualTable } from "./read-virtual-table.ts";
import { fold } from "../model/names.ts";

/** What may keep tables of its own beside it: a virtual table of a module, or a vector index. */
export interface Keeper {
  readonly name: string;
  readonly module: string;
}

/** Null if the statement is not understood. */
export function keeperIn(name: string, virtualTable: string): Keeper | null {
  const read = attemptRead(() => readVirtualTable(virtualTable));
  return read.ok ? { name: fold(name), module: read.value.module } : null;
}

/**
 * The tables that libSQL keeps, and those of modules: SQLite lists them only where the module is loaded, which an extension
 * is not.
 */
const kept =
  /^(vector_shadow|fts5_(data|idx|content|docsize|config)|fts[34]_(content|segments|segdir|docsize|stat)|(rtree|rtree_i32|geopoly)_(node|rowid|parent)|vec0_(info|chunks|rowids|auxiliary|(vector_|metadata)(chunks|text)\d+)|vss0_(index|data)|spellfix1_vocab)$/;

/** Names are folded. */
export function isKeptBy({ name, module }: Keeper, other: string): boolean {
  return other.startsWith(name) && kept.test(module + other.slice(name.length));
}
