export interface Options {
  /** If absent, there is none. */
  readonly backup?: "none" | BackupOptions;
  /** What happens to a database that looks like that of a newer release. By default it is refused. */
  readonly newer?: "refuse" | "run-if-compatible";
  /**
   * What happens to a database of no known release. By default it is refused. `plan` adds what it lacks and changes
   * nothing that exists, and continues if everything of this release then exists.
   */
  readonly unknown?: "refuse" | "plan";
  /** How long to wait for other connections, in milliseconds. The default is 30 seconds. */
  readonly lockTimeout?: number;
  /** Patterns of tables that belong to others, in addition to those of the bundle: `audit_*`. */
  readonly ignore?: readonly string[];
  readonly onEvent?: (event: StartEvent) => void;
}

export interface BackupOptions {
  /** It is created if it does not exist. */
  readonly folder: string;
  /** The default is `rewrites`: only before a release that rewrites or drops a table with rows. */
  readonly when?: "rewrites" | "always";
  /** How many copies of this database are kept; all by default. */
  readonly keep?: number;
  /** Databases with more bytes are not copied. */
  readonly largest?: number;
  /** What happens then: by default the start is refused. */
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
      /** How many rows it wrote; null if it does not write rows. */
      readonly rows: number | null;
    }
  | { readonly kind: "check"; readonly n: number; readonly of: number; readonly name: string }
  | { readonly kind: "verifying" }
  | { readonly kind: "committed" };

/** The state of the database now. */
export type Outcome =
  | { readonly state: "unchanged" | "done-by-another"; readonly fingerprint: string; readonly milliseconds: number }
  | {
      readonly state: "created" | "applied";
      /** The release that it was from; null for an empty database. */
      readonly from: string | null;
      /** The release that it is at now. */
      readonly reached: string | null;
      readonly fingerprint: string;
      /** The path of the copy; in a Durable Object, the name of a point in time. */
      readonly backup: string | null;
      /** The seal of the plan. */
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

/** What an inspection shows, without a lock. */
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
      /** Whether everything that this release uses exists, unchanged. */
      readonly compatible: boolean;
      readonly differences: readonly string[];
    };
