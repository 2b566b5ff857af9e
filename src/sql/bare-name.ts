import { keywords } from "./keywords.ts";
import { quoteName } from "./quote.ts";

/**
 * A name as a person would write it: quoted only if needed. For SQL that people write and read.
 * `test/vocabulary/bare-name.test.ts` shows that a bare name is never read as anything else, for every word that the
 * engine's keyword table could contain.
 */
export function bareName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name.toUpperCase()) ? name : quoteName(name);
}
