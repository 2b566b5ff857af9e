import { accessSync, constants, existsSync, lstatSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Checked, failed, fine, type Problem, ProblemError } from "../problem/problem.ts";
import { type Connection, EngineError, type Row, type Snapshot } from "./connection.ts";
import { Engine } from "./engine.ts";
import { type EngineProfile, libsqlProfile } from "../model/profile.ts";
import { engineProblem, fileProblem, isEnvironment } from "./engine-problem.ts";
import { QuestionsAside } from "./questions-aside.ts";

export interface FileOptions {
  readonly label?: string;
  /** Milliseconds to wait for another process's lock. */
  readonly timeout?: number;
  readonly encryptionKey?: string;
  /** What can be done to the database that it is, where that is not to be done to this very file. */
  readonly profile?: EngineProfile;
  /** Cancels a running question about rows. */
  readonly stop?: AbortSignal;
}

const patience = 5000;

/**
 * This engine is built to sort in memory: an index over two million rows took 180 MB, and twice the time. A file is what
 * keeps the memory the same for any number of rows.
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

/** What is not there yet, read as the empty database that it will be made from. */
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
 * Whether a database can be made at this path: a folder is there and nothing in it has the name. A log or a journal that
 * lies there belongs to a database that was moved away, and SQLite would work it into a new one.
 */
export function isAbsent(path: string): boolean {
  try {
    const exists = (each: string) => lstatSync(each, { throwIfNoEntry: false }) !== undefined;
    return !exists(path) && statSync(dirname(path)).isDirectory() && leftovers(path).length === 0;
  } catch {
    return false;
  }
}

/** What SQLite kept beside a database that is gone. */
function leftovers(path: string): readonly string[] {
  return ["-wal", "-journal"].filter((end) => existsSync(path + end));
}

/** The same without the shape of a connection, for who copies pages. */
export function openReading(path: string, options: FileOptions = {}): Checked<Engine> {
  const label = options.label ?? path;
  const wrong = lookAt(path, label);
  if (wrong) return failed(wrong);
  try {
    return fine(readOnly(path, options));
  } catch (error) {
    if (error instanceof EngineError) return failed(engineProblem(error, label));
    throw error;
  }
}

/** What the file system can say before SQLite is asked, which takes a folder for a damaged database. Opens nothing. */
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

/** What makes a file that is missing more than that: then it cannot be created either. */
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
 * A WAL database that is not open anywhere gets a log from SQLite even for reading. A connection that may not write would
 * leave it behind, owned by us and perhaps closed to the application; one that may takes it away when it goes. Where
 * there is a log already, another process is at work or was killed, and all we may do is read.
 */
export function readingMode(path: string): "ro" | "rw" {
  return !existsSync(`${path}-wal`) && isWritable(path) ? "rw" : "ro";
}

function readOnly(path: string, options: FileOptions): Engine {
  const mode = readingMode(path);
  try {
    return tried(path, mode, options);
  } catch (error) {
    // A killed writer's work has to be recovered before anybody can read. SQLite does that at any ordinary opening,
    // but not under mode=ro; query_only then keeps this connection from writing anything of its own.
    const recoverable = error instanceof EngineError && /^SQLITE_(READONLY|CANTOPEN)/.test(error.code);
    if (recoverable && mode === "ro" && isWritable(path)) return tried(path, "rw", options);
    throw error;
  }
}

function tried(path: string, mode: "ro" | "rw", options: FileOptions): Engine {
  const engine = new Engine(fileUri(path, mode), { timeout: patience, ...options });
  try {
    // A foreign key that is malformed makes SQLite refuse to compile what stands on its table, while they are on.
    engine.exec(`PRAGMA query_only = ON; PRAGMA foreign_keys = OFF; ${sortOnDisk}`);
    // The first read is where SQLite looks at the file: what is wrong with it shows here.
    // By exec, which keeps no statement: a close right after it is one.
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

/** Reads on an engine that is already in a transaction, in the shape that introspection takes. */
export function snapshotOf(engine: Engine): Snapshot {
  return {
    read: async (queries): Promise<(readonly Row[])[]> => queries.map(({ sql, args }) => engine.all(sql, args)),
  };
}
