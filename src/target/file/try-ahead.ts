import { Ended, type Run } from "../../apply/run.ts";
import type { LookBefore } from "../../apply/verify.ts";
import { EngineError } from "../../database/connection.ts";
import { emptyCopy } from "../../database/empty-copy.ts";
import { Session } from "../../database/session.ts";
import type { Ahead } from "./ahead.ts";
import { allChanged } from "./all-changed.ts";
import { leftBehind } from "./finish.ts";
import { LookFirst } from "./look-before.ts";

/**
 * Makes the change to an empty copy of the schema, before the lock, and forgets it. The schemas that it leads through are
 * known by their text afterwards, so under the lock they are not read and compiled again. And what runs under the lock
 * has run once, which is when code is slow.
 *
 * Only for plans that write no rows. Whatever fails here is told when it fails in the database itself.
 */
export async function tryAhead(run: Run, ahead: Ahead): Promise<void> {
  const { request, hooks } = run;
  if (ahead.orphans === null || request.encryptionKey !== null) return;
  let tried: Session | null = null;
  try {
    const engine = await emptyCopy(request.path);
    if (engine === null) return;
    tried = new Session(engine, request.path, request.label);
    tried.exec(`PRAGMA foreign_keys = ${run.session.number("PRAGMA foreign_keys")}; BEGIN`);
    const there: Run = { ...run, session: tried, hooks: { ...hooks, onEvent: () => {} }, checks: [] };
    await allChanged(there, ahead.live, notLooked(ahead));
    if (ahead.half !== null) leftBehind(there, { half: ahead.half }, ahead)();
  } catch (error) {
    if (!(error instanceof Ended || error instanceof EngineError || error instanceof LookFirst)) throw error;
  } finally {
    tried?.engine.closeNow();
  }
}

/** Without rows, there is nothing that could be damaged. */
function notLooked({ orphans, answers }: Ahead): LookBefore {
  return {
    measure: "quick_check",
    orphans,
    answers,
    rulesHold: true,
    anyway: false,
    meanwhile: () => {},
    found: () => Promise.reject(new LookFirst()),
    blame: () => {},
  };
}
