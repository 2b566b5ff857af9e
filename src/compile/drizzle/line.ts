/** The two major versions of Drizzle, in which the same functions produce different SQL. */
export interface Line {
  readonly major: 0 | 1;
  /** Turns a key into the name of a column that has none; 0.x takes it from drizzle.config. */
  readonly casing: Casing | null;
}

export type Casing = "snake_case" | "camelCase";

/** Like Drizzle: words of letters and digits; from 1.0 on, in any script. */
export function cased(key: string, { major, casing }: Line): string {
  if (casing === null) return key;
  const shape =
    major === 0
      ? /[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g
      : /[\d\p{Ll}\p{Lo}]+|[\p{Lu}]+(?![\p{Ll}\p{Lo}])|[\p{Lu}][\d\p{Ll}\p{Lo}]+/gu;
  const words = key.replace(/['\u2019]/g, "").match(shape) ?? [];
  if (casing === "snake_case") return words.map((word) => word.toLowerCase()).join("_");
  return words.map((word, n) => (n === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join("");
}
