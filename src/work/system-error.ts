import type { Problem } from "../problem/problem.ts";
import { shownFrom } from "./shown-from.ts";

/** System errors about files and folders, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "there is no space left on the device",
  EFBIG: "the file is larger than this file system allows",
  EDQUOT: "the disk quota of this user is exceeded",
  ENOENT: "a folder in its path does not exist",
  ENOTDIR: "something in its path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else with that name exists",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links form a loop",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/** The problem for a path that the system refuses, which is not a bug; null for everything else that may be thrown. */
export function systemTrouble(error: unknown, cwd: string): Problem | null {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return null;
  const reason = reasons[String(error.code)];
  if (reason === undefined || typeof error.path !== "string") return null;
  const path = shownFrom(cwd, error.path);
  return {
    code: "path-unusable",
    level: "error",
    subject: path,
    message: `${path} cannot be used: ${reason}`,
    evidence: [`the system says ${String(error.code)}${"syscall" in error ? ` to ${String(error.syscall)}` : ""}`],
    help: ["check the path, its permissions and the free space"],
  };
}
