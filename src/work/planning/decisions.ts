import { type HazardKind, hazards, isApprovedTogether, isKind } from "../../plan/kinds.ts";
import type { Decision } from "../../plan/plan.ts";
import { nearest } from "../../problem/nearest.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";

/**
 * Decisions from flags, in the form that the answers of a problem offer: `["--approve", "drop-table:old:12",
 * "--because", "…"]`.
 */
export function readDecisions(
  flags: readonly string[],
  { any = false }: { readonly any?: boolean } = {},
): Checked<readonly Decision[]> {
  const list = (name: string) => flags.filter((_, index) => index % 2 === 1 && flags[index - 1] === `--${name}`);
  const problems: Problem[] = [];
  const take = (name: string, read: (text: string, index: number) => Decision | Problem): readonly Decision[] =>
    list(name).flatMap((text, index) => {
      const decision = read(text, index);
      if ("kind" in decision) return [decision];
      problems.push(decision);
      return [];
    });
  const approvals = list("approve").length;
  const reasons = list("because");
  if (reasons.length > 1 && reasons.length !== approvals) {
    problems.push(
      badDecision(
        "--because",
        `${approvals} --approve and ${reasons.length} --because`,
        "one reason for all, or one for each",
      ),
    );
  }
  if (reasons.length > 0 && approvals === 0) {
    problems.push(
      badDecision("--because", "a reason without an --approve", "--approve drop-table:old_sessions:1204 --because …"),
    );
  }
  const decisions = [
    ...take("rename", rename),
    ...take("fill", fill),
    ...take("approve", (text, index) => approve(text, reasons.length > 1 ? reasons[index] : reasons[0], any)),
  ];
  return problems.length > 0 ? failed(...problems) : fine(decisions);
}

/** `a.x:a.y` for a column, `a:b` for a table. A name that contains a dot or colon is written in double quotes. */
function rename(text: string): Decision | Problem {
  const sides = names(text);
  const wrong = badDecision(
    "--rename",
    `\`${text}\` is not OLD:NEW`,
    "users.full_name:users.display_name, or people:users",
  );
  if (sides === null) return wrong;
  const [from, to, ...more] = sides;
  if (from === undefined || to === undefined || more.length > 0) return wrong;
  const [table, column] = from;
  const [newTable, newColumn] = to;
  if (table === undefined || newTable === undefined) return wrong;
  if (column === undefined && newColumn === undefined) return { kind: "rename-table", from: table, to: newTable };
  if (column === undefined) return wrong;
  // On the right, the column alone is enough; a table there is the declared one.
  if (newColumn === undefined) return { kind: "rename-column", table, from: column, to: newTable };
  return { kind: "rename-column", table: newTable, from: column, to: newColumn };
}

function fill(text: string): Decision | Problem {
  const found = /^((?:"(?:[^"]|"")*"|[^".=])+)\.((?:"(?:[^"]|"")*"|[^"=])+?)\s*=\s*([\s\S]+)$/.exec(text);
  const [, table = "", column = "", sql = ""] = found ?? [];
  if (found === null || sql.trim() === "") {
    return badDecision("--fill", `\`${text}\` is not TABLE.COLUMN=SQL`, `--fill "orders.currency='EUR'"`);
  }
  return { kind: "fill", table: bare(table), column: bare(column), sql: sql.trim() };
}

function approve(text: string, because: string | undefined, any: boolean): Decision | Problem {
  const found = /^([a-z-]+):([\s\S]+?)(?::(\d+|any))?$/.exec(text);
  const [, rule = "", object = "", rows] = found ?? [];
  if (found === null) {
    return badDecision("--approve", `\`${text}\` is not RULE:OBJECT[:ROWS]`, "--approve drop-table:old_sessions:1204");
  }
  if (!isApprovable(rule)) {
    const near = nearest(rule, approvable);
    return badDecision(
      "--approve",
      `there is no rule \`${rule}\``,
      near === null ? `one of ${approvable.join(", ")}` : `did you mean ${near}?`,
    );
  }
  if (rows === "any" && !any)
    return badDecision("--approve", "`any` is for rows that nobody can count", "here they can be: give their number");
  const wrong = object.trim() === "*" ? forAll(rule, rows) : null;
  if (wrong !== null) return wrong;
  return {
    kind: "approve",
    rule,
    object: object.trim(),
    rows: rows === undefined ? null : rows === "any" ? Number.POSITIVE_INFINITY : Number(rows),
    because: because ?? null,
  };
}

/** `drop-index:*:17`: all of a kind without rows, but never more than that number. */
function forAll(rule: HazardKind, number: string | undefined): Problem | null {
  if (number === "any")
    return badDecision("--approve", `\`${rule}:*\` does not say how many`, `--approve ${rule}:*:17`);
  if (!isApprovedTogether(rule))
    return badDecision(
      "--approve",
      `what ${rule} destroys is approved one by one`,
      "`*` stands for indexes, triggers and views",
    );
  return number === undefined
    ? badDecision("--approve", `\`${rule}:*\` does not say how many`, `--approve ${rule}:*:17`)
    : null;
}

/** An edited step is approved in the plan file itself. */
function isApprovable(rule: string): rule is HazardKind {
  return isKind(hazards, rule) && hazards[rule].approved === "flag";
}

const approvable = Object.keys(hazards).filter(isApprovable);

/** `a.x:a.y` as [[a, x], [a, y]], honouring double quotes; null if they do not close. */
function names(text: string): readonly (readonly string[])[] | null {
  if (!/^(?:"(?:[^"]|"")*"|[^"])*$/.test(text)) return null;
  const split = (part: string, by: string): readonly string[] =>
    part.match(new RegExp(`(?:"(?:[^"]|"")*"|[^"${by}])+`, "g")) ?? [];
  return split(text, ":").map((side) => split(side, ".").map(bare));
}

function bare(name: string): string {
  const trimmed = name.trim();
  return trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.length > 1
    ? trimmed.slice(1, -1).replaceAll('""', '"')
    : trimmed;
}

export function badDecision(subject: string, message: string, help: string): Problem {
  return { code: "bad-decision", level: "error", subject, message, help: [help] };
}
