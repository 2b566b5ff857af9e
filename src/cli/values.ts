import { nearest } from "../problem/nearest.ts";
import type { Problem } from "../problem/problem.ts";
import type { OptionSpec } from "./spec/spec.ts";
import { usage } from "./usage.ts";

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds; null if the text is not a time. A number without a unit means seconds. */
export function readTime(text: string): number | null {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  return number === undefined ? null : Math.round(Number(number) * units[unit as keyof typeof units]);
}

/** What is wrong with the value of an option; null if it is valid. */
export function badValue(option: OptionSpec, value: string): Problem | null {
  const name = `--${option.name}`;
  const { choices, kind } = option;
  if (choices !== undefined && !choices.includes(value)) {
    const near = nearest(value, choices);
    return usage("bad-value", name, `${name} cannot be \`${value}\``, [
      near === null ? `one of ${choices.join(", ")}` : `did you mean  ${name} ${near} ? (${choices.join(", ")})`,
    ]);
  }
  if (kind === "count" && !(/^\d+$/.test(value) && Number.isSafeInteger(Number(value)) && Number(value) >= 1)) {
    return usage("bad-value", name, `${name} cannot be \`${value}\``, ["a whole number from 1"]);
  }
  if (kind === "time" && readTime(value) === null) {
    return usage("bad-value", name, `${name} cannot be \`${value}\``, ["a time such as 500ms, 5s or 2m"]);
  }
  return null;
}
