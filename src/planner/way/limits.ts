import { fold } from "../../model/names.ts";
import type { EngineLimits, EngineProfile } from "../../model/profile.ts";
import type { Item } from "../../plan/plan.ts";
import type { Problem } from "../../problem/problem.ts";
import { keywords } from "../../sql/keywords.ts";
import { isWord, significantIn, type Token, unquote } from "../../sql/tokens.ts";

/** What the engine in memory accepts and the target's engine does not, reported before anything is sent there. */
export function beyondLimits({ engine, limits }: EngineProfile, { subject, sql }: Item): Problem[] {
  if (limits === null) return [];
  const tokens = significantIn(sql);
  return [
    ...longest(tokens, limits).map(
      (message): Problem => ({
        code: "engine-limit",
        level: "error",
        subject,
        message: `${subject}: ${message.found}, and ${engine} allows ${message.most}`,
        evidence: [sql.length > 200 ? `${sql.slice(0, 200)}…` : sql],
        help: [message.help],
      }),
    ),
    ...lacking(tokens, limits).map(
      (name): Problem => ({
        code: "engine-lacks",
        level: "error",
        subject,
        message: `${subject} calls ${name}(), which ${engine} does not run`,
        why: `${engine} would accept the definition, then refuse every statement that uses it`,
        help: ["use another function"],
      }),
    ),
  ];
}

interface Beyond {
  readonly found: string;
  readonly most: number;
  readonly help: string;
}

/** What continues within one pair of parentheses: SELECTs that are joined, and operators that follow each other. */
interface Level {
  terms: number;
  operators: number;
}

function longest(tokens: readonly Token[], { terms, depth }: EngineLimits): Beyond[] {
  let [mostTerms, mostOperators] = [0, 0];
  const levels: Level[] = [{ terms: 1, operators: 0 }];
  for (const token of tokens) {
    const level = levels.at(-1) as Level;
    if (token.text === "(") levels.push({ terms: 1, operators: 0 });
    else if (token.text === ")") {
      if (levels.length > 1) levels.pop();
    } else if (isWord(token, "UNION", "EXCEPT", "INTERSECT")) {
      level.terms += 1;
      level.operators = 0;
    } else if (isWord(token, "AND", "OR") || joining.has(token.text)) level.operators += 1;
    else if (isWord(token, ...clauses) || token.text === "," || token.text === ";") level.operators = 0;
    if (token.text === ";") level.terms = 1;
    mostTerms = Math.max(mostTerms, level.terms);
    mostOperators = Math.max(mostOperators, level.operators);
  }
  return [
    ...(terms !== null && mostTerms > terms
      ? [
          {
            found: `UNION, EXCEPT or INTERSECT join ${mostTerms} SELECTs`,
            most: terms,
            help: "join some of them in a subquery or a view",
          },
        ]
      : []),
    // A chain of n operators is an expression of depth n + 1.
    ...(depth !== null && mostOperators >= depth
      ? [
          {
            found: `${mostOperators} operators follow each other`,
            most: depth - 1,
            help: "group parts of the expression in parentheses",
          },
        ]
      : []),
  ];
}

const joining = new Set(["||", "+", "-", "*", "/", "%", "&", "|"]);
const clauses = [
  "SELECT",
  "FROM",
  "WHERE",
  "ON",
  "GROUP",
  "ORDER",
  "HAVING",
  "LIMIT",
  "SET",
  "VALUES",
  "THEN",
  "ELSE",
  "WHEN",
  "CHECK",
  "AS",
  "DEFAULT",
];

/** Names before a parenthesis that call something. The others name a type, a table, an index or a column list. */
function lacking(tokens: readonly Token[], { noFunctions }: EngineLimits): string[] {
  const called = tokens.filter((token, n) => {
    if (tokens[n + 1]?.text !== "(" || (token.kind !== "word" && token.kind !== "name")) return false;
    const before = tokens[n - 1];
    const named = before?.kind === "name" || (before?.kind === "word" && !keywords.has(before.text.toUpperCase()));
    return noFunctions.includes(fold(unquote(token.text))) && !named && !isWord(before, ...naming);
  });
  return [...new Set(called.map((token) => fold(unquote(token.text))))];
}

const naming = ["AS", "INTO", "TABLE", "ON", "REFERENCES", "EXISTS", "USING", "WITH", "RECURSIVE"];
