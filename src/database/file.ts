import { accessSync, constants, existsSync, lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Checked, failed, fine, type Problem, ProblemError } from "../problem/problem.ts";
import { type Connection, EngineError, type Row, type Snapshot } from "./connection.ts";
import { Engine } from "./engine.ts";
import { type EngineProfile, libsqlProfile } from "../model/profile.ts";
import { engineProblem, fileProblem, isEnvironment } from "./engine-problem.ts";
import { QuestionsAside } from "./questions-aside.ts";
import { unopened } from "./turso.ts";

export interface FileOptions {
  readonly label?: string;
  /** Milliseconds to wait for another process's lock. */
  readonly timeout?: number;
  readonly encryptionKey?: string;
  /** What the database supports, if that differs from what could be done to this very file. */
  readonly profile?: EngineProfile;
  /** Cancels a running question about rows. */
  readonly stop?: AbortSignal;
}

const patience = 5000;

/**
 * By default this engine sorts in memory: an index over two million rows took 180 MB, and twice the time. With a file,
 * the memory stays the same for any number of rows.
 */
export const sortOnDisk = "PRAGMA temp_store = FILE";

/** SQLite's URI for a path: every character that has a meaning in one is encoded. */
export function fileUri(path: string, mode: "ro" | "rw" | "rwc"): string {
  return `file:${encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23")}?mode=${mode}`;
}

/** Opens a database file for reading. It is never created and never changed. */
export async function openFile(path: string, options: FileOptions = {}): Promise<Checked<Connection>> {
  const engine = openReading(path, options);
  return engine.ok ? fine(new FileConnection(engine.value, path, options)) : engine;
}

/** A database that does not exist yet, read as the empty database that it will be made from. */
export function openNothing(label: string, profile: EngineProfile): Connection {
  const engine = new Engine(":memory:");
  return {
    kind: "file",
    profile,
    label,
    remembered: true,
    snapshot: (work) => work(snapshotOf(engine)),
    close: async () => engine.closeNow(),
  };
}

/**
 * Whether a database can be created at this path: the folder exists and nothing in it has the name. A log or a journal
 * that is still there belongs to a database that was moved away, and SQLite would apply it to a new one.
 */
export function isAbsent(path: string): boolean {
  try {
    const exists = (each: string) => lstatSync(each, { throwIfNoEntry: false }) !== undefined;
    return !exists(path) && statSync(dirname(path)).isDirectory() && leftovers(path).length === 0;
  } catch {
    return false;
  }
}

/** What SQLite kept next to a database that no longer exists. */
function leftovers(path: string): readonly string[] {
  return ["-wal", "-journal"].filter((end) => existsSync(path + end));
}

/** The same without the interface of a connection, for code that copies pages. */
export function openReading(path: string, options: FileOptions = {}): Checked<Engine> {
  const label = options.label ?? path;
  const wrong = lookAt(path, label);
  if (wrong) return failed(wrong);
  try {
    return fine(readOnly(path, options));
  } catch (error) {
    if (error instanceof EngineError) return failed(unopened(path, fileUri(path, "ro"), error, label));
    throw error;
  }
}

/**
 * What the file system can tell before SQLite is asked, which would report a folder as a damaged database. Opens
 * nothing.
 */
export function lookAt(path: string, label: string): Problem | null {
  let stats: Stats;
  try {
    stats = statSync(path);
    if (stats.isFile()) accessSync(path, constants.R_OK);
  } catch (error) {
    return { ...fileProblem(error, label), ...whyMissing(path, label) };
  }
  if (!stats.isFile()) {
    return {
      code: "database-not-a-file",
      level: "error",
      subject: label,
      message: `${stats.isDirectory() ? "this is a folder" : "this is not a plain file"}, and a database is a file`,
      help: ["name the database file itself"],
    };
  }
  const helper = /-(?:wal|shm|journal)$/.exec(path);
  if (helper && statSync(path.slice(0, helper.index), { throwIfNoEntry: false })?.isFile()) {
    return {
      code: "database-not-a-file",
      level: "error",
      subject: label,
      message: "this is a helper file that SQLite keeps beside a database, not the database",
      help: [`name ${label.slice(0, -helper[0].length)}`],
    };
  }
  return null;
}

