import type { Beside } from "../../model/beside.ts";
import type { Unasked } from "../../plan/kinds.ts";
import type { Span } from "../../problem/problem.ts";
import type { LintLevel } from "../../vocabulary/config.ts";

/** A value that is read from the environment when it is needed. `at` is where the configuration names it. */
export interface EnvValue {
  readonly env: string;
  readonly at: Span;
}

export interface Hook {
  /** A list is run without a shell. */
  readonly run: readonly string[] | { readonly shell: string };
  /** On this machine, or on the machine of an ssh:// target. */
  readonly on: "here" | "target";
}

/** Who may approve what is destroyed. */
export type Approval =
  /** Whoever runs the command, with flags and the plan file. */
  | { readonly kind: "flags" }
  /** A person, from outside of the running process. */
  | { readonly kind: "person" }
  /** The owner of one of these keys: `SHA256:…` for ssh, or at least forty hexadecimal digits in upper case for gpg. */
  | { readonly kind: "signed"; readonly by: readonly string[] };

/** Where a target's databases are. All but `url` are fleets. */
export type TargetPlace =
  | { readonly kind: "url"; readonly url: string | EnvValue }
  | { readonly kind: "urls"; readonly urls: readonly (string | EnvValue)[] }
  | { readonly kind: "glob"; readonly glob: string }
  | { readonly kind: "command"; readonly command: readonly string[] };

export interface Target {
  readonly name: string;
  /** Paths in it are as written, relative to the configuration's folder. */
  readonly place: TargetPlace;
  readonly authToken: EnvValue | null;
  readonly encryptionKey: EnvValue | null;
  readonly adminUrl: string | EnvValue | null;
  readonly adminToken: EnvValue | null;
  readonly before: Hook | null;
  readonly after: Hook | null;
  /** Run by `reset` once the database is as declared. */
  readonly seed: Hook | null;
  /** The configuration's own list and the target's. */
  readonly protect: readonly string[];
  readonly unasked: readonly Unasked[];
  readonly beside: Beside;
  readonly confirm: boolean;
  readonly approval: Approval;
  /** If its file is missing, the database is created without asking. */
  readonly create: boolean;
  /** `dev` may work on it; null if nothing is said. */
  readonly dev: boolean | null;
  /** `reset` may empty it. */
  readonly disposable: boolean;
  /** Absolute; null if the target says `backups: false`. */
  readonly backups: string | null;
  /** Bytes: the backup of a larger database holds only what the change writes. Null for never. */
  readonly fullUpTo: number | null;
  /** Seconds; null for the default. */
  readonly lockTimeout: number | null;
  readonly at: Span;
}

/** Where the application's SQL is. */
export interface QuerySources {
  /** Patterns, relative to the configuration's folder; `!` excludes files. */
  readonly files: readonly string[];
  readonly placeholders: Readonly<Record<string, string>>;
  readonly scanRows: number;
}

/** What is built for databases on other people's machines. */
export interface BuildSettings {
  /** Absolute; null if none is named. */
  readonly out: string | null;
  /** Tags, by name or pattern, and other schemas. */
  readonly bases: readonly string[];
  readonly oldest: string | null;
  /** The name of the release that is being made. */
  readonly release: string | null;
  readonly engines: readonly ("plain" | "native" | "libsql")[];
  /** As `--rename`, `--fill`, `--approve`, `--refuse` and `--repair` take them. */
  readonly rename: readonly string[];
  readonly fill: Readonly<Record<string, string>>;
  readonly approve: readonly string[];
  readonly refuse: readonly string[];
  readonly repair: Readonly<Record<string, string>>;
}

/** The contents of `trueup.config.ts`, validated, with defaults filled in and absolute paths. */
export interface Config {
  /** The file itself, absolute. */
  readonly file: string;
  readonly folder: string;
  readonly schema: readonly string[];
  readonly plans: string;
  readonly backups: string;
  /** For databases that are no target: see `Target`. */
  readonly fullUpTo: number | null;
  /** The folder of all journals, absolute; null if each is kept beside its backups. */
  readonly history: string | null;
  /** The cache folder, absolute; null for the usual one. */
  readonly cache: string | null;
  readonly keep: { readonly count: number | null; readonly days: number | null };
  readonly beside: Beside;
  readonly protect: readonly string[];
  readonly lint: Readonly<Record<string, LintLevel>>;
  /** Null if no file of the application is named. */
  readonly queries: QuerySources | null;
  /** `git:REV` of the code that runs now. */
  readonly deployed: string | null;
  readonly build: BuildSettings;
  readonly targets: readonly Target[];
  /** The target used if none is named: the configured default, or the only one. */
  readonly default: string | null;
}
