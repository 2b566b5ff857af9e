import { count } from "../words/numbers.ts";
import { duration } from "./number.ts";
import type { TextOptions } from "./plan/plan-text.ts";
import { displayWidth, fit, oneLine, padEnd, padStart, wrap } from "./width.ts";

/** The outcome of applying to many databases, one by one. */
export interface FleetRun {
  readonly milliseconds: number;
  readonly databases: readonly FleetOutcome[];
  readonly interrupted?: boolean;
}

export interface FleetOutcome {
  readonly name: string;
  /**
   * `skipped`: already at the target. `refused`: no plan starts at its state. `pending`: not started when the run
   * ended.
   */
  readonly state: "applied" | "skipped" | "refused" | "failed" | "pending";
  readonly canary: boolean;
  readonly milliseconds: number | null;
  /** Why it was refused or failed; which plan was applied. */
  readonly said: string;
}

export const fleetStates = ["applied", "skipped", "refused", "failed", "pending"] as const;

/** All five counts in this order, always. */
export function fleetSummary(run: FleetRun): string {
  const of = (state: FleetOutcome["state"]): string => count(run.databases.filter((one) => one.state === state).length);
  return `Fleet: ${fleetStates.map((state) => `${of(state)} ${state === "pending" ? "not started" : state}`).join(", ")}.`;
}

const signs = { applied: "✓", skipped: "=", refused: "✗", failed: "✗", pending: "·" } as const;

/** A table of outcomes: every failure, but only the number of successes if there are many. */
export function fleetText(run: FleetRun, options: TextOptions & { readonly command: string }): string {
  const { style } = options;
  const quiet = (one: FleetOutcome): boolean =>
    one.state === "skipped" || one.state === "pending" || one.state === "applied";
  const many = run.databases.length > 30 && options.all !== true;
  const shown = run.databases.filter((one) => !many || !quiet(one) || one.canary);
  const wide = Math.min(40, Math.max(8, ...shown.map((one) => displayWidth(oneLine(one.name)))));
  const lines = shown.flatMap((one) => {
    const paint = quiet(one) ? style.good : style.error;
    const time = padStart(one.milliseconds === null ? "" : duration(one.milliseconds), 10);
    const state = `${one.state === "pending" ? "not started" : one.state}${one.canary ? ", canary" : ""}`;
    const lead = `${paint(signs[one.state])} ${padEnd(fit(oneLine(one.name), wide), wide)} ${padEnd(state, 16)} ${time}  `;
    const [first = "", ...rest] = wrap(oneLine(one.said), Math.max(20, options.width - displayWidth(lead)));
    return [`${lead}${first}`.trimEnd(), ...rest.map((line) => " ".repeat(displayWidth(lead)) + line)];
  });
  const hidden = run.databases.length - shown.length;
  if (hidden > 0) lines.push(style.dim(`  … ${count(hidden)} more that succeeded or were not started (-v lists them)`));
  const again = run.databases.some((one) => one.state !== "applied" && one.state !== "skipped");
  const next = again ? "To continue, run the same command again; databases that are done are skipped." : null;
  const said = [whyStopped(run), next].filter((line) => line !== null);
  const end = [style.bold(fleetSummary(run)), ...said.flatMap((line) => wrap(line, options.width))];
  return `${lines.join("\n")}${lines.length > 0 ? "\n\n" : ""}${end.join("\n")}\n`;
}

/** Why some were not started, unless a person interrupted the run. A failure that took no time was found by looking. */
function whyStopped({ databases, interrupted }: FleetRun): string | null {
  if (interrupted === true || databases.every(({ state }) => state !== "pending")) return null;
  const failed = databases.filter(({ state, milliseconds }) => state === "failed" && milliseconds !== null);
  if (failed.length === 0) return null;
  if (failed.some(({ canary }) => canary)) return "The others were not started, because a canary failed.";
  return "The others were not started, because of --max-failures.";
}

/** `[████████········] 120/214  2 failed  about 30 s left` for a terminal. */
export function fleetBar(done: number, of: number, failed: number, left: string | null, options: TextOptions): string {
  const wide = Math.max(10, Math.min(40, options.width - 50));
  const full = of === 0 ? wide : Math.floor((wide * done) / of);
  const bar = `${"█".repeat(full)}${"·".repeat(wide - full)}`;
  const bad = failed > 0 ? `  ${options.style.error(`${count(failed)} failed`)}` : "";
  return `[${options.style.good(bar)}] ${count(done)}/${count(of)}${bad}${left === null ? "" : `  ${left} left`}`;
}
