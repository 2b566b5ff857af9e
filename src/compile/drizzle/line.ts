/** The two major lines of Drizzle: the same words are other SQL in each. */
export interface Line {
  readonly major: 0 | 1;
  /** What turns a key into the name of a column that has none; 0.x takes it from drizzle.config. */
  readonly casing: Casing | null;
}

export type Casing = "snake_case" | "camelCase";

/** As Drizzle does it: words of letters and digits, in any script from 1.0 on. */
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
