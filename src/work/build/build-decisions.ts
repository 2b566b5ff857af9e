import type { Decision } from "../../plan/plan.ts";
import { ruleNames } from "../../planner/rows/demand.ts";
import type { RowsAnswer } from "../../planner/rows/elsewhere.ts";
import type { Problem } from "../../problem/problem.ts";
import { statementsIn } from "../../sql/statement.ts";
import { isWord, significantIn, type Token } from "../../sql/tokens.ts";
import { type Context, need, refuse } from "../context.ts";
import { badDecision, readDecisions } from "../planning/decisions.ts";
import type { Project } from "../project.ts";

/** Decisions about rows on other people's machines, from flags and the configuration. */
export interface BuildDecisions {
  readonly decisions: readonly Decision[];
  readonly answers: readonly RowsAnswer[];
}

export interface BuildFlags {
  readonly decisions?: readonly Decision[] | undefined;
  /** `RULE:OBJECT`. */
  readonly refuse?: readonly string[] | undefined;
  /** `RULE:OBJECT=SQL`. */
  readonly repair?: readonly string[] | undefined;
}

/** A flag takes precedence over the same decision in the configuration. */
export function buildDecisions(context: Context, { config }: Project, flags: BuildFlags): BuildDecisions {
  const { rename = [], fill = {}, approve = [], refuse: refusals = [], repair = {} } = config?.build ?? {};
  const said = [
    ...rename.flatMap((each) => ["--rename", each]),
    ...Object.entries(fill).flatMap(([column, sql]) => ["--fill", `${column}=${sql}`]),
    ...approve.flatMap((each) => ["--approve", each]),
  ];
  const configured = need(context, readDecisions(said, { any: true }));
  const read = [
    ...(flags.refuse ?? []).map((text) => answer(text, null)),
    ...(flags.repair ?? []).map(withSql),
    ...refusals.map((text) => answer(text, null)),
    ...Object.entries(repair).map(([text, sql]) => answer(text, sql)),
  ];
  const problems = read.filter((each): each is Problem => "code" in each);
  if (problems.length > 0) refuse(...problems);
  const answers = read.filter((each): each is RowsAnswer => "rule" in each);
  return { decisions: [...(flags.decisions ?? []), ...configured], answers };
}

function withSql(text: string): RowsAnswer | Problem {
  // A CHECK may itself contain an equals sign: the statement begins with a word of its own.
  const tokens = significantIn(text);
  const at = tokens.findIndex((token, n) => token.text === "=" && changesRows(tokens[n + 1]));
  const sign = tokens[at];
  if (sign === undefined)
    return badDecision(
      "--repair",
      `\`${text}\` is not RULE:OBJECT=SQL`,
      '--repair "unique:users.email=DELETE FROM users WHERE …"',
    );
  return answer(text.slice(0, sign.start), text.slice(sign.end));
}

function changesRows(token: Token | undefined): boolean {
  return ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].some((word) => isWord(token, word));
}

function answer(text: string, repair: string | null): RowsAnswer | Problem {
  const [, name = "", object = ""] = /^([a-z-]+):([\s\S]+)$/.exec(text.trim()) ?? [];
  const rule = ruleNames.find((each) => each === name);
  if (rule === undefined || object === "")
    return badDecision(
      repair === null ? "refuse" : "repair",
      `\`${text}\` is not RULE:OBJECT`,
      `RULE is one of ${ruleNames.join(", ")}: unique:users.email`,
    );
  const statements = repair === null ? [] : statementsIn(repair);
  const [first] = statements[0] ?? [];
  if (repair !== null && (statements.length !== 1 || !changesRows(first)))
    return badDecision(
      "repair",
      `the repair of ${text} is not one statement that changes rows`,
      "one INSERT, UPDATE or DELETE; several can be one with CASE or WITH",
    );
  return { rule, object: object.trim(), repair: repair?.trim() ?? null };
}
