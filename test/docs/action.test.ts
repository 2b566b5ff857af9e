import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { bin, built, root, shell } from "../cli/run.ts";

built();

/** The script of the composite action, as the runner would start it. */
const action = readFileSync(join(root, "action.yml"), "utf8");
const script = (/ {6}run: \|\n((?: {8}.*\n?)+)/.exec(action)?.[1] ?? "").replace(/^ {8}/gm, "");

t.test("the action runs a command, keeps its exit code, and leaves the plan as Markdown", async (t) => {
  const folder = t.testdir({
    "schema.ts": `import { integer, table } from "trueup";\nexport const tune = table({ id: integer().primaryKey() });\n`,
    "app.db": "",
    output: "",
    "summary.md": "",
  });
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  symlinkSync(bin, join(folder, "node_modules", ".bin", "trueup"));
  const run = (command: string) => {
    writeFileSync(join(folder, "output"), "");
    const env = {
      TRUEUP_COMMAND: command,
      GITHUB_ACTIONS: "true",
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
      RUNNER_TEMP: folder,
    };
    const ran = shell({ cwd: folder, env }, script);
    return { ...ran, output: readFileSync(join(folder, "output"), "utf8") };
  };
  const plan = run("plan app.db --schema schema.ts");
  t.equal(plan.exit, 0, plan.err);
  t.match(plan.output, `markdown=${join(folder, "trueup-plan.md")}\nexit=0\n`);
  t.match(
    readFileSync(join(folder, "trueup-plan.md"), "utf8"),
    /^<!-- trueup-plan .*-->\n/,
    "with the marker that finds it",
  );
  t.match(readFileSync(join(folder, "summary.md"), "utf8"), "1 added");
  t.match(run("drift app.db --schema schema.ts").output, "exit=2");
  const wrong = run("check --schema none.ts");
  t.match(wrong.output, "exit=1");
  t.match(wrong.err, "::error title=no-schema::");
});
