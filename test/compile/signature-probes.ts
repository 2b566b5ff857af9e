// Values of each type that the words of the vocabulary distinguish, for signatures.test.ts. Only their types are read.
import { type Columns, column, foreignKey, index, integer, self, sql, table, unique } from "../../src/index.ts";

export const tune = table({ id: integer() });
export const text: string = "a";
export const list: readonly string[] = ["a", "b"];
export const yes: boolean = true;
export const count: number = 3;
export const nothing = null;
export const bytes = new Uint8Array(1);
export const piece = sql`1`;
export const reference = tune.id;
export const one = integer();
export const record: Columns = { id: one };
/** Returns what fits anywhere. */
export const arrow = (): never => {
  throw new Error("is only a type");
};
export const own = self("id");

/** What has methods that schema files call. */
export const carriers = {
  columns: [integer(), column("")] as const,
  others: [tune.id, index(tune.id), unique(tune.id), foreignKey(tune.id), sql] as const,
};
