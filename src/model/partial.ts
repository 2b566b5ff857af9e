/**
 * What a Drizzle or Prisma schema leaves to the database: it cannot express triggers, virtual tables, STRICT and the
 * like, so they stay as the database has them.
 */
export interface PartialSchema {
  readonly by: "Drizzle" | "Prisma";
  /** The tables that it declares. */
  readonly tables: readonly string[];
  /** Views that it says the database has. */
  readonly views: readonly string[];
  /** Whether a trueup or SQL file beside it declares the rest. */
  readonly companion: boolean;
  /** Patterns of the tables that it leaves alone; a leading `!` marks those that it does not. */
  readonly filter: readonly string[];
}
