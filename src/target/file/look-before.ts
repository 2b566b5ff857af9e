import { EngineError } from "../../database/connection.ts";
import { engineProblem } from "../../database/engine-problem.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Copy } from "./copy.ts";
import type { Examined } from "../../apply/examine.ts";
import type { LookBefore } from "../../apply/verify.ts";
import { Ended, failedWith, type Run } from "../../apply/run.ts";
import { measureFor, type Soundness, soundness } from "../../apply/soundness.ts";

/** Thrown to roll everything back and start again, with a check of the database first. */
export class LookFirst extends Error {}

export function lookBefore(run: Run, copy: Copy | null, first: boolean, meanwhile: () => void): LookBefore {
  const { session } = run;
  const measure = measureFor(session.number("PRAGMA page_count") * session.number("PRAGMA page_size"));
  if (copy !== null) return { measure, anyway: true, meanwhile, found: () => foundIn(run, copy) };
  const seen = first ? sound(run, soundness(session.engine, measure)) : null;
  return {
    measure,
    anyway: first,
    meanwhile,
    async found() {
      if (seen === null) throw new LookFirst();
      return seen;
    },
  };
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

function sound(run: Run, found: Soundness): Soundness {
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
