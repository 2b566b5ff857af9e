import { openScratch } from "../../database/scratch.ts";
import { introspectScratch } from "../../introspect/introspect.ts";
import { equal, objectsOf } from "../../model/canonical.ts";
import { fingerprint, rememberFingerprint } from "../../model/fingerprint.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { createObjects } from "./create-objects.ts";
import { assembled, divide, type Judged } from "./judged.ts";
import type { Complainant } from "./meaning.ts";
import type { Statement } from "./write-objects.ts";

/**
 * What these statements create, of which only what is open in `before` is created. Null if too much is, and for any
 * problem: its cause may be what was judged before.
 */
export function judgedInPart(
  statements: readonly Statement[],
  before: Judged,
  about: Omit<Complainant, "scratch">,
  most?: number,
): Schema | null {
  const parts = divide(statements, before, most);
  if (parts === null) return null;
  if (parts.toCreate.length === 0) {
    const whole = assembled(statements, parts, null);
    if (whole !== null && isSame(whole, before.schema)) rememberFingerprint(whole, fingerprint(before.schema));
    return whole;
  }
  const scratch = openScratch(about.beside);
  try {
    const { problems } = createObjects(scratch, parts.toCreate, { ...about, scratch });
    if (problems.length > 0) return null;
    const made = introspectScratch(scratch, { ...about.beside, ignore: [] });
    return assembled(statements, parts, made);
  } finally {
    scratch.close();
  }
}

/** Whether all that stands is the same, in the same order: most often nothing has changed. */
function isSame(a: Schema, b: Schema): boolean {
  const [own, others] = [objectsOf(a), objectsOf(b)];
  return own.length === others.length && own.every((each, n) => equal(each, others[n] as SchemaObject));
}
