import { type Checked, fine } from "../problem/problem.ts";
import type { Connection } from "./connection.ts";

/** Runs work on an open connection, and always closes it. */
export async function withConnection<T>(
  opened: Checked<Connection>,
  work: (connection: Connection) => Promise<T>,
): Promise<Checked<T>> {
  if (!opened.ok) return opened;
  try {
    return fine(await work(opened.value), opened.warnings);
  } finally {
    await opened.value.close();
  }
}
