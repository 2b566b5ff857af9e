import type { Problem } from "../problem/problem.ts";

/** A stop was requested while a database was only read. */
export function stopped(label: string): Problem {
  return { code: "stopped", level: "error", subject: label, message: "stopped", help: ["nothing was changed"] };
}
