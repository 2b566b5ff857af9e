import * as z from "zod/mini";
import { nearest } from "../problem/nearest.ts";
import type { Problem } from "../problem/problem.ts";
import type { OptionSpec } from "./spec/spec.ts";
import { usage } from "./usage.ts";

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const count = z.coerce.number().check(z.int(), z.gte(1));
/** Milliseconds. A number alone means seconds. */
export const time = z.pipe(
  z.string().check(z.regex(/^\d+(\.\d+)?(ms|s|m|h)?$/)),
  z.transform((text: string) => {
    const unit = /[a-z]+$/.exec(text)?.[0] ?? "s";
    return Math.round(
      Number.parseFloat(text) * (unit === "ms" || unit === "m" || unit === "h" ? units[unit] : units.s),
    );
  }),
);

/** What is wrong with the value of an option, null where nothing is. */
export function badValue(option: OptionSpec, value: string): Problem | null {
  const name = `--${option.name}`;
  const { choices, kind } = option;
  if (choices !== undefined && !z.enum(choices).safeParse(value).success) {
    const near = nearest(value, choices);
    return usage("bad-value", name, `${name} cannot be \`${value}\``, [
      near === null ? `one of ${choices.join(", ")}` : `did you mean  ${name} ${near} ? (${choices.join(", ")})`,
    ]);
  }
  if (kind === "count" && !count.safeParse(value).success) {
    return usage("bad-value", name, `${name} cannot be \`${value}\``, ["a whole number from 1"]);
  }
  if (kind === "time" && !time.safeParse(value).success) {
    return usage("bad-value", name, `${name} cannot be \`${value}\``, ["a time such as 500ms, 5s or 2m"]);
  }
  return null;
}
