import { sql, table, text, view } from "trueup";

export const odd = table({
  /** ends with * / here */
  a: text().nullable(),
  /** `backticks` and ${braces} and \ slashes */
  b: text().nullable(),
  /** already a doc comment */
  c: text().nullable(),
  /**
   * A box
   * of lines
   */
  d: text().nullable(),
  /** unclosed until the parenthesis */
  e: text().nullable(),
});

export const odd_view = view(sql`
  SELECT a /* */, b -- */ \`x\` \${y}
  FROM ${odd}
`);
