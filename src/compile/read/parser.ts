import type { ts } from "./typescript.ts";

type Parser = typeof ts;

let loaded: Parser | null = null;

/** TypeScript's parser. It is large, and most declarations are read without it: see `withParser`. */
export function parser(): Parser {
  if (loaded === null) throw new ParserNeeded();
  return loaded;
}

class ParserNeeded extends Error {}

/** Reads declarations, and reads them again with the parser if it turns out that they need it. */
export async function withParser<T>(read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ParserNeeded)) throw error;
  }
  loaded = (await import("./typescript.ts")).ts;
  return read();
}
