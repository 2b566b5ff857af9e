import { hazards, isKind } from "../../src/plan/kinds.ts";
import type { Decision } from "../../src/plan/plan.ts";
import type { Problem } from "../../src/problem/problem.ts";

/**
 * The answers of a user who wants the plan to go on: renames are known beforehand, so one that is offered is declined;
 * what destroys is approved.
 */
export function answersTo(problems: readonly Problem[], known: readonly Decision[]): Decision[] {
  const said = new Set(known.map((decision) => JSON.stringify(decision)));
  return problems
    .flatMap(({ decision }) => {
      const answers = decision?.answers.filter(({ flags }) => !flags.includes("--rename")) ?? [];
      const answer = answers.find(({ flags }) => flags.includes("--approve"));
      return answer ? approvals(answer.flags) : [];
    })
    .filter((decision) => !said.has(JSON.stringify(decision)));
}

function approvals(flags: readonly string[]): Decision[] {
  return flags.flatMap((flag, n) => (flags[n - 1] === "--approve" ? [readApproval(flag)] : []));
}

function readApproval(text: string): Decision {
  const [, rule = "", object = "", rows] = /^([a-z-]+):([^]+?)(?::(\d+|any))?$/.exec(text) ?? [];
  if (!isKind(hazards, rule)) throw new Error(`not an approval: ${text}`);
  return {
    kind: "approve",
    rule,
    object,
    rows: rows === undefined ? null : rows === "any" ? Number.POSITIVE_INFINITY : Number(rows),
    because: null,
  };
}

/** `--rename a.x:a.y`, `--fill "a.x=1"`, `--approve rule:object:rows`, one or more to a line, as a shell would take them. */
export function readFlags(text: string): Decision[] {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );
  const decisions: Decision[] = [];
  for (let n = 0; n + 1 < words.length; n += 2) {
    const [flag, value = ""] = [words[n], words[n + 1]];
    if (flag === "--rename") decisions.push(readRename(value));
    else if (flag === "--fill") {
      const [, table = "", column = "", sql = ""] = /^([^.]+)\.([^=]+)=([^]+)$/.exec(value) ?? [];
      decisions.push({ kind: "fill", table, column, sql });
    } else if (flag === "--approve") decisions.push(readApproval(value));
    else throw new Error(`not a decision: ${flag}`);
  }
  return decisions;
}

function readRename(value: string): Decision {
  const [from = "", to = ""] = value.split(":");
  if (!from.includes(".")) return { kind: "rename-table", from, to };
  const [, oldColumn = ""] = from.split(".");
  const [table = "", column = ""] = to.split(".");
  return { kind: "rename-column", table, from: oldColumn, to: column };
}
