/** A value that is in the environment, never in the file: read by name when connecting. */
export interface Env {
  readonly env: string;
}

/** A secret or an address from the environment: `authToken: env("TURSO_TOKEN")`. */
export function env(name: string): Env {
  return { env: name };
}

export type LintLevel = "off" | "warn" | "error";

/**
 * A command run before or after a change. An array is run as it is, without a shell; `shell` runs it in one;
 * `on: "target"` runs it on the machine of an `ssh://` target instead of here.
 */
export type HookInput =
  | readonly string[]
  | { readonly run: readonly string[]; readonly on?: "here" | "target" }
  | { readonly shell: string; readonly on?: "here" | "target" };

export interface TargetOptions {
  /** Presented to a libSQL server. Only as `env("NAME")`. */
  readonly authToken?: Env;
  /** Opens an encrypted file. Only as `env("NAME")`. */
  readonly encryptionKey?: Env;
  /** The server's admin API: lets a long change hold off other writers. */
  readonly adminUrl?: string | Env;
  readonly adminToken?: Env;
  /** Commands that stop and start what uses the database; `seed` fills it again after a `reset`. */
  readonly hooks?: { readonly before?: HookInput; readonly after?: HookInput; readonly seed?: HookInput };
  /** Objects of this target whose drop is refused even when approved; adds to the config's own list. */
  readonly protect?: readonly string[];
  /** What is dropped here without an approval: useful for development. */
  readonly unasked?: readonly ("drop-index" | "drop-view")[];
  /** Objects of this target that are not managed; adds to the config's own list. */
  readonly ignore?: readonly string[];
  /** `apply` and `restore` ask for the target's name, or take it from `--confirm`. */
  readonly confirm?: boolean;
  /**
   * Who approves what is destroyed. `"flags"`: whoever runs the command. `"person"`: a person outside of the process,
   * which is so where a target says `confirm` or `protect` and is not for development. `signedBy`: the owner of one of
   * these keys, by a signed commit or tag that holds the plan.
   */
  readonly approval?: "flags" | "person" | { readonly signedBy: readonly string[] };
  /** A missing file is a new database, and `apply` creates it without `--create`. */
  readonly create?: boolean;
  /** `trueup dev` may work on it. By default it works only on the default target, and only if that is a local file. */
  readonly dev?: boolean;
  /** `trueup reset` may empty it. */
  readonly disposable?: boolean;
  /** Where the backups taken before a change go, instead of the config's folder; false for none at all. */
  readonly backups?: string | false;
  /** What a backup holds, instead of the config's `backup`. */
  readonly backup?: "full" | "changes" | { readonly full: `up to ${number} ${"kB" | "MB" | "GB" | "TB"}` };
  /** Seconds to wait for the write lock. */
  readonly lockTimeout?: number;
}

/** One database, or a fleet of them: exactly one of `url`, `urls`, `glob` and `command`. */
export type TargetInput = TargetOptions &
  (
    | { readonly url: string | Env }
    | { readonly urls: readonly (string | Env)[] }
    /** Files, matched as the shell would: `data/tenants/*.db`. */
    | { readonly glob: string }
    /** A command that prints one URL per line. */
    | { readonly command: readonly string[] }
  );

/** Where the application's SQL is. */
export interface QueriesInput {
  /** Patterns with `*` and `**`, relative to the configuration; `!` excludes files. */
  readonly files: readonly string[];
  /** The application's own notation for values, and what SQLite reads instead: `{ "???": "?" }`. */
  readonly placeholders?: Readonly<Record<string, string>>;
  /** Scans of tables with fewer rows are not reported. Default: 1000. */
  readonly scanRows?: number;
}

/** What `trueup build` writes for databases on other people's machines. */
export interface BuildInput {
  /** The file that the application imports: `.ts`, `.js` or `.json`. */
  readonly out?: string;
  /**
   * The releases that are in use: git tags by name or pattern (`v*`), or `NAME=SCHEMA`. `check` looks at them as well.
   */
  readonly bases?: string | readonly string[];
  /** Tags before this one are no longer supported. */
  readonly oldest?: string;
  /** The name of the release being made; later tags are not its bases. */
  readonly release?: string;
  /**
   * `plain` runs on any SQLite since 3.37; with fewer rebuilds, `native` runs on SQLite since 3.54, and `libsql` on libSQL. Where
   * an engine has several, it takes its own. Default: `plain`.
   */
  readonly engines?: readonly ("plain" | "native" | "libsql")[];
  /** Where the declarations have no place for a hint: `users.full_name:users.name`, as `--rename` takes it. */
  readonly rename?: readonly string[];
  /** The same for what existing rows get: SQL by column, `{ "users.email": "''" }`. */
  readonly fill?: Readonly<Record<string, string>>;
  /** What may be lost in these databases, as `--approve` takes it: `drop-column:users.nickname:any`. */
  readonly approve?: readonly string[];
  /** Rules that existing rows may violate; this release then refuses to start: `unique:users.email`. */
  readonly refuse?: readonly string[];
  /** The same, with the statement that repairs such rows first. */
  readonly repair?: Readonly<Record<string, string>>;
}

export interface ConfigInput {
  /**
   * The declarations: a file (`.ts`, `.sql`, `.prisma`) or a folder, or several that form one schema together. Default:
   * `schema`.
   */
  readonly schema?: string | readonly string[];
  /** Where plan files are. Default: `plans`. */
  readonly plans?: string;
  /** Where the backups taken before each change go. Default: `backups`. */
  readonly backups?: string | { readonly folder?: string; readonly keep?: number; readonly keepDays?: number };
  /**
   * What a backup of a database file holds: all of it, or only the pages that the change writes, as they were. The latter
   * is small and undoes the last change alone. `{ full: "up to 2 GB" }` takes it for larger files. Default: `"full"`.
   */
  readonly backup?: "full" | "changes" | { readonly full: `up to ${number} ${"kB" | "MB" | "GB" | "TB"}` };
  /** The folder of the history of what was applied: a file for each database. Default: next to its backups. */
  readonly history?: string;
  /** The cache folder for the results of earlier reads, for CI to keep between runs. Default: in `node_modules`. */
  readonly cache?: string;
  /** Objects that are not managed: names, with `*` for any letters. */
  readonly ignore?: readonly string[];
  /** Objects whose drop is refused even when approved: `users`, `users.email`, `billing_*`. */
  readonly protect?: readonly string[];
  /** Levels of lint rules, by their code. */
  readonly lint?: Readonly<Record<string, LintLevel>>;
  /** The files that hold the application's queries, as patterns with `*` and `**`. No other file is read. */
  readonly queries?: readonly string[] | QueriesInput;
  /** The code that runs against the database now: `git:origin/main`. */
  readonly deployed?: string;
  /** SQL functions that the application registers: `slug`, or with its number of arguments, `now/0`. */
  readonly functions?: readonly string[];
  /** Collations that the application registers. */
  readonly collations?: readonly string[];
  /** For applications that bring their own databases up to date. */
  readonly build?: BuildInput;
  /** Databases by name: a URL, or an object with more settings. */
  readonly targets?: Readonly<Record<string, string | Env | TargetInput>>;
  /** The target of commands that name none. */
  readonly default?: string;
}

/** Wraps the configuration so that an editor knows its settings: `export default defineConfig({ … })`. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
