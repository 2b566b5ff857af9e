import { EngineError, type Value } from "./connection.ts";

/** The values that can be bound without crashing the process. */
export type NativeValue = null | number | bigint | string | Uint8Array;

/** Integers go in as bigint: the binding stores every number as REAL. */
export function toNative(value: Value): NativeValue {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return BigInt(value);
    if (Number.isNaN(value)) return null;
    return value;
  }
  if (value === null || typeof value === "bigint" || typeof value === "string" || value instanceof Uint8Array) {
    return value;
  }
  // Unreachable for typed code; the binding would abort the process, so it is stopped here.
  throw new EngineError("SQLITE_MISUSE", `a ${typeof value} cannot be bound`);
}

export function fromNative(value: unknown): Value {
  if (typeof value === "bigint") {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
  if (value === null || typeof value === "number" || typeof value === "string" || value instanceof Uint8Array) {
    return value;
  }
  throw new EngineError("SQLITE_MISUSE", `the engine returned a ${typeof value}`);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Text that was read as `CAST(x AS BLOB)`, or null if it is not valid UTF-8. A UTF-16 database returns its bytes in its
 * own encoding: pass it (`PRAGMA encoding`).
 */
export function asText(value: Value | undefined, encoding: string = "UTF-8"): string | null {
  if (typeof value === "string") return value;
  if (!(value instanceof Uint8Array)) return null;
  try {
    if (encoding === "UTF-8") return utf8.decode(value);
    const name = encoding === "UTF-16be" ? "utf-16be" : "utf-16le";
    return new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return null;
  }
}
