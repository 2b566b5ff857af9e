import type { Problem } from "../problem/problem.ts";
import type { EngineError } from "./connection.ts";
import { sqliteSays } from "../sql/messages.ts";

type Wording = Pick<Problem, "code" | "message" | "help">;

/** True for causes outside the statement: a lock, the disk, a damaged file; false for a wrong statement. */
export function isEnvironment(error: EngineError): boolean {
  return wording(error).code !== "database-engine";
}

/** The problem for an error of SQLite about a database. SQLite's own message is kept as evidence. */
export function engineProblem(error: EngineError, label: string): Problem {
  return { level: "error", subject: label, evidence: [`SQLite: ${error.message} (${error.code})`], ...wording(error) };
}

function wording(error: EngineError): Wording {
  const code = error.code.replace(/^SQLITE_/, "");
  if (code === "NOTADB") {
    return {
      code: "database-not-sqlite",
      message: "this is not a SQLite database, or it is encrypted with another key",
      help: ["check the path", "if it is encrypted, give its key"],
    };
  }
  if (code.startsWith("CORRUPT") && sqliteSays.malformedSchema.test(error.message)) {
    return {
      code: "database-schema-damaged",
      message: "a stored CREATE statement cannot be read",
      help: ["repair or drop that object with the tool that made it, and run this again"],
    };
  }
  if (code.startsWith("CORRUPT") || code === "IOERR_SHORT_READ" || code === "FORMAT") {
    return {
      code: "database-damaged",
      message: "the database is damaged",
      help: ["trueup backups lists what can be restored", "sqlite3 FILE .recover saves what can still be read"],
    };
  }
  if (/^(BUSY|LOCKED|PROTOCOL)/.test(code)) {
    return {
      code: "database-locked",
      message: "another process holds the database",
      help: ["try again, or wait longer with --lock-timeout"],
    };
  }
  if (code === "READONLY_DIRECTORY") {
    return {
      code: "database-permission",
      message: "SQLite must create a file beside the database, and this user may not write that folder",
      help: ["run as the user that owns the folder: a WAL database needs its -shm file there even for reading"],
    };
  }
  if (/^READONLY_(ROLLBACK|RECOVERY|CANTINIT|CANTLOCK)/.test(code)) {
    return {
      code: "database-recovery",
      message: "a killed process left work that must be recovered first, and this user may not write here",
      help: ["open the database once as a user who may write it, then run this again"],
    };
  }
  if (code.startsWith("READONLY")) {
    return {
      code: "database-read-only",
      message: "the database cannot be written",
      help: ["check the owner and the mode of the file and of its folder"],
    };
  }
  if (code === "FULL") {
    return {
      code: "database-disk-full",
      message: "there is no space left to write",
      help: ["free some space, and run this again"],
    };
  }
  if (/^(CANTOPEN|PERM|AUTH)/.test(code)) {
    return {
      code: "database-permission",
      message: "SQLite could not open the database or a file beside it",
      help: ["check that this user may read the file and write its folder: a WAL database needs its -shm file there"],
    };
  }
  if (code.startsWith("IOERR")) {
    return {
      code: "database-io",
      message: "the operating system refused to read or write the database",
      help: [
        // A database in WAL mode keeps its -shm file beside it, for readers too: it could not be made as large as it must be.
        ...(code === "IOERR_SHMSIZE"
          ? ["check whether the disk is full: in WAL mode, reading needs a little space as well"]
          : []),
        "check the system log, the disk and the mount",
      ],
    };
  }
  return { code: "database-engine", message: "SQLite refused a statement", help: [] };
}

/** The operating system's error for a path, before SQLite opens it. */
export function fileProblem(error: unknown, label: string): Problem {
  const said = error instanceof Error && "code" in error ? String(error.code) : "";
  const common = { level: "error", subject: label, evidence: [`the system says ${said}`] } as const;
  switch (said) {
    case "ENOENT":
    case "ENOTDIR":
      return {
        ...common,
        code: "database-missing",
        message: "there is no such file",
        help: ["check the path", "a new database is created by  trueup apply"],
      };
    case "ELOOP":
      return { ...common, code: "database-missing", message: "the symbolic links form a loop", help: [] };
    case "EACCES":
    case "EPERM":
      return {
        ...common,
        code: "database-permission",
        message: "this user may not read it",
        help: ["run as the user that owns the database"],
      };
    default:
      return { ...common, code: "database-io", message: "the file cannot be accessed", help: [] };
  }
}
