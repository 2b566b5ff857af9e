import { quoteName, quoteText } from "../../src/sql/quote.ts";
import type { Random } from "./random.ts";

/** How names, keywords and gaps are written. Every way means the same to SQLite. */
export interface Spelling {
  readonly name: (name: string) => string;
  readonly keyword: (word: string) => string;
  readonly gap: () => string;
  readonly random: Random | null;
}

export const plainSpelling: Spelling = { name: quoteName, keyword: (word) => word, gap: () => " ", random: null };

export function oddSpelling(random: Random): Spelling {
  const shout = random.pick(["upper", "lower", "mixed"] as const);
  const comments = random.chance(0.4);
  const gaps = [" ", " ", " ", "\n  ", "\t", "  ", "\r\n"];
  const noise = [...gaps, " /* a ; comment ) */ ", "/**/", " -- to the end; ' of \" the line\n", " /* it's \" */\n"];
  return {
    random,
    name: (name) => someQuotes(random, name),
    keyword: (word) =>
      shout === "upper"
        ? word
        : shout === "lower"
          ? word.toLowerCase()
          : [...word].map((letter) => (random.chance(0.5) ? letter.toLowerCase() : letter)).join(""),
    gap: () => (random.chance(0.7) ? " " : random.pick(comments ? noise : gaps)),
  };
}

function someQuotes(random: Random, name: string): string {
  const ways = [quoteName(name), `\`${name.replaceAll("`", "``")}\``];
  if (!name.includes("]")) ways.push(`[${name}]`);
  // No keyword of SQLite ends in an underscore and a word, or is one of these.
  if (
    /^(tune|title|genre|person|album|note|kind|level|size|price|tag|entry|email|state|place|since|part|code|amount|owner|label|rank_no|[a-z]+_[0-9]+)$/.test(
      name,
    )
  ) {
    ways.push(name, name, name);
  }
  // Keywords that SQLite accepts as names, and that seem to open and close the body of a trigger.
  if (/^(end|begin|trigger)$/i.test(name)) ways.push(name, name, name);
  return random.pick(ways);
}

const token = /'(?:[^']|'')*'|⟦\d+(?::text)?⟧|[A-Z][A-Z_]*|[xX]'[^']*'| |[^ '⟦A-Z]+|./gu;

/**
 * Writes SQL in which names are given by number, tokens are separated by single spaces, and keywords are in capitals.
 */
export function spellSql(sql: string, names: ReadonlyMap<number, string>, how: Spelling): string {
  return sql.replace(token, (part, at: number) => {
    if (part === " ") return how.gap();
    if (part.startsWith("⟦")) {
      const name = names.get(Number.parseInt(part.slice(1), 10));
      if (name === undefined) throw new Error(`nothing has the number ${part} in ${sql}`);
      return part.endsWith(":text⟧") ? quoteText(name) : how.name(name);
    }
    // A capital letter within a word, such as in the hexadecimal 0x1F, is not a keyword.
    const isWord =
      /^[A-Z][A-Z_]*$/.test(part) && !/[A-Za-z0-9_]/.test(sql[at - 1] ?? "") && sql[at + part.length] !== "'";
    return isWord ? how.keyword(part) : part;
  });
}
