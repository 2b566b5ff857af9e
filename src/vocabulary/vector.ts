import type { Column } from "./column.ts";
import { startColumn } from "./column-clauses.ts";
import { describe } from "./describe.ts";
import { Misuse } from "./misuse.ts";

/** How libSQL stores each number: in 64, 32 or 16 bits, as bfloat16, in 8 bits, or in one. */
export type VectorType = "F64_BLOB" | "F32_BLOB" | "F16_BLOB" | "FB16_BLOB" | "F8_BLOB" | "F1BIT_BLOB";

/**
 * A column of libSQL vectors with this many numbers each, by default in 32 bits per number.
 *
 * @example
 * embedding: vector(384)
 * embedding: vector(384, "F8_BLOB")
 * // and its index:
 * export const tune_like = index(sql`libsql_vector_idx(${tune.embedding}, 'metric=cosine')`);
 */
export function vector(dimensions: number, type: VectorType = "F32_BLOB"): Column<Uint8Array, never> {
  if (!Number.isSafeInteger(dimensions) || dimensions < 1) {
    throw new Misuse(`a vector has a whole number of dimensions, not ${describe(dimensions)}`, "write vector(384)");
  }
  return startColumn(`${type}(${dimensions})`);
}
