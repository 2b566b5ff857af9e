import type { Start } from "./change.ts";
import { compared } from "./foreign.ts";
import { judge } from "./judge.ts";
import type { State } from "./outcome.ts";
import { readingPatiently } from "./patience.ts";
import { refusedBy } from "./refused.ts";
import type { Work } from "./work.ts";

/** What `converge` would find, without a lock, and without writing anything. */
export function* inspect(start: Start): Work<State> {
  const { driver, bundle, options } = start;
  try {
    const found = yield* readingPatiently(driver, options, () => judge(start));
    if (found.kind === "up-to-date") return { state: "up-to-date", fingerprint: bundle.target.fingerprint };
    if (found.kind === "foreign") {
      const { kind, compatible, differences } = compared(found.live, bundle);
      return { state: kind, fingerprint: found.fingerprint, compatible, differences };
    }
    const { plan, from } = found;
    return {
      state: found.kind,
      fingerprint: plan.from,
      from,
      steps: plan.items.flatMap((item) => (item.kind === "step" ? [`${item.step} ${item.subject}`] : [])),
      rewrites: plan.rewrites,
    };
  } catch (error) {
    throw yield* refusedBy(error, driver);
  }
}
