import { whereNow } from "../../apply/where-now.ts";
import type { ApplyRequest } from "../../apply/run.ts";
import { openFile } from "../../database/file.ts";

/** At which end of the change the database is now; null if it is at neither, or cannot be opened. */
export async function endNow(request: ApplyRequest): Promise<"base" | "target" | null> {
  const key = request.encryptionKey === null ? {} : { encryptionKey: request.encryptionKey };
  const opened = await openFile(request.path, { label: request.label, ...key });
  if (!opened.ok) return null;
  try {
    return await opened.value.snapshot((snapshot) => whereNow(snapshot, request));
  } finally {
    await opened.value.close();
  }
}
