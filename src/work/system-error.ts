import type { Problem } from "../problem/problem.ts";
import { shownFrom } from "./shown-from.ts";

/** What the system says when a file or folder cannot be used, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "there is no space left",
  EFBIG: "a file may not be as large here",
  EDQUOT: "the quota of this user is used up",
  ENOENT: "a folder in its path does not exist",
  ENOTDIR: "something in its path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "there is something else by that name",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/** A path that the system refuses is no bug of ours; null for everything else that may have been thrown. */
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
    help: ["check the path, its permissions and the space there"],
  };
}
