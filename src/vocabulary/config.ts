/** A value that stands in the environment, never in the file: read by name at the moment of connecting. */
export interface Env {
  readonly env: string;
}

/** A secret or an address from the environment: `authToken: env("TURSO_TOKEN")`. */
export function env(name: string): Env {
  return { env: name };
}

export type LintLevel = "off" | "warn" | "error";

/**
 * A command run before or after a change. An array is run as it stands, without a shell; `shell` asks for one;
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
  /** What is dropped here without an approval: sensible for development. */
  readonly unasked?: readonly ("drop-index" | "drop-view")[];
  /** Objects of this target that are not managed; adds to the config's own list. */
  readonly ignore?: readonly string[];
  /** `apply` and `restore` ask for the target's name, or take it from `--confirm`. */
  readonly confirm?: boolean;
  /**
   * Who approves what is destroyed. `"flags"`: whoever runs the command. `"person"`: a person outside of the process, which
   * is so where a target says `confirm` or `protect` and is not for development. `signedBy`: the owner of one of these keys,
   * by a signed commit or tag that holds the plan.
   */
  readonly approval?: "flags" | "person" | { readonly signedBy: readonly string[] };
  /** A missing file is a new database, and `apply` creates it without being told `--create`. */
  readonly create?: boolean;
  /** `trueup dev` may work on it. Without a word it works on the default target alone, if that is a file here. */
  readonly dev?: boolean;
  /** `trueup reset` may empty it. */
  readonly disposable?: boolean;
  /** Where the copies taken before a change go, instead of the config's folder; false for none at all. */
  readonly backups?: string | false;
  /** Seconds to wait for the write lock. */
  readonly lockTimeout?: number;
}

/** One database, or a fleet of them: exactly one of `url`, `urls`, `glob` and `command`. */
export type TargetInput = TargetOptions &
  (
    | { readonly url: string | Env }
    | { readonly urls: readonly (string | Env)[] }
    /** Files, as the shell would find them: `data/tenants/*.db`. */
    | { readonly glob: string }
    /** A command that prints one URL a line. */
    | { readonly command: readonly string[] }
  );

/** Where the application's SQL stands. */
export interface QueriesInput {
  /** Patterns with `*` and `**`, relative to the configuration; `!` takes files out again. */
  readonly files: readonly string[];
  /** What stands for values in the application's own way, and what SQLite reads instead: `{ "???": "?" }`. */
  readonly placeholders?: Readonly<Record<string, string>>;
  /** Scans of tables with fewer rows are not reported. Default: 1000. */
  readonly scanRows?: number;
}

/** What `trueup build` writes for databases on machines of other people. */
export interface BuildInput {
  /** The file that the application imports: `.ts`, `.js` or `.json`. */
  readonly out?: string;
  /** The releases that are out there: tags of git by name or pattern (`v*`), or `NAME=SCHEMA`. `check` looks at them as well. */
  readonly bases?: string | readonly string[];
  /** Tags before this one are not supported any more. */
  readonly oldest?: string;
  /** The name of the release that is being made; later tags are not its bases. */
  readonly release?: string;
  /**
   * `plain` runs on any SQLite since 3.37; with fewer rebuilds, `native` runs on SQLite since 3.53, and `libsql` on libSQL. Where
   * an engine has several, it takes its own. Default: `plain`.
   */
  readonly engines?: readonly ("plain" | "native" | "libsql")[];
  /** Where the declarations have no place for a hint: `users.full_name:users.name`, as `--rename` takes it. */
  readonly rename?: readonly string[];
  /** The same for what existing rows get: SQL by column, `{ "users.email": "''" }`. */
  readonly fill?: Readonly<Record<string, string>>;
  /** What may be lost there, as `--approve` takes it: `drop-column:users.nickname:any`. */
  readonly approve?: readonly string[];
  /** Rules that rows there may break, and then this release does not start: `unique:users.email`. */
  readonly refuse?: readonly string[];
  /** The same, with the statement that mends such rows first. */
  readonly repair?: Readonly<Record<string, string>>;
}

export interface ConfigInput {
  /** The declarations: a file (`.ts`, `.sql`, `.prisma`) or a folder, or several that are one schema together. Default: `schema`. */
  readonly schema?: string | readonly string[];
  /** Where plan files are looked for. Default: `plans`. */
  readonly plans?: string;
  /** Where the copies taken before each change go. Default: `backups`. */
  readonly backups?: string | { readonly folder?: string; readonly keep?: number; readonly keepDays?: number };
  /** The folder where it is written down what was applied: a file for each database. Default: beside its backups. */
  readonly history?: string;
  /** The folder where results of earlier reads are kept, for CI to keep between runs. Default: in `node_modules`. */
  readonly cache?: string;
  /** Objects that are not managed: names, `*` for any letters. */
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
  /** For applications that bring their own database up to date. */
  readonly build?: BuildInput;
  /** Databases by name: a URL, or an object that says more. */
  readonly targets?: Readonly<Record<string, string | Env | TargetInput>>;
  /** The target that is meant where a command names none. */
  readonly default?: string;
}

/** Wraps the configuration so that an editor knows its words: `export default defineConfig({ … })`. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