/** Why a file is more than just missing: then it cannot be created either. */
function whyMissing(path: string, label: string): Partial<Problem> {
  if (existsSync(path)) return {};
  if (!existsSync(dirname(path))) {
    return {
      evidence: [`there is no folder ${dirname(path)}`],
      help: [
        "check the path, and whether the disk or volume is mounted",
        `or make the folder:  mkdir -p ${dirname(path)}`,
      ],
    };
  }
  const left = leftovers(path).map((end) => label + end);
  if (left.length === 0) return {};
  return {
    evidence: [
      `${left.join(" and ")} ${left.length === 1 ? "is" : "are"} there, without the database that it belongs to`,
    ],
    help: ["restore the database beside it; or, if it is no longer needed, remove that as well"],
  };
}

/**
 * If a WAL database is not open anywhere, SQLite creates a log for it even for reading. A read-only connection would
 * leave it behind, owned by us and perhaps inaccessible to the application; a connection that may write removes it when
 * it closes. If a log already exists, another process is at work or was killed, and we may only read.
 */
export function readingMode(path: string): "ro" | "rw" {
  return !existsSync(`${path}-wal`) && isWritable(path) ? "rw" : "ro";
}

function readOnly(path: string, options: FileOptions): Engine {
  const mode = readingMode(path);
  try {
    return tried(path, mode, options);
  } catch (error) {
    // The work of a killed writer has to be recovered before anybody can read. SQLite does that whenever a file is
    // opened normally, but not under mode=ro; query_only then keeps this connection from writing anything of its own.
    const recoverable = error instanceof EngineError && /^SQLITE_(READONLY|CANTOPEN)/.test(error.code);
    if (recoverable && mode === "ro" && isWritable(path)) return tried(path, "rw", options);
    throw error;
  }
}

function tried(path: string, mode: "ro" | "rw", options: FileOptions): Engine {
  const engine = new Engine(fileUri(path, mode), { timeout: patience, ...options });
  try {
    // While foreign keys are on, a malformed foreign key makes SQLite refuse to compile anything that depends on its
    // table.
    engine.exec(`PRAGMA query_only = ON; PRAGMA foreign_keys = OFF; ${sortOnDisk}`);
    // SQLite looks at the file only at the first read, so that is where anything wrong with it shows. Done with exec,
    // which keeps no statement: the connection may be closed right afterwards.
    engine.exec("SELECT count(*) FROM sqlite_schema");
    return engine;
  } catch (error) {
    engine.closeNow();
    throw error;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

class FileConnection implements Connection {
  readonly kind = "file";
  readonly profile: EngineProfile;
  readonly label: string;
  readonly remembered: boolean;
  readonly #engine: Engine;
  readonly #path: string;
  readonly #options: FileOptions;

  constructor(engine: Engine, path: string, options: FileOptions) {
    this.#engine = engine;
    this.#path = path;
    this.#options = options;
    this.label = options.label ?? path;
    this.profile = options.profile ?? libsqlProfile;
    // Nothing from an encrypted database is stored in plain text.
    this.remembered = options.encryptionKey === undefined;
  }

  async snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const aside = new QuestionsAside(this.#engine, this.#path, this.#options);
    try {
      this.#engine.exec("BEGIN");
      return await work({
        read: async (queries, rows) =>
          (rows === undefined ? null : await aside.read(queries)) ??
          queries.map(({ sql, args }) => this.#engine.all(sql, args)),
      });
    } catch (error) {
      // A wrong statement is left to the caller; a locked or damaged database is a problem to report.
      if (error instanceof EngineError && isEnvironment(error))
        throw new ProblemError(engineProblem(error, this.label));
      throw error;
    } finally {
      await aside.close();
      if (this.#engine.inTransaction && !this.#engine.spoiled) this.#engine.exec("ROLLBACK");
    }
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** Reads on an engine that is already in a transaction, with the interface that introspection needs. */
export function snapshotOf(engine: Engine): Snapshot {
  return {
    read: async (queries): Promise<(readonly Row[])[]> => queries.map(({ sql, args }) => engine.all(sql, args)),
  };
}
