import { EngineError, type Row, type Snapshot } from "../database/connection.ts";
import { bytes } from "./catalog.ts";
import type { Fact, Facts, Question } from "../model/facts.ts";

/** How the rows behind an answer may be shown: with their values, or by their numbers alone. */
export interface Showing {
  readonly values: boolean;
}

/** Asks the live rows. If the engine refuses a question, the fact is "unknown", with the reason. */
export async function answer(
  snapshot: Snapshot,
  questions: readonly Question[],
  known: Facts,
  showing: Showing = { values: true },
): Promise<Facts> {
  const facts = new Map<string, Fact>(known);
  for (const question of questions) facts.set(question.key, await answerOne(snapshot, question, showing));
  return facts;
}

async function answerOne(snapshot: Snapshot, question: Question, showing: Showing): Promise<Fact> {
  try {
    const [[row] = []] = await snapshot.read([{ sql: question.count }], question.key);
    const count = Number(row?.[0]);
    return { known: true, count, sample: count === 0 ? [] : await sampleOf(snapshot, question, showing) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { known: false, why: error.message };
  }
}

/** A few keys, to show. Read as bytes, because text that is not valid UTF-8 would crash the process. */
async function sampleOf(
  snapshot: Snapshot,
  { key, sample: full, numbers }: Question,
  { values }: Showing,
): Promise<readonly string[]> {
  const sample = values ? full : (numbers ?? null);
  if (sample === null) return [];
  try {
    const [rows = []] = await snapshot.read([{ sql: `SELECT ${bytes(`"key"`)} FROM (${named(sample)})` }], key);
    return rows.map(shown);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [];
  }
}

/** Gives the only column of the sample a name of our own. */
function named(sample: string): string {
  return `SELECT NULL AS "key" WHERE 0 UNION ALL SELECT * FROM (${sample})`;
}

function shown([value]: Row): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
}
