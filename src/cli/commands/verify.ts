import { writeDecision } from "../../plan/directive.ts";
import { readPlan, readUnsealed } from "../../plan/read.ts";
import { reseal } from "../../plan/seal.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Edited, verify } from "../../prove/verify.ts";
import { plural } from "../../plan/words.ts";
import { short } from "../../report/number.ts";
import { declared } from "../../work/declared.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { planText } from "../../work/plan-file.ts";
import type { Project } from "../../work/project.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";
import { need } from "../../work/context.ts";
import { writeFile } from "../../work/write-file.ts";

interface Result {
  readonly file: string;
  readonly state: "good" | "resealed" | "bad";
  readonly edits: readonly Edited[];
  readonly seal: string | null;
  readonly problems: readonly Problem[];
}

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const results: Result[] = [];
  for (const typed of shell.args) results.push(await verifyOne(shell, project, typed));
  const exit = results.every(({ state }) => state !== "bad") ? exits.done : exits.badPlan;
  if (shell.json) {
    const plans = results.map((each) => ({ ...each, problems: problemsJson(shell, each.problems) }));
    shell.out.print(document(shell, exit, { plans }));
    return exit;
  }
  const { style } = shell.out.data;
  for (const { file, state, edits, seal, problems } of results) {
    shell.out.problems(problems, shell.sources);
    const edited = edits.length === 0 ? "" : `, ${plural(edits.length, "step")} written by hand and approved`;
    if (state === "bad") shell.out.print(`${style.error("bad")}  ${file}`);
    else
      shell.out.print(
        `${style.good("ok ")}  ${file}${edited}${seal === null ? "" : `, ${state === "resealed" ? "sealed again" : "seal"} ${short(seal)}`}`,
      );
  }
  return exit;
}

async function verifyOne(shell: Shell, project: Project, typed: string): Promise<Result> {
  const { path, name, text } = planText(shell, typed);
  const write = shell.options.flag("write");
  const { schema, hints } = await declared(shell, project);
  const ignore = project.config?.ignore ?? [];
  const sealed = readPlan(text, path);
  if (!sealed.ok && !write) return { file: name, state: "bad", edits: [], seal: null, problems: sealed.problems };
  const read = need(shell, readUnsealed(text, path));
  const verified = await verify(read.plan, schema, hints, ignore);
  const { problems, edits } = verified;
  const result = { file: name, edits };
  if (!write) {
    const seal = sealed.ok ? sealed.value.seal : null;
    return { ...result, state: problems.length > 0 ? "bad" : "good", seal, problems };
  }
  const approved = approvedText(shell, text, problems);
  if (approved === null) return { ...result, state: "bad", seal: null, problems: problems.map(withFlag) };
  const again = reseal(approved);
  const { plan, seal } = need(shell, readPlan(again, path));
  const left = (await verify(plan, schema, hints, ignore)).problems;
  if (left.length > 0) return { ...result, state: "bad", seal: null, problems: left };
  writeFile(path, again);
  return { ...result, state: "resealed", seal, problems: [] };
}

/** The text with an approval for each edited step, with the reason that was given; null where that does not mend it. */
function approvedText(shell: Shell, text: string, problems: readonly Problem[]): string | null {
  const because = shell.options.list("because").join("; ");
  const open = problems.filter((problem) => problem.code === "edit-unapproved");
  if (open.length < problems.length || (open.length > 0 && because === "")) return null;
  const objects = open.map((problem) => problem.subject);
  return approve(text, objects, because);
}

function withFlag(problem: Problem): Problem {
  if (problem.code !== "edit-unapproved") return problem;
  return { ...problem, help: [...problem.help, 'or let it be written:  --write --because "…"'] };
}

/** Approvals stand behind the last decision of the header. */
function approve(text: string, objects: readonly string[], because: string): string {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const head = lines.findLastIndex((line) => /^--@ (target|rename|fill|approve) /.test(line));
  const added = [...new Set(objects)].map((object) => {
    return `--@ ${writeDecision({ kind: "approve", rule: "edited-step", object, rows: null, because })}`;
  });
  return [...lines.slice(0, head + 1), ...added, ...lines.slice(head + 1)].join("\n");
}
