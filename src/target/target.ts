import type { ChildProcess } from "node:child_process";
import type { ApplyEvent, ApplyOutcome } from "../apply/events.ts";
import type { RestoreOutcome, RestoreRequest } from "../apply/restore-outcome.ts";
import type { RunRequest } from "../apply/run.ts";
import type { Journal } from "../apply/journal.ts";
import type { Manifest } from "../apply/manifest.ts";
import type { BackupPlace } from "../apply/place.ts";
import type { Whose } from "../apply/whose.ts";
import type { Connection } from "../database/connection.ts";
import type { Holder } from "../database/who-holds.ts";
import type { Beside } from "../model/beside.ts";
import type { EngineProfile } from "../model/profile.ts";
import type { Schema } from "../model/schema.ts";
import type { Checked, Problem } from "../problem/problem.ts";

/**
 * One database, whatever kind of target it is: a file, a database of a server, a file on another machine. Everything
 * else is private to the folder of each kind, and no file outside asks which kind it is.
 */
export interface Target {
  /** Its name in output, without secrets. */
  readonly label: string;
  /** The identity of the database in its backups. */
  readonly whose: Whose;
  /** What is kept on its own machine; null if everything is kept here. */
  readonly beside: KeptBeside | null;
  /** What the engine behind it can do. */
  readonly profile: EngineProfile;
  /** Other kinds of backup it has, besides a copy that is kept here. */
  readonly ownBackups: readonly OwnBackup[];
  /**
   * Null if consecutive plans are carried out in one transaction, all or none. Otherwise, tells whether a backup has
   * exactly what a change left behind, that is, whether nothing was written between the two.
   */
  readonly apart: ((backup: string, left: string) => Promise<boolean>) | null;
  /** Starts a command on the machine of the database; null if that is not possible. */
  readonly start: ((command: Command) => ChildProcess) | null;

  /**
   * Opens it for reading while `work` runs. Everything read through the connection's snapshot is of one moment: the
   * schema, settings, and answers to questions about the rows.
   */
  look<T>(work: (connection: Connection) => Promise<T>): Promise<Checked<T>>;
  /**
   * The same if only the schema is needed, so that the rows need not be transferred. Null if that saves nothing, or the
   * schema alone is not available.
   */
  lookAtSchema<T>(work: (connection: Connection) => Promise<T>): Promise<Checked<T> | null>;
  /** True if there is nothing in its place yet and a change can create it: it counts as empty until then. */
  absent(): boolean;
  /** A hash of the stored schema, much cheaper than reading the schema; null if it is not available. */
  glance(): Promise<string | null>;
  /** Copies it, with all its rows, as of one moment, into `folder`. Returns the path of the copy. */
  copy(folder: string, hooks: CopyHooks): Promise<Checked<string>>;
  /** The processes that have it open, as far as can be seen from here; null if that cannot be seen. */
  others(): Promise<readonly Other[] | null>;
  /** Says that a change is likely soon: what can be started and read before it is. Absent if that is nothing. */
  expectChange?(beside: Beside): Promise<void>;
  /**
   * Runs `work`, a change or a restore, after what can be done for it while others still write: before a hook stops the
   * application. Absent if that is nothing.
   */
  beforehand?<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Why a change may not begin, because writers would wait longer than `lockBudget` allows. To be asked before the
   * hooks: a `before` hook may stop the application.
   */
  beyondBudget(request: Budget): Promise<readonly Problem[]>;
  /**
   * Carries out a plan: waits for the lock, backs up, runs and checks the steps, verifies and commits, or changes
   * nothing.
   */
  change(request: ChangeRequest, hooks: ChangeHooks): Promise<ApplyOutcome>;
  /**
   * The outcome of a restore that would change nothing, because the database is there already or was written to since.
   * Null otherwise. Only a look: the restore decides for itself under the lock.
   */
  foresee(request: Foreseen, hooks: CopyHooks): Promise<RestoreOutcome | null>;
  /** Puts a backup back. What it replaces is kept as a backup. */
  putBack(request: PutBackRequest, hooks: ChangeHooks): Promise<RestoreOutcome>;
}

/** A process that has the database open. */
export type Other = Holder;

/** What is kept beside a database on another machine, for everyone who can reach it. */
export interface KeptBeside {
  /** Oldest first. */
  list(): Promise<Checked<readonly KeptThere[]>>;
  /** Brings a backup here with its note, among those of its database. Returns its path. */
  bring(kept: KeptThere, place: BackupPlace, stop: AbortSignal): Promise<Checked<string>>;
  history(): Promise<Checked<Journal>>;
}

export interface KeptThere {
  /** `2026-11-20T19-30-00-000Z-1a2b3c4d`: the name of the copy here as well. */
  readonly name: string;
  /** On that machine. */
  readonly path: string;
  readonly bytes: number;
  /** Null if its note is missing. */
  readonly manifest: Manifest | null;
}

/**
 * `fork`: a copy that the server keeps, under another name. `copy`: the rows, where a place in time is kept otherwise.
 * `changes`: only the pages that the change writes.
 */
