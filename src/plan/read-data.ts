import { type Checked, failed, fine, type Problem } from "../problem/problem.ts";
import { statementsIn } from "../sql/statement.ts";
import { type Token, tokenize, unquote } from "../sql/tokens.ts";
import { subject } from "../words/subject.ts";
import { readExpect } from "./directive.ts";
import type { Item } from "./plan.ts";

/**
 * Reads a file of SQL that changes rows. Each statement is a step. A SELECT with a line `--@ check WHAT expect = 0`
 * above it is a check, which runs at that point. Foreign keys are checked at the end, as after any plan.
 */
export function readDataScript(text: string, file: string): Checked<readonly Item[]> {
  const tokens = tokenize(text);
  const items: Item[] = [];
  const problems: Problem[] = [];
  const checks = tokens.filter(({ kind, text: said }) => kind === "comment" && said.startsWith("--@"));
  const used = new Set<Token>();
  let from = 0;
  for (const statement of statementsIn(text)) {
    const [first] = statement;
    const last = statement.at(-1);
    if (first === undefined || last === undefined) continue;
    const above = checks.filter(({ start }) => start >= from && start < first.start);
    for (const each of above) used.add(each);
    from = last.end;
    const sql = text.slice(first.start, last.end);
    const line = above.at(-1);
    const problem =
      above.length > 1 ? wrong(file, text, above[1] ?? first, "there are two checks above one statement") : null;
    if (problem !== null) problems.push(problem);
    else if (line !== undefined) {
      const read = /^--@ +check +(\S.*?) +expect +(\S.*?)\s*$/.exec(line.text);
      const expect = readExpect(read?.[2] ?? "");
      if (read === null || expect === null) problems.push(wrong(file, text, line, "this line cannot be read"));
      else items.push({ kind: "check", check: "edit", subject: subject(read[1] ?? ""), note: null, expect, sql });
    } else if (/^(SELECT|VALUES)$/i.test(first.text))
      problems.push(wrong(file, text, first, "a SELECT changes nothing, and there is no check above it"));
    else if (!/^(INSERT|REPLACE|UPDATE|DELETE|WITH)$/i.test(first.text))
      problems.push(wrong(file, text, first, `\`${first.text}\` does not begin a statement that changes rows`));
    else items.push({ kind: "step", step: "data", subject: subject(tableOf(statement)), note: null, sql });
  }
  for (const each of checks)
    if (!used.has(each)) problems.push(wrong(file, text, each, "there is no statement below this check"));
  if (items.every(({ kind }) => kind === "check") && problems.length === 0)
    problems.push({ ...wrong(file, text, null, "there is no statement that changes rows"), subject: file });
  if (problems.length > 0) return failed(...problems);
  return fine([...items, foreignKeys]);
}

const foreignKeys: Item = {
  kind: "check",
  check: "foreign-keys",
  subject: "all",
  note: null,
  expect: { kind: "no-worse" },
  sql: "PRAGMA foreign_key_check",
};

/** The table that a statement changes, as far as its first words show. */
function tableOf(statement: readonly Token[]): string {
  const at = statement.findIndex(({ kind, text }) => kind === "word" && /^(INTO|UPDATE|FROM)$/i.test(text));
  let named = statement[at + 1];
  if (at >= 0 && /^OR$/i.test(named?.text ?? "")) named = statement[at + 3];
  return at < 0 || named === undefined ? "rows" : unquote(named.text);
}

function wrong(file: string, text: string, token: Token | null, message: string): Problem {
  const line = token === null ? 1 : text.slice(0, token.start).split("\n").length;
  return {
    code: "data-script",
    level: "error",
    subject: `${file}:${line}`,
    message,
    evidence: token === null ? [] : [(text.split("\n")[line - 1] ?? "").trim().slice(0, 200)],
    help: [
      "write statements that change rows as they are: INSERT, UPDATE, DELETE",
      "write what must hold as a SELECT below a line like  --@ check orders expect = 0  (or <= 5, or empty)",
    ],
  };
}
