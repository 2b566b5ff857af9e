/**
 * What a schema of Drizzle or Prisma leaves to the database: it has no word for triggers, virtual tables, STRICT and the
 * like, so they are as the database has them.
 */
export interface PartialSchema {
  readonly by: "Drizzle" | "Prisma";
  /** The tables that it declares. */
  readonly tables: readonly string[];
  /** Views that it says the database has. */
  readonly views: readonly string[];
  /** Whether a file of ours, or of SQL, stands beside it and says the rest. */
  readonly companion: boolean;
  /** Tables that it leaves alone, as patterns; with `!` before those that it does not. */
  readonly filter: readonly string[];
}
