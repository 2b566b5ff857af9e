export interface Options {
  /** Left out, there is none. */
  readonly backup?: "none" | BackupOptions;
  /** What becomes of a database that looks like that of a newer release. Left out, it is refused. */
  readonly newer?: "refuse" | "run-if-compatible";
  /**
   * What becomes of a database of no known release. Left out, it is refused. `plan` adds what it lacks and touches nothing that is
   * there, and goes on if all of this release is then there.
   */
  readonly unknown?: "refuse" | "plan";
  /** How long to wait for other connections, in milliseconds. Left out, 30 seconds. */
  readonly lockTimeout?: number;
  /** Patterns of the tables of others, besides those of the bundle: `audit_*`. */
  readonly ignore?: readonly string[];
  readonly onEvent?: (event: StartEvent) => void;
}

export interface BackupOptions {
  /** It is created where it is missing. */
  readonly folder: string;
  /** Left out, `rewrites`: only before a release that rewrites or drops a table with rows. */
  readonly when?: "rewrites" | "always";
  /** How many copies of this database are kept; left out, all. */
  readonly keep?: number;
  /** Databases of more bytes are not copied. */
  readonly largest?: number;
  /** What then: left out, the start is refused. */
  readonly above?: "go-on" | "refuse";
}

export type StartEvent =
  | { readonly kind: "looked"; readonly state: "up-to-date" | "empty" | "behind" | "foreign" }
  | { readonly kind: "waiting"; readonly milliseconds: number }
  | { readonly kind: "locked" }
  | { readonly kind: "backup"; readonly bytes: number; readonly path: string }
  | {
      readonly kind: "step";
      readonly n: number;
      readonly of: number;
      /** `rebuild-copy project` */
      readonly name: string;
      /** How many it wrote; null if rows are not its business. */
      readonly rows: number | null;
    }
  | { readonly kind: "check"; readonly n: number; readonly of: number; readonly name: string }
  | { readonly kind: "verifying" }
  | { readonly kind: "committed" };

/** How the database is now. */
export type Outcome =
  | { readonly state: "unchanged" | "done-by-another"; readonly fingerprint: string; readonly milliseconds: number }
  | {
      readonly state: "created" | "applied";
      /** The release that it was of; null for an empty database. */
      readonly from: string | null;
      /** The release that it is of now. */
      readonly reached: string | null;
      readonly fingerprint: string;
      /** The path of the copy; the name of a point in time in a Durable Object. */
      readonly backup: string | null;
      /** Of the plan. */
      readonly seal: string;
      readonly milliseconds: number;
    }
  | {
      readonly state: "added";
      /** `table note`, `column note.starred`. */
      readonly added: readonly string[];
      readonly backup: string | null;
      readonly milliseconds: number;
    }
  | { readonly state: "newer-compatible"; readonly more: readonly string[]; readonly milliseconds: number };

/** What a look shows, without a lock. */
export type State =
  | { readonly state: "up-to-date"; readonly fingerprint: string }
  | {
      /** It would be brought up to date. */
      readonly state: "empty" | "behind";
      readonly fingerprint: string;
      readonly from: string | null;
      /** What would be done: `add-column project.icon`. */
      readonly steps: readonly string[];
      readonly rewrites: boolean;
    }
  | {
      readonly state: "newer" | "unknown";
      readonly fingerprint: string;
      /** Whether all that this release uses is there, unchanged. */
      readonly compatible: boolean;
      readonly differences: readonly string[];
    };
