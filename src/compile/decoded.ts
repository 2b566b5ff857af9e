import { languageOf } from "./languages.ts";

/**
 * The text of a file, as problems point into it: without a byte order mark. Throws if the bytes are invalid in its
 * encoding.
 */
export function decoded(file: string, bytes: Uint8Array): string {
  const encoding = languageOf(file) === "sql" ? encodingOf(bytes) : "utf-8";
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

/** Detected by the first bytes: PowerShell writes the output of `sqlite3 app.db .schema >` as UTF-16. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}
