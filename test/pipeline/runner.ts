import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { bin, root } from "../cli/run.ts";

/** The parts of a workflow, an action and a list of steps that are read. */
export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const workflow = parse(readFileSync(join(root, "docs/guide/workflow.yml"), "utf8")) as Workflow;
const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as { runs: { steps: readonly Step[] } };

/** The program where `npm ci` would have put it. */
export function installed(folder: string): void {
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules", "trueup"));
  symlinkSync(bin, join(folder, "node_modules", ".bin", "trueup"));
}

export interface JobRan {
  readonly ok: boolean;
  readonly said: string;
  readonly summary: string;
  readonly artifacts: readonly string[];
}

/**
 * The steps of a job, each as GitHub would run it: `bash --noprofile --norc -eo pipefail`, with the outputs of earlier
 * steps.
 */
export async function runJob(folder: string, job: Job, env: Readonly<Record<string, string>>): Promise<JobRan> {
  const outputs = new Map<string, string>();
  const artifacts: string[] = [];
  const summary = join(folder, "..", "summary.md");
  writeFileSync(summary, "");
  let ok = true;
  let said = "";
  for (const step of job.steps) {
    const condition = step.if ?? "";
    if (!ok && !condition.includes("always()")) continue;
    const name = /steps\.(\w+)\.outputs\.(\w+)\s*(==|!=)\s*'([^']*)'/.exec(condition);
    if (name !== null) {
      const [, id, key, sign, wanted] = name;
      if (((outputs.get(`${id}.${key}`) ?? "") === wanted) !== (sign === "==")) continue;
    }
    if (step.uses?.startsWith("actions/upload-artifact@")) artifacts.push(step.with?.path ?? "");
    const steps = step.uses === "./node_modules/trueup" ? action.runs.steps : step.run === undefined ? [] : [step];
    for (const each of steps) {
      const script = each.run ?? "";
      if (script === "npm ci") continue;
      const file = join(folder, "..", "step.sh");
      const output = join(folder, "..", "output");
      writeFileSync(file, script);
      writeFileSync(output, "");
      const own = Object.fromEntries(
        Object.entries(each.env ?? {}).map(([key, value]) => [key, filled(value, outputs, step.with ?? {}, env)]),
      );
      const runner = {
        GITHUB_ACTIONS: "true",
        CI: "true",
        RUNNER_TEMP: join(folder, ".."),
        GITHUB_REPOSITORY: "us/app",
      };
      const ran = await bash(folder, ["--noprofile", "--norc", "-eo", "pipefail", file], {
        ...env,
        ...runner,
        ...own,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: folder,
      });
      said += ran.said;
      for (const line of readFileSync(output, "utf8").split("\n")) {
        const [key, ...value] = line.split("=");
        if (key !== "" && step.id !== undefined) outputs.set(`${step.id}.${key}`, value.join("="));
      }
      ok &&= ran.code === 0;
    }
  }
  return { ok, said, summary: readFileSync(summary, "utf8"), artifacts };
}

function filled(
  text: string,
  outputs: ReadonlyMap<string, string>,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): string {
  return String(text).replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => {
    if (name.startsWith("inputs.")) return inputs[name.slice("inputs.".length)] ?? "";
    if (name.startsWith("steps.")) return outputs.get(name.replace(/^steps\.(\w+)\.outputs\./, "$1.")) ?? "";
    return env[name] ?? "";
  });
}

export function bash(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const plain = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", COLUMNS: "120" };
  const child = spawn("bash", args, { cwd: folder, env: { ...plain, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, said }));
  });
}

export function git(folder: string, ...args: readonly string[]): void {
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
  const { status, stderr } = spawnSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** An `npx --no-install` that only starts what is installed: npm's own takes longer than most of our commands. */
export function quickNpx(folder: string): string {
  const path = join(folder, "npx");
  mkdirSync(path);
  const program =
    '#!/bin/sh\n[ "$1" = --no-install ] || exit 1\nprogram=$2\nshift 2\nexec "node_modules/.bin/$program" "$@"\n';
  writeFileSync(join(path, "npx"), program, { mode: 0o755 });
  return path;
}

/** A `gh` that keeps the comments of a pull request in a file, and accepts what the workflow asks of it. */
export function commenting(folder: string): { readonly path: string; comments(): readonly string[] } {
  const path = join(folder, "bin");
  const store = join(folder, "comments.json");
  mkdirSync(path, { recursive: true });
  writeFileSync(store, "[]");
  const program = `#!${process.execPath}
const { readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const all = JSON.parse(readFileSync(${JSON.stringify(store)}, "utf8"));
const field = args.indexOf("-F");
const body = field < 0 ? null : readFileSync(args[field + 1].replace("body=@", ""), "utf8");
const id = /comments\\/(\\d+)$/.exec(args.find((each) => each.startsWith("repos/")))?.[1];
if (args.includes("--jq")) {
  const start = /startswith\\("([^]*)"\\)\\)/.exec(args[args.indexOf("--jq") + 1])[1];
  all.forEach((each, at) => each.startsWith(start) && console.log(at + 1));
} else if (id !== undefined) all[id - 1] = body;
else all.push(body);
writeFileSync(${JSON.stringify(store)}, JSON.stringify(all));
`;
  writeFileSync(join(path, "gh"), program, { mode: 0o755 });
  return { path, comments: () => (existsSync(store) ? JSON.parse(readFileSync(store, "utf8")) : []) };
}
