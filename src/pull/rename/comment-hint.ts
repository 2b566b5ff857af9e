import { type Edit, indentAt } from "../source/edits.ts";

/** How other languages write it: Drizzle in a doc comment, SQL and Prisma on a line above. */
export type Comment = "/**" | "--" | "///";

/** `@was old` above what is declared at a place, on a line of its own or in the doc comment that is there already. */
export function commentHint(text: string, at: number, comment: Comment, hint: string): Edit {
  const line = text.lastIndexOf("\n", at - 1) + 1;
  const indent = indentAt(text, at);
  if (comment !== "/**") return insert(line, `${indent}${comment} ${hint}\n`);
  const above = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\r?\n$/.exec(text.slice(0, line));
  if (above === null) return insert(line, `${indent}/** ${hint} */\n`);
  const doc = above[0].trimEnd();
  if (doc.includes("\n")) return insert(above.index + doc.length - 2, `* ${hint}\n${indent} `);
  const prose = doc.slice(3, -2).trim();
  const lines = [`/**`, `${indent} * ${prose}`, `${indent} * ${hint}`, `${indent} */`];
  return { start: above.index, end: above.index + doc.length, text: lines.join("\n") };
}

function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
