import { unreachable } from "../problem/problem.ts";
import { writeExpect } from "./directive.ts";
import type { Expect, Item } from "./plan.ts";

/** `1,204`: written by hand, because a locale would make the same plan look different on another machine. */
export function count(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 row`, `1,204 rows`; a plural that is not the singular and an `s` is given. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `41.0 MB`: decimal units, as disks and file managers count. */
export function bytes(value: number): string {
  if (value < 1000) return plural(value, "byte");
  const units = ["kB", "MB", "GB", "TB"];
  let size = value / 1000;
  let unit = 0;
  // What would be rounded to `1000.0 kB` is `1.0 MB`.
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}

/** `rebuild-copy orders`: what a step or a check is called, in the plan file and everywhere else. */
export function itemName(item: Item): string {
  return `${item.kind === "step" ? item.step : item.check} ${item.subject}`;
}

/** What a check wants, for people: `= 0`, `no rows`. */
export function expected(expect: Expect): string {
  switch (expect.kind) {
    case "equal":
    case "most":
      return writeExpect(expect);
    case "empty":
      return "no rows";
    case "no-worse":
      return "no new rows";
    default:
      return unreachable(expect);
  }
}
