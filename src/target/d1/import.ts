import { createHash } from "node:crypto";
import { EngineError } from "../../database/connection.ts";
import { openTransport, TransportError } from "../transport.ts";
import { isRecord } from "../is-record.ts";
import { ApiError, engineErrorIn, garbage } from "./problems.ts";

type Post = (body: unknown) => Promise<unknown>;

/** Between two questions, in milliseconds. */
const pause = 1000;

/** How many questions in a row may be lost. */
const mostLost = 30;

/**
 * Sends a file and waits until D1 has run it. Null if all of it succeeded; otherwise SQLite's error, and then none of
 * it is kept. https://developers.cloudflare.com/d1/best-practices/import-export-data/
 */
export async function importText(post: Post, text: string, stop?: AbortSignal): Promise<EngineError | null> {
  const etag = createHash("md5").update(text).digest("hex");
  const begun = await post({ action: "init", etag });
  const upload = isRecord(begun) && typeof begun.upload_url === "string" ? begun.upload_url : null;
  if (upload !== null) await put(new URL(upload), text);
  const filename = isRecord(begun) ? begun.filename : undefined;
  // A file that was uploaded before is started at once.
  let state = upload === null ? begun : await post({ action: "ingest", etag, filename });
  for (;;) {
    if (!isRecord(state)) throw garbage("the answer does not describe the import");
    if (state.status === "complete") return null;
    if (state.status === "error" || typeof state.error === "string") return said(state);
    state = await next(post, state.at_bookmark, stop);
    // It has ended, but the answer that said how was lost.
    if (isRecord(state) && state.error === "Not currently importing anything.")
      throw new TransportError("cut", "the import has ended, and its answer was lost", { reached: true });
  }
}

/** Asks how far it is. The import goes on whatever becomes of a question, so a lost one is asked again. */
async function next(post: Post, bookmark: unknown, stop: AbortSignal | undefined): Promise<unknown> {
  for (let lost = 0; ; lost++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return await post({ action: "poll", current_bookmark: bookmark });
    } catch (error) {
      if (!(error instanceof TransportError) || stop?.aborted || lost === mostLost) throw error;
    }
  }
}

function said(state: Readonly<Record<string, unknown>>): EngineError {
  const errors = Array.isArray(state.errors) ? state.errors : [];
  const text = [state.error, ...errors].find((each) => typeof each === "string") ?? "the import failed";
  return engineErrorIn(new ApiError(400, 7500, String(text))) ?? new EngineError("SQLITE_ERROR", String(text));
}

async function put(url: URL, text: string): Promise<void> {
  const transport = openTransport(url);
  try {
    const body = Buffer.from(text);
    const answer = await transport.whole({
      method: "PUT",
      path: url.pathname + url.search,
      headers: { "content-length": String(body.length) },
      body,
      timeout: 300_000,
      fresh: true,
    });
    if (answer.status >= 300) throw new ApiError(answer.status, null, "the file could not be uploaded");
  } catch (error) {
    // A file that is not there, or not whole, is not run.
    if (error instanceof TransportError) throw new TransportError(error.reason, error.message, { reached: false });
    throw error;
  } finally {
    transport.close();
  }
}
