import { openTarget, readWhere } from "../../src/target/kinds.ts";
import { noSettings, type ChangeHooks, type Opening, type Settings, type Target } from "../../src/target/target.ts";
import { type Checked, ProblemError } from "../../src/problem/problem.ts";

const never = new AbortController().signal;

/** Hooks of a change that is neither observed nor stopped. */
export const quiet: ChangeHooks = { onEvent: () => {}, now: () => new Date(), stop: never, kill: never };

export function tryTarget(
  text: string,
  settings: Partial<Settings> = {},
  more: Partial<Opening> = {},
  folder = ".",
): Promise<Checked<Target>> {
  const where = readWhere(text, folder);
  if (!where.ok) return Promise.resolve(where);
  return openTarget(where.value, {
    label: where.value.label,
    settings: { ...noSettings, ...settings },
    patience: null,
    stop: never,
    onFetch: () => {},
    thread: null,
    ...more,
  });
}

/** The target that a path or a URL names. */
export async function targetAt(...named: Parameters<typeof tryTarget>): Promise<Target> {
  const target = await tryTarget(...named);
  if (!target.ok) throw new ProblemError(...target.problems);
  return target.value;
}
