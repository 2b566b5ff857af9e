import { keywords } from "./keywords.ts";
import { quoteName } from "./quote.ts";

/**
 * A name as a person would write it: quoted only where it must be. For SQL that was written by people and is read by
 * people; that a bare name is never taken for anything else is shown in `test/vocabulary/bare-name.test.ts`, against
 * every word the engine's own keyword table could hold.
 */
export function bareName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name.toUpperCase()) ? name : quoteName(name);
}
