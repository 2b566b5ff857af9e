import type { PlanEngine } from "../model/profile.ts";
import { ProblemError } from "../problem/problem.ts";
import { terminated } from "../sql/statement.ts";
import { tokenize } from "../sql/tokens.ts";
import { engines } from "./engines.ts";
import { writeDecision, writeExpect } from "./directive.ts";
import { word } from "../words/subject.ts";
import type { Item, Plan } from "./plan.ts";
import { sealOf } from "./seal.ts";
import { writeApplication } from "./of-application.ts";
import { writeFound, writeRowsEnds } from "./rows-file.ts";
import { itemName } from "./item-name.ts";

/** The version of the planner, and the engine of the plan. The number rises only if the same input would give different statements. */
export function plannerLine(engine: PlanEngine): string {
  return `planner 1 engine ${engine}`;
}

/** A plan as its file: the same plan gives the same bytes. */
export function writePlan(plan: Plan): string {
  const lines = [
    "--@ plan 1",
    `--@ ${plannerLine(plan.engine)}`,
    `--@ base   ${plan.base}`,
    `--@ target ${plan.target}`,
    ...writeApplication(plan.application),
    ...writeRowsEnds(plan.rows),
    ...plan.decisions.map((decision) => `--@ ${writeDecision(decision)}`),
    ...plan.summary.map((line) => `-- ${line}`),
    "",
    `--@ ${engines[plan.engine].session}`,
    "--@ transaction",
    ...plan.items.flatMap(writeItem),
    "",
    ...plan.before.flatMap((before) => [
      `--@ before ${before.type} ${word(before.name)}`,
      ...clean(before.sql)
        .split("\n")
        .map((line) => (line === "" ? "--=" : `--= ${line}`)),
    ]),
    ...writeFound(plan.rows),
  ];
  const text = `${lines.join("\n")}\n`;
  return `${text}--@ seal ${sealOf(text)}\n`;
}

function writeItem(item: Item): string[] {
  const note = item.note === null ? "" : ` (${item.note})`;
  const expect = item.kind === "step" ? "" : ` expect ${writeExpect(item.expect)}`;
  const head = `${item.kind} ${itemName(item)}${expect}`;
  if (/[\r\n]/.test(note)) throw unwritable(item.subject, "its note has more than one line");
  const body = terminated(clean(item.sql));
  if (/^--[@=]/m.test(body))
    throw unwritable(item.subject, "a line of its SQL begins with --@ or --=, which have a meaning in a plan file");
  return ["", `--@ ${head}${note}`, body];
}

/**
 * Line ends as they are in the file. A carriage return inside a literal would not survive a checkout, so it is refused.
 */
function clean(sql: string): string {
  if (!/[\r\0]/.test(sql)) return sql;
  const literal = tokenize(sql).some(
    (token) => (token.kind === "string" || token.kind === "name") && /[\r\0]/.test(token.text),
  );
  if (literal || sql.includes("\0"))
    throw unwritable("a definition", "a literal in it contains a carriage return or a NUL");
  return sql.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}

function unwritable(subject: string, why: string): ProblemError {
  return new ProblemError({
    code: "plan-unwritable",
    level: "error",
    subject,
    message: `${subject} cannot be written into a plan file: ${why}`,
    help: ["write the literal with char(13), or the comment in another way"],
  });
}
