import { writeDecision } from "../../plan/directive.ts";
import { readPlan, readUnsealed } from "../../plan/read.ts";
import { reseal } from "../../plan/seal.ts";
import type { Problem } from "../../problem/problem.ts";
import { type Edited, verify } from "../../prove/verify.ts";
import { plural } from "../../plan/words.ts";
import { short } from "../../report/number.ts";
import { declared } from "../declared.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document, problemsJson } from "../json-out.ts";
import { planText } from "../plan-file.ts";
import { loadProject, type Project } from "../project.ts";
import { need, type Shell } from "../shell.ts";
import { writeFile } from "../write-file.ts";

interface Result {
  readonly file: string;
  readonly state: "good" | "resealed" | "bad";
  readonly edits: readonly Edited[];
  readonly seal: string | null;
  readonly problems: readonly Problem[];
}

export async function run(shell: Shell): Promise<Exit> {
  const project = await loadProject(shell);
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
  const result = (state: Result["state"], seal: string | null, problems: readonly Problem[]): Result => {
    return { file: name, state, edits: verified.edits, seal, problems };
  };
  if (!write) {
    const bad = verified.problems.length > 0;
    return result(bad ? "bad" : "good", sealed.ok ? sealed.value.seal : null, verified.problems);
  }
  return writeAgain(shell, text, path, verified, result, (again) => verify(again, schema, hints, ignore));
}

type Verified = Awaited<ReturnType<typeof verify>>;
type MakeResult = (state: Result["state"], seal: string | null, problems: readonly Problem[]) => Result;
type Again = (plan: Parameters<typeof verify>[0]) => Promise<Verified>;

/** Adds an approval for each edited step, with the reason that was given, and seals what then holds. */
async function writeAgain(
  shell: Shell,
  text: string,
  path: string,
  verified: Verified,
  result: MakeResult,
  again: Again,
) {
  const because = shell.options.list("because").join("; ");
  const open = verified.problems.filter((problem) => problem.code === "edit-unapproved");
  const other = verified.problems.filter((problem) => problem.code !== "edit-unapproved");
  if (other.length > 0 || (open.length > 0 && because === ""))
    return result("bad", null, verified.problems.map(withFlag));
  const approved = approve(
    text,
    open.map((problem) => problem.subject),
    because,
  );
  const sealed = reseal(approved);
  const read = need(shell, readPlan(sealed, path));
  const { problems } = await again(read.plan);
  if (problems.length > 0) return result("bad", null, problems);
  writeFile(path, sealed);
  return result("resealed", read.seal, []);
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
