import type { Item } from "../plan/plan.ts";

/**
 * What `trueup build` writes and an application ships: the schema that this release expects, the releases that are in
 * use, and a proven plan from each of them. Data only, so it can be a module or a JSON file.
 */
export interface Bundle {
  /** The format of the bundle itself. A runtime refuses a format that is newer than its own. */
  readonly format: 1;
  /** This release: `v1.4.0`. */
  readonly release: string | null;
  readonly target: KnownState;
  /** How many characters all texts of the target have: one of which a part was lost is not taken for a whole one. */
  readonly length: number;
  /** The states of earlier releases, oldest first; the empty database is not among them. */
  readonly bases: readonly KnownState[];
  /**
   * From the empty database and from each base straight to the target, once for each engine that needs its own plan.
   */
  readonly plans: readonly BundledPlan[];
  /** Patterns of tables that belong to others: they are neither compared nor changed. */
  readonly ignore: readonly string[];
  /**
   * Which of the functions that the schemas call exist, folded: in the engine of the build, or in the application. So
   * the fingerprint does not depend on the engine that an application happens to run.
   */
  readonly functions: readonly string[];
  /** The collations that the application registers, folded. */
  readonly collations: readonly string[];
}

/** A schema that databases are known to have. */
export interface KnownState {
  /** The releases that have it, oldest first. */
  readonly releases: readonly string[];
  readonly fingerprint: string;
  readonly objects: readonly StoredObject[];
}

/** One row of sqlite_schema. Objects without a text, SQLite's own indexes, are left out. */
export interface StoredObject {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  readonly table: string;
  /**
   * Its text, as SQLite stores it: first as created directly, then as the plans of this bundle leave it, if that
   * differs.
   */
  readonly texts: readonly string[];
}

/** `plain` runs on any SQLite since 3.37, `native` needs the ALTER forms of 3.54, `libsql` those of libSQL. */
export type BundleEngine = "plain" | "native" | "libsql";

export interface BundledPlan {
  /** The fingerprint of the state that it starts from. */
  readonly from: string;
  readonly engine: BundleEngine;
  readonly seal: string;
  readonly items: readonly Item[];
  /** Whether it rewrites or drops a table that has rows; a backup with `when: "rewrites"` is made before it. */
  readonly rewrites: boolean;
}
