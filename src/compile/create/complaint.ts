import type { Problem } from "../../problem/problem.ts";
import { complaints } from "./complaints.ts";
import type { Complainant, Meaning } from "./meaning.ts";
import { kindOf, placeOfToken, tokenNamed } from "./statement-tokens.ts";
import type { Statement } from "./write-objects.ts";

/** SQLite's error as a problem of the declaration, at exactly the word it is about. */
export function complaint(said: string, statement: Statement, about: Complainant): Problem {
  const meaning = meaningOf(said, statement, about);
  const at = meaning.at === null ? null : placeOfToken(meaning.at, statement);
  return {
    code: meaning.code,
    level: "error",
    subject: statement.name,
    message: meaning.message,
    at: at ?? statement.object.at,
    ...(meaning.label !== undefined && { label: meaning.label }),
    ...(meaning.also !== undefined && { also: meaning.also }),
    ...(meaning.meant !== undefined && at !== null && { meant: meaning.meant }),
    ...(!meaning.message.includes(said) && { evidence: [`SQLite says: ${said}`] }),
    help: meaning.help,
  };
}

function meaningOf(said: string, statement: Statement, about: Complainant): Meaning {
  for (const [pattern, read] of complaints) {
    const found = pattern.exec(said);
    if (found !== null) return read(found, statement, about);
  }
  const quoted = /["'[`]([^"'\]`]+)["'\]`]/.exec(said)?.[1];
  return {
    code: "invalid-sql",
    message: `SQLite does not accept ${kindOf(statement)} \`${statement.name}\`: ${said}`,
    help: [],
    at: quoted === undefined ? null : tokenNamed(quoted, statement),
  };
}
