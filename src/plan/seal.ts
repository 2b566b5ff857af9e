import { createHash } from "node:crypto";

/**
 * The hash of everything above the seal, which reveals edits, formatters and merge leftovers. It is not a signature.
 */
export function sealOf(text: string): string {
  return `sha256:${createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex")}`;
}

/** The digits of a seal, as people pass them on. */
export function sealDigits(seal: string): string {
  return seal.replace(/^sha256:/, "");
}

/** The same text with a new, matching seal. */
export function reseal(text: string): string {
  const body = text
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n")
    .replace(/^--@ seal [^\n]*\n?[\s]*$/m, "");
  const above = body.endsWith("\n") ? body : `${body}\n`;
  return `${above}--@ seal ${sealOf(above)}\n`;
}
