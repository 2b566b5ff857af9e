import { fold, named } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import { type ComparedTerm, uniqueKeys } from "../../model/unique-keys.ts";
import { isLiteral, loneToken } from "../../sql/fragment.ts";
import type { ColumnPair, TablePair } from "../pair/table-pair.ts";

/** The live schema after the renames: what its constraints guarantee holds for every row, on any machine. */
export type Today = Pick<Schema, "indexes">;

/**
 * Whether no two rows can be equal in these terms: they include one of today's keys, and its values stay as they are.
 */
export function isPromised(pair: TablePair, today: Today, terms: readonly ComparedTerm[]): boolean {
  if (terms.some(({ column }) => isAlwaysNull(named(pair.columns, column)))) return true;
  const stays = (column: string) => {
    const found = named(pair.columns, column);
    return found?.from != null && found.fill === null && !found.converts && found.to.generated === null;
  };
  return uniqueKeys(pair.from, today).some((key) =>
    key.every(({ column, collate }) =>
      terms.some(
        (term) =>
          fold(term.column) === fold(column) &&
          stays(column) &&
          // Values that differ under NOCASE also differ byte by byte, but not the other way round.
          (isBinary(term.collate) || fold(term.collate ?? "") === fold(collate ?? "")),
      ),
    ),
  );
}

function isBinary(collate: string | null): boolean {
  return collate === null || fold(collate) === "binary";
}

/** A new column that nothing fills. */
export function isAlwaysNull(column: ColumnPair | undefined): boolean {
  return column !== undefined && isConstant(column) && column.fill === null && column.to.default === null;
}

/** A new column that holds the same value in every row that exists today. */
export function isConstant({ from, to, fill }: ColumnPair): boolean {
  if (from !== null || to.generated !== null) return false;
  return fill === null || (isLiteral(fill.sql) && loneToken(fill.sql)?.kind !== "name");
}
