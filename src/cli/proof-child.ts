import type { Proof } from "../prove/proof.ts";
import { prove } from "../prove/prove.ts";
import type { Proven } from "../prove/prove-aside.ts";

/** The process that proves a plan. It touches no database but its own copy in memory, and a signal ends it at once. */
process.on("message", (proof: Proof) => {
  const said = proven(proof);
  if (process.connected) process.send?.(said, () => {});
});

function proven(proof: Proof): Proven {
  try {
    return { kind: "proven", problems: prove(proof) };
  } catch (error) {
    return { kind: "bug", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
