import { EngineError, type Row, type Snapshot } from "../database/connection.ts";
import type { Fact, Facts, Question } from "../model/facts.ts";
import { grouped } from "../model/grouped.ts";
import { bytes } from "./catalog.ts";

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
  const counts = new Map<string, number>();
  for (const lot of lotsOf(questions))
    for (const [key, count] of await countedTogether(snapshot, lot)) counts.set(key, count);
  for (const question of questions)
    facts.set(question.key, await answerOne(snapshot, question, counts.get(question.key), showing));
  return facts;
}

/** So many conditions are joined in one statement: D1 allows an expression a depth of 100. */
const together = 50;

type Counted = Question & { readonly where: NonNullable<Question["where"]> };

/** Questions about the same rows, where there is more than one. */
function lotsOf(questions: readonly Question[]): readonly (readonly Counted[])[] {
  const counted = questions.filter((question): question is Counted => question.where !== null);
  return [...grouped(counted, ({ where }) => where.rows).values()]
    .flatMap((same) =>
      Array.from({ length: Math.ceil(same.length / together) }, (_, n) => same.slice(n * together, (n + 1) * together)),
    )
    .filter((lot) => lot.length > 1);
}

/** In one scan, or through indexes if each condition has one. Nothing if there is no such answer: then each is asked alone. */
async function countedTogether(
  snapshot: Snapshot,
  lot: readonly Counted[],
): Promise<readonly (readonly [string, number])[]> {
  const [{ key = "", where: { rows = "" } = {} } = {}] = lot;
  const conditions = lot.map(({ where }) => `(${where.condition})`);
  const counts = conditions.map((condition) => `count(*) FILTER (WHERE ${condition})`);
  const sql = `SELECT ${counts.join(", ")} FROM ${rows} WHERE ${conditions.join(" OR ")}`;
  try {
    const [[row] = []] = await snapshot.read([{ sql }], `${key} and ${lot.length - 1} more`);
    // Where there are no rows to ask, each query is answered with one zero, whatever it asks.
    return row?.length === lot.length ? lot.map((question, n) => [question.key, Number(row[n])]) : [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [];
  }
}

async function answerOne(
  snapshot: Snapshot,
  question: Question,
  counted: number | undefined,
  showing: Showing,
): Promise<Fact> {
  try {
    const count = counted ?? (await countOf(snapshot, question));
    return { known: true, count, sample: count === 0 ? [] : await sampleOf(snapshot, question, showing) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { known: false, why: error.message };
  }
}

async function countOf(snapshot: Snapshot, { key, count }: Question): Promise<number> {
  const [[row] = []] = await snapshot.read([{ sql: count }], key);
  return Number(row?.[0]);
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
