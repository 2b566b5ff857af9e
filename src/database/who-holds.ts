import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

/** A process that has a database file open. */
export interface Holder {
  readonly pid: number;
  /** The name of its program. */
  readonly program: string;
  readonly does: "is writing to it" | "is reading it" | "has it open";
}

/**
 * The processes that have a database file open, as far as this user may see them. Null where the system does not say,
 * which is everywhere but on Linux. Opening the file to find out would release the locks that this process holds on it.
 */
export function whoHolds(path: string): readonly Holder[] | null {
  if (!existsSync("/proc/locks")) return null;
  const [main, index] = [identityOf(path), identityOf(`${path}-shm`)];
  const files = [main, index, identityOf(`${path}-wal`)].filter((file) => file !== null);
  const locks = [...(main === null ? [] : locksOn(main, inFile)), ...(index === null ? [] : locksOn(index, inIndex))];
  return readdirSync("/proc").flatMap((entry): readonly Holder[] => {
    if (!/^\d+$/.test(entry) || !openFiles(entry).some((file) => file !== null && files.includes(file))) return [];
    const pid = Number(entry);
    const own = locks.filter((lock) => lock.pid === pid);
    // With a write-ahead log each connection also holds a shared lock on the file.
    const reads = own.some(({ what, file }) => what === "read" && (index === null || file === index));
    const does = own.some(({ what }) => what === "write")
      ? "is writing to it"
      : reads
        ? "is reading it"
        : "has it open";
    return [{ pid, program: programOf(entry), does }];
  });
}

/** Device and inode; null if there is no such file. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** Those of a process; none if it has ended, or belongs to another user. */
function openFiles(pid: string): readonly (string | null)[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => identityOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function programOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "a process";
  }
}

interface Lock {
  readonly pid: number;
  readonly file: string;
  readonly what: "write" | "read";
}

/** What a lock on these bytes means; null if it means neither. */
type Meaning = (type: string, first: number, last: number) => Lock["what"] | null;

/** The bytes that SQLite locks in the file: https://www.sqlite.org/src/file/src/os.h */
const inFile: Meaning = (type, first, last) => {
  const pending = 0x40000000;
  if (last < pending || first > pending + 511) return null;
  return type === "WRITE" ? "write" : last >= pending + 2 ? "read" : null;
};

/** And in the index of its log: https://www.sqlite.org/walformat.html#wal_locks */
const inIndex: Meaning = (type, first, last) => {
  const covers = (from: number, to: number) => first <= to && last >= from;
  if (type === "WRITE" && covers(120, 120)) return "write";
  return type === "READ" && covers(123, 127) ? "read" : null;
};

/** `1: POSIX  ADVISORY  WRITE 4711 fe:00:2147700 120 120` */
const line = /^\d+: POSIX +\S+ +(READ|WRITE) (\d+) \S+:(\d+) (\d+) (\d+|EOF)$/;

function locksOn(file: string, meaning: Meaning): readonly Lock[] {
  return readFileSync("/proc/locks", "utf8")
    .split("\n")
    .flatMap((text): readonly Lock[] => {
      const [, type = "", pid, inode, first, last] = line.exec(text) ?? [];
      // The device is written differently there, and may be another one; the process has to have the file open as well.
      if (!file.endsWith(`:${inode}`)) return [];
      const what = meaning(type, Number(first), last === "EOF" ? Number.POSITIVE_INFINITY : Number(last));
      return what === null ? [] : [{ pid: Number(pid), file, what }];
    });
}
