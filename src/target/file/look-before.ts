import { EngineError } from "../../database/connection.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Ahead } from "./ahead.ts";
import type { Copy } from "./copy.ts";
import type { Examined } from "../../apply/examine.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { type LookBefore, orphans } from "../../apply/verify.ts";
import { plansOf } from "../../apply/chain.ts";
import { stillKept } from "../../apply/new-rules.ts";
import { redefines } from "../../apply/touched.ts";
import { Ended, failedWith, type Run } from "../../apply/run.ts";
import { measureFor, type Soundness, soundness } from "../../apply/soundness.ts";

/** Thrown to roll everything back and start again, with a check of the database first. */
export class LookFirst extends Error {}

/** `ahead` is what the database was like before the lock, `first` says whether it has to be looked at now. */
export function lookBefore(
  run: Run,
  copy: Copy | null,
  ahead: Ahead | null,
  first: boolean,
  meanwhile: () => void,
): LookBefore {
  const { session } = run;
  const bytes = session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
  const measure = measureFor(session.engine, bytes);
  const seen = first ? sound(run, soundness(session.engine, measure)) : copy === null ? (ahead?.found ?? null) : null;
  const isLast = ahead === null || ahead.isExact();
  const rules = ahead?.rules ?? null;
  const rulesHold = ahead !== null && rules !== null && (isLast || stillKept(run, rules, ahead.changed()));
  return {
    measure,
    orphans: orphansNow(run, ahead, isLast),
    answers: (isLast ? ahead?.answers : rulesHold ? rules?.answers : null) ?? new Map(),
    rulesHold,
    anyway: seen !== null || copy !== null,
    meanwhile,
    async found() {
      if (seen !== null) return seen;
      if (copy === null) throw new LookFirst();
      return foundIn(run, copy);
    },
    blame(messages) {
      const unseen = copy !== null && messages.some((message) => sqliteSays.checkFailed.test(message));
      if (!first && messages.length > 0 && (unseen || !isLast)) throw new LookFirst();
    },
  };
}

/** Where keys are asked after the change, what others wrote since counts as well. */
function orphansNow(run: Run, ahead: Ahead | null, isLast: boolean): LookBefore["orphans"] {
  if (ahead === null || ahead.orphans === null) return null;
  const asked = !isLast && plansOf(run.request).some(({ plan }) => redefines(plan));
  return asked ? orphans(run.session.engine) : ahead.orphans;
}

async function foundIn(run: Run, copy: Copy): Promise<Soundness> {
  const { found } = await readAgain(run, copy);
  if (found === null) throw new Error("the copy was not checked");
  return sound(run, found);
}

/** Waits until the copy has been read back, and ends the run if it is bad. */
export async function readAgain(run: Run, copy: Copy): Promise<Examined> {
  const examined = await copy.examined();
  if (!examined.ok) throw failedWith(run, ...examined.problems);
  return examined.value;
}

export function sound(run: Run, found: Soundness): Soundness {
  if (found.structure.length > 0) throw failedWith(run, damagedBefore(run.request.label, found.structure));
  return found;
}

/** Damage found in the middle of a change was there before it: SQLite causes none. */
export function isDamage(error: unknown): boolean {
  const problems =
    error instanceof EngineError
      ? [engineProblem(error, "")]
      : error instanceof Ended && error.outcome.kind === "failed"
        ? error.outcome.problems
        : [];
  return problems.some(({ code }) => code === "database-damaged" || code === "database-schema-damaged");
}

function damagedBefore(label: string, structure: readonly string[]): Problem {
  return {
    code: "database-unsound",
    level: "error",
    subject: label,
    message: "the database was already damaged",
    evidence: structure.slice(0, 10),
    help: ["nothing was changed; repair it first: sqlite3 FILE .recover"],
  };
}
