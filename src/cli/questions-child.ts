import { EngineError } from "../database/connection.ts";
import type { Engine } from "../database/engine.ts";
import { openReading } from "../database/file.ts";
import type { FromQuestions, ToQuestions } from "../database/questions-aside.ts";

/**
 * The process that asks the rows. It ends with the channel. A signal ends it at once, whatever it is doing: it only
 * reads, and the process that started it removes what it leaves behind.
 */
let engine: Engine | null = null;

process.on("message", (message: ToQuestions) => say(answer(message)));
process.on("disconnect", () => void engine?.close());

function answer(message: ToQuestions): FromQuestions {
  try {
    if (message.kind === "open") return { kind: "opened", schema: begin(message.path, message.encryptionKey) };
    const rows = message.queries.map(({ sql, args }) => engine?.all(sql, args) ?? []);
    return { kind: "rows", rows };
  } catch (error) {
    if (error instanceof EngineError) return { kind: "error", code: error.code, message: error.message };
    throw error;
  }
}

/** A transaction for everything that is asked; null if another process keeps readers out. */
function begin(path: string, encryptionKey: string | null): number | null {
  const opened = openReading(path, { timeout: 1000, ...(encryptionKey === null ? {} : { encryptionKey }) });
  if (!opened.ok) return null;
  engine = opened.value;
  engine.exec("BEGIN");
  return Number(engine.all("PRAGMA schema_version")[0]?.[0]);
}

function say(message: FromQuestions): void {
  if (process.connected) process.send?.(message, () => {});
}
