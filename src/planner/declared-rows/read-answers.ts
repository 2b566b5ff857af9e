import type { ChangedRow, DeclaredRows, Literal, RowsDifference } from "../../model/declared-rows.ts";
import { literalOf, type Read, readStored } from "../../sql/value.ts";
import type { AskedLot } from "./compare.ts";

/** Text comes as bytes. */
export type AsText = (value: Read) => string | null;

/** The answer of a database about its declared rows. */
export function differenceOf(
  rows: DeclaredRows,
  lots: readonly { readonly lot: AskedLot; readonly rows: readonly (readonly Read[])[] }[],
  asText: AsText,
): Pick<RowsDifference, "missing" | "changed"> {
  const missing: number[] = [];
  const changed: ChangedRow[] = [];
  for (const { lot, rows: answers } of lots) {
    for (const [n, absent, ...values] of answers) {
      if (Number(absent) !== 0) {
        missing.push(Number(n));
        continue;
      }
      const live: (Literal | null)[] = rows.columns.map(() => null);
      for (const [at, column] of lot.columns.entries()) live[column] = literalAt(values, at, asText);
      changed.push({ row: Number(n), live });
    }
  }
  return { missing: missing.sort((a, b) => a - b), changed: changed.sort((a, b) => a.row - b.row) };
}

/** Its rows that are not declared, sorted, so that the order in which a database returns rows does not matter. */
export function extraRows(
  { columns }: DeclaredRows,
  extra: readonly (readonly Read[])[],
  asText: AsText,
): RowsDifference["extra"] {
  const others = extra.map((values) => columns.map((_, at) => literalAt(values, at, asText)));
  return others.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

function literalAt(values: readonly Read[], at: number, asText: AsText): Literal {
  return literalOf(readStored(values, at, asText));
}
