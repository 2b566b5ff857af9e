import type { FingerprintKind } from "./fingerprint.ts";

/** The kind of a fingerprint that was made before, as it begins. */
export function kindOfFingerprint(made: string): FingerprintKind {
  return made.startsWith("fp1o:") ? "fp1o" : "fp1";
}
