import { createHash } from "node:crypto";

/** The hash of everything above the seal, so that edits, formatters and merge leftovers show. It is no signature. */
export function sealOf(text: string): string {
  return `sha256:${createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex")}`;
}
