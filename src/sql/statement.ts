import { isWord, type Token, significant, tokenize } from "./tokens.ts";

/** True where the text is one statement and nothing else; the semicolons of a trigger's body are its own. */
export function isOneStatement(sql: string): boolean {
  const tokens = significant(tokenize(sql));
  if (tokens.length === 0 || tokens.some((token) => token.kind === "bad")) return false;
  const end = isCreateTrigger(tokens) ? endOfTrigger(tokens) : tokens.findIndex((token) => token.text === ";");
  return end === -1 || end >= tokens.length - 1;
}

function isCreateTrigger(tokens: readonly Token[]): boolean {
  const words = tokens.slice(0, 3).map((token) => token.text.toUpperCase());
  return (
    words[0] === "CREATE" &&
    (words[1] === "TRIGGER" || (/^TEMP(ORARY)?$/.test(words[1] ?? "") && words[2] === "TRIGGER"))
  );
}

/** The index of the semicolon behind the END that closes the body; each CASE has an END of its own. */
function endOfTrigger(tokens: readonly Token[]): number {
  let n = tokens.findIndex((token) => isWord(token, "BEGIN"));
  for (let cases = 0; n >= 0 && n < tokens.length; n += 1) {
    if (isWord(tokens[n], "CASE")) cases += 1;
    else if (isWord(tokens[n], "END") && cases > 0) cases -= 1;
    else if (isWord(tokens[n], "END")) return n + 1;
  }
  return -1;
}

/** The statement with its semicolon, which a comment at its end must not swallow. */
export function terminated(sql: string): string {
  const last = tokenize(sql.trimEnd()).at(-1);
  return last?.kind === "comment" && last.text.startsWith("--") ? `${sql.trimEnd()}\n;` : `${sql.trimEnd()};`;
}
