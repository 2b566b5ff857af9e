import { EngineError } from "./connection.ts";

/** Whether the engine accepts it. */
export function runs(work: () => void): boolean {
  return refusal(work) === null;
}

/** The error with which the engine refuses it; null if it accepts it. */
export function refusal(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
}