export type OwnBackup = "fork" | "copy" | "changes";

/** Run without a shell if it is a list. */
export type Command = readonly string[] | { readonly shell: string };

export interface ChangeRequest extends Omit<RunRequest, "label" | "backup"> {
  /** The creation of a missing database was confirmed. */
  readonly create: boolean;
  readonly backup: "take" | "none" | OwnBackup;
  /** Continues even if the change would hold the lock for longer than the target allows. */
  readonly allowLong: boolean;
  /** A command of the user has stopped all other writers. */
  readonly writersStopped: boolean;
  /** URLs of replicas that must show the change before it counts as done. */
  readonly replicas: readonly string[];
}

/** What the question needs how long writers will wait. */
export interface Budget extends Pick<RunRequest, "plan" | "seal" | "planName" | "following" | "estimates"> {
  /** Milliseconds. */
  readonly lockBudget: number;
}

export interface PutBackRequest extends Omit<RestoreRequest, "label"> {
  readonly writersStopped: boolean;
}

/** What a look at it needs to know. */
export type Foreseen = Pick<PutBackRequest, "backup" | "discardWrites" | "from">;

export interface CopyHooks {
  readonly onProgress: (bytes: number, of: number) => void;
  readonly stop: AbortSignal;
}

export interface ChangeHooks {
  readonly onEvent: (event: ApplyEvent) => void;
  /** Repeats the last event at intervals while a long statement runs. */
  readonly onAlive?: (event: ApplyEvent) => void;
  readonly now: () => Date;
  /** Rolls back as soon as the running statement is done. */
  readonly stop: AbortSignal;
  /** Does not wait for that: the process that makes the change is killed, and SQLite rolls back. */
  readonly kill: AbortSignal;
}

/** Where a database is. Plain data, which can be sent to threads. Only its kind interprets the URL. */
export interface Where {
  readonly kind: string;
  /** Names the database independently of the current folder. */
  readonly url: string;
  /** As it is printed. */
  readonly label: string;
}

/** What the configuration says about a target, besides where it is. Plain data as well. */
export interface Settings {
  readonly authToken: string | null;
  readonly encryptionKey: string | null;
  readonly adminUrl: string | null;
  readonly adminToken: string | null;
  /** The command that replaces `ssh`; null for the system's. */
  readonly ssh: string | null;
  /** The account to look in for a database if nothing else names one. */
  readonly account: string | null;
  /** The address of a service's API; null for the usual one. */
  readonly apiUrl: string | null;
}

export const noSettings: Settings = {
  authToken: null,
  encryptionKey: null,
  adminUrl: null,
  adminToken: null,
  ssh: null,
  account: null,
  apiUrl: null,
};

export interface Opening {
  /** The name of the target in the configuration, or else the label of `Where`. */
  readonly label: string;
  readonly settings: Settings;
  /** Milliseconds to wait for another lock before reading; null for the default. */
  readonly patience: number | null;
  /** Stops whatever is running. */
  readonly stop: AbortSignal;
  readonly onFetch: (event: Fetching) => void;
  /** Set by threads that process many databases: a change is then made in the same thread. */
  readonly thread: ThreadOfMany | null;
}

/** Reports the copying of a database from another machine, before it is read. */
export type Fetching =
  | { readonly kind: "fetching"; readonly bytes: number; readonly of: number }
  | { readonly kind: "fetched"; readonly bytes: number; readonly how: string };

export interface ThreadOfMany {
  /** Schemas by their stored text: most databases of a fleet have the same. */
  readonly known: Map<string, Schema>;
}

/** A kind of target: each folder has one, and the table of kinds lists it. */
export interface Kind {
  /** The schemes of its URLs; null means a bare path. */
  readonly schemes: readonly (string | null)[];
  /** True if a token can be part of its configuration. */
  readonly takesToken: boolean;
  /** True if the database is a file on this machine. */
  readonly here: boolean;
  /** True if work on it blocks its thread: many of them are divided among threads. */
  readonly blocks: boolean;
  /** Environment variables that hold what the configuration does not say. */
  readonly variables: Partial<Record<"authToken" | "account", string>>;
  /** A URL or a path as it may be printed: without the secrets in it. Accepts text that is not a URL. */
  shown(text: string): string;
  /** Reads a URL or a path; relative ones start from `folder`. Accesses neither disk nor network. */
  read(text: string, folder: string): Checked<Omit<Where, "kind">>;
  /**
   * One spelling for a database that can be named in many ways, and the token in the URL. Null if it cannot be read.
   */
  identify(url: string): { readonly place: string; readonly token: string | null } | null;
  /** The key for its backups if the configuration has no name for it. */
  filedBy(where: Where): { readonly path: string } | { readonly name: string };
  /** Databases that other tools of a project name, and a new configuration can name as well. */
  offers(folder: string): readonly Offer[];
  open(where: Where, opening: Opening): Promise<Checked<Target>>;
}

export interface Offer {
  /** What the target may be called. */
  readonly name: string;
  readonly url: string;
  /** The environment variable of its token; null if it takes none. */
  readonly tokenFrom: string | null;
}
