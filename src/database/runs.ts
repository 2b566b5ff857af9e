import { EngineError } from "./connection.ts";

/** Whether the engine accepts it. */
export function runs(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}
