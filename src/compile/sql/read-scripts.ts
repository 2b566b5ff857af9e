import { fold } from "../../model/names.ts";
import { statementsIn } from "../../sql/statement.ts";
import { type Token, tokenize, unquote } from "../../sql/tokens.ts";
import { tableOn } from "../create/create-tables.ts";
import { aboutOf, classify, type StatementPart } from "./classify.ts";
import type { Script } from "./run-scripts.ts";

export interface ScriptRead {
  readonly script: Script;
  readonly tokens: readonly Token[];
  readonly statements: readonly { readonly tokens: readonly Token[]; readonly part: StatementPart }[];
}

/** The statements of scripts, in order, and what each means for a schema. */
export function readScripts(scripts: readonly Script[]): readonly ScriptRead[] {
  const temporary = new Set<string>();
  return scripts.map((script) => {
    const all = tokenize(script.text);
    const isStepBack = stepsBack(all);
    const statements = statementsIn(script.text)
      .filter(([first]) => first === undefined || !isStepBack(first.start))
      .map((tokens) => ({ tokens, part: partOf(tokens, temporary) }));
    return { script, tokens: all, statements };
  });
}

/** What is about a temporary table is as temporary: its triggers and indexes need not say so. */
function partOf(tokens: readonly Token[], temporary: Set<string>): StatementPart {
  const part = classify(tokens);
  const about = aboutOf(tokens);
  if (about === null) return part;
  const name = fold(unquote(about.name.text));
  const isOfTable = about.verb === "create" && (about.kind === "index" || about.kind === "trigger");
  const isTemporary =
    part.is === "schema"
      ? temporary.has(isOfTable ? fold(tableOn(tokens)) : name)
      : part.is === "passed-over" && part.what === "temporary objects";
  if (!isTemporary) return part;
  if (about.verb === "create") temporary.add(name);
  if (about.verb === "drop") temporary.delete(name);
  return { is: "passed-over", what: "temporary objects" };
}

const mark = /^--\s*(?:\+(?:goose|migrate)\s+(up|down)|migrate:(up|down))\b/i;

/** Migrations of goose, sql-migrate and dbmate hold the way back as well, behind a comment. */
function stepsBack(tokens: readonly Token[]): (start: number) => boolean {
  const marks = tokens.flatMap(({ kind, text, start }) => {
    const [, goose, dbmate] = kind === "comment" ? (mark.exec(text) ?? []) : [];
    const way = (goose ?? dbmate)?.toLowerCase();
    return way === undefined ? [] : [{ start, isBack: way === "down" }];
  });
  return (start) => marks.findLast((each) => each.start < start)?.isBack === true;
}
