import { plural } from "../../words/numbers.ts";
import { short } from "../../report/number.ts";
import { unwrap } from "../../work/context.ts";
import { type VerifiedFile, type VerifiedFolder, verifyPlans } from "../../work/plans/verify.ts";
import { shownFrom } from "../../work/shown-from.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { exitFor } from "../exit-for.ts";
import { document, problemsJson } from "../json-out.ts";
import { projectOf } from "../project.ts";
import type { Shell } from "../shell.ts";

export async function run(shell: Shell): Promise<Exit> {
  const project = await projectOf(shell);
  const { options, args, tell: hear, signal } = shell;
  const asked = {
    files: args,
    write: options.flag("write"),
    because: options.list("because").join("; "),
    to: options.text("to"),
  };
  const { files, folders } = unwrap(await verifyPlans(project, { ...asked, tell: hear, signal }));
  const behind = folders.filter(({ folder }) => folder.ahead);
  const bad = files.filter(({ state }) => state === "bad");
  const exit = bad.length > 0 ? exitOf(bad) : behind.length > 0 ? exits.differs : exits.done;
  if (shell.json) {
    const result = {
      plans: files.map(({ file, state, seal, edits, problems }) => ({
        file,
        state,
        seal,
        edits,
        problems: problemsJson(shell, problems),
      })),
      folders: folders.map(({ path, plans, folder }) => {
        return { folder: shownFrom(shell.cwd, path), plans, ahead: folder.ahead, ends: folder.ends };
      }),
    };
    shell.out.print(document(shell, exit, result));
    return exit;
  }
  for (const each of files) tellFile(shell, each);
  for (const each of folders) tellFolder(shell, each);
  return exit;
}

/** A file that cannot be used exits with 22; one that does not lead to the declarations is stale. */
function exitOf(bad: readonly VerifiedFile[]): Exit {
  const worst = bad.map(({ problems }) => exitFor(problems));
  return worst.includes(exits.badPlan) ? exits.badPlan : (worst[0] ?? exits.badPlan);
}

function tellFile(shell: Shell, { file, state, edits, seal, problems }: VerifiedFile): void {
  const { style } = shell.out.data;
  shell.out.problems(problems, shell.sources);
  if (state === "bad") {
    shell.out.print(`${style.error("bad")}  ${file}`);
    return;
  }
  const edited = edits.length === 0 ? "" : `, ${plural(edits.length, "step")} written by hand and approved`;
  const sealed = seal === null ? "" : `, ${state === "resealed" ? "sealed again" : "seal"} ${short(seal)}`;
  const alone = state === "loose" ? ", from and to schemas that no plan connects with the declarations" : "";
  shell.out.print(`${style.good("ok ")}  ${file}${edited}${sealed}${alone}`);
}

function tellFolder(shell: Shell, { path, plans, folder, unknown }: VerifiedFolder): void {
  const { style } = shell.out.data;
  const name = `${shownFrom(shell.cwd, path)}/`;
  if (unknown) {
    const said = `${plural(plans, "plan")}; only with a database can it be seen that they lead to the declarations`;
    shell.out.print(`${style.good("ok ")}  ${name}: ${said}:  trueup plans TARGET`);
    return;
  }
  if (!folder.ahead) {
    const on = [...folder.standings.values()].filter((standing) => standing === "on").length;
    const said =
      plans === 0 ? "no plans" : `${plural(on, "plan leads", "plans lead")} to the declarations${offPath(plans - on)}`;
    shell.out.print(`${style.good("ok ")}  ${name}: ${said}`);
    return;
  }
  const joined = folder.ends.length > 1;
  shell.out.problems([
    {
      code: "plans-behind",
      level: "error",
      subject: name,
      message: "no plan leads to the declarations",
      evidence: folder.ends.map((end) => `plans end at ${short(end)}`),
      help: [
        joined
          ? "write the plan that joins the branches:  trueup plan TARGET --rebase"
          : `write the missing plan:  trueup plan TARGET --out ${name}NAME.plan.sql`,
        "inspect the folder:  trueup plans",
      ],
    },
  ]);
  shell.out.print(`${style.error("old")}  ${name}: the declarations are ahead of the plans`);
}

function offPath(off: number): string {
  return off === 0 ? "" : `; ${plural(off, "other")} not needed, which  trueup plans  shows`;
}
