import type { StepKind } from "../plan/kinds.ts";
import type { Item } from "../plan/plan.ts";
import type { Problem } from "../problem/problem.ts";
import { reachingOutside } from "../sql/outside.ts";
import { statementEnd } from "../sql/statement.ts";
import { significantIn, type Token, unquote } from "../sql/tokens.ts";
import { itemName } from "../plan/item-name.ts";

/**
 * A plan file is untrusted input. Before any of it runs, each statement must be of a kind that a plan may contain. This
 * keeps a plan file from reading files, attaching other databases or ending its transaction. Returns the reason if a
 * statement is not allowed, or null.
 */
export function notAllowed(item: Item): string | null {
  if (item.sql.includes("\0")) return "it contains a NUL character, and the engine reads nothing after it";
  const tokens = significantIn(item.sql);
  const bad = tokens.find((token) => token.kind === "bad" || token.kind === "variable");
  if (bad) return `${JSON.stringify(bad.text)} is not allowed in a statement of a plan`;
  if (tokens.length === 0) return "there is no statement";
  if (tokens.length > statementEnd(tokens)) return "there is a second statement after the first";
  const reaching = reachingOutside(item.sql);
  if (reaching !== null) return `${reaching} reaches outside of the database`;
  if (item.kind === "check") return notACheck(tokens);
  const setting = deferring[item.step];
  if (setting !== undefined) return item.sql === setting ? null : `a step \`${item.step}\` must be exactly ${setting}`;
  return notAStep(tokens) ?? (item.step === "data" ? notData(tokens) : null);
}

/** The one pragma that a plan may set: it ends with the transaction. */
const deferring: Partial<Record<StepKind, string>> = {
  "defer-keys": "PRAGMA defer_foreign_keys = ON",
  "settle-keys": "PRAGMA defer_foreign_keys = OFF",
  "defer-rows": "PRAGMA defer_foreign_keys = ON",
  "settle-rows": "PRAGMA defer_foreign_keys = OFF",
};

/** Checks all statements of a plan, and returns a problem for each that may not run. */
export function guard(items: readonly Item[], label: string): readonly Problem[] {
  return items.flatMap((item) => {
    const why = notAllowed(item);
    if (why === null) return [];
    return {
      code: "plan-statement-refused",
      level: "error",
      subject: label,
      message: `the ${item.kind} "${itemName(item)}" may not run: ${why}`,
      evidence: [item.sql.length > 200 ? `${item.sql.slice(0, 200)}…` : item.sql],
      help: ["remove the statement from the plan file, or make the plan again"],
    };
  });
}

function notAStep(tokens: readonly Token[]): string | null {
  const words = [word(tokens[0]), word(tokens[1]), word(tokens[2])];
  const [verb, object] = words;
  switch (verb) {
    case "CREATE": {
      const made = object === "UNIQUE" || object === "VIRTUAL" ? words[2] : object;
      return made && schemaObjects.has(made) ? null : `a plan cannot contain CREATE ${object ?? ""}`;
    }
    case "DROP":
      return object && schemaObjects.has(object) ? null : `a plan cannot contain DROP ${object ?? ""}`;
    case "ALTER":
      return object === "TABLE" ? null : "only tables can be altered";
    case "INSERT":
    case "REPLACE":
    case "UPDATE":
    case "DELETE":
    case "REINDEX":
      return null;
    case "WITH":
      return tokens.some(isChanging) ? null : "it changes nothing";
    default:
      return `a step of a plan cannot be ${verb ?? tokens[0]?.text ?? "this"}`;
  }
}

/** Statements that change only rows; such a step must not touch the schema. */
function notData(tokens: readonly Token[]): string | null {
  const verb = word(tokens[0]) ?? "";
  return changing.has(verb) || verb === "WITH" ? null : `${verb} changes more than rows`;
}

function notACheck(tokens: readonly Token[]): string | null {
  const verb = word(tokens[0]);
  if (verb === "SELECT" || verb === "VALUES") return null;
  if (verb === "WITH") {
    return tokens.some(isChanging) ? "a check may only read" : null;
  }
  if (verb === "PRAGMA") {
    const pragma = tokens.find((token, at) => at > 0 && isName(token) && tokens[at + 1]?.text !== ".");
    const name = pragma ? unquote(pragma.text).toLowerCase() : "";
    if (!readingPragmas.has(name)) return `PRAGMA ${name} is not a check`;
    return tokens.some((token) => token.text === "=") ? "a check may only read" : null;
  }
  return `a check of a plan cannot be ${verb ?? tokens[0]?.text ?? "this"}`;
}

/** `replace(…)` is a function. */
function isChanging(token: Token, at: number, tokens: readonly Token[]): boolean {
  return changing.has(word(token) ?? "") && tokens[at + 1]?.text !== "(";
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "name";
}

/** The keyword, in upper case; undefined for anything else. A quoted word is never a keyword. */
function word(token: Token | undefined): string | undefined {
  return token?.kind === "word" ? token.text.toUpperCase() : undefined;
}

const schemaObjects = new Set(["TABLE", "INDEX", "VIEW", "TRIGGER"]);
const changing = new Set(["INSERT", "UPDATE", "DELETE", "REPLACE"]);
const readingPragmas = new Set(["foreign_key_check", "quick_check", "integrity_check"]);
