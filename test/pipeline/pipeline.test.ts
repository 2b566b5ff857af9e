import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parse } from "yaml";
import { built, command, has, root } from "../cli/run.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { bash, commenting, git, installed, type Job, quickNpx, runJob, workflow } from "./runner.ts";

t.before(built);
t.setTimeout(900_000);

const first = `import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text(), mood: text().nullable() });
`;

/** A typical repository, with the database that it is deployed to beside it. */
async function example(t: Parameters<typeof temporaryFolder>[0], settings = "confirm: true") {
  const outside = temporaryFolder(t);
  const folder = join(outside, "repository");
  mkdirSync(join(folder, "schema"), { recursive: true });
  mkdirSync(join(folder, "plans"));
  installed(folder);
  writeFileSync(join(folder, ".gitignore"), "node_modules\nbackups\n");
  writeFileSync(join(folder, "schema", "schema.ts"), first);
  writeFileSync(
    join(folder, "trueup.config.ts"),
    `import { defineConfig, env } from "trueup";\nexport default defineConfig({ targets: { prod: { url: env("APP_DATABASE_URL"), ${settings} } } });\n`,
  );
  const database = join(outside, "prod.db");
  await makeDatabase(
    database,
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, mood TEXT)",
    "INSERT INTO tune VALUES (1, 'Air', 'calm'), (2, 'Reel', NULL)",
  );
  git(folder, "init", "-q", "--template=", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "the schema as it is");
  const hub = commenting(outside);
  const env = {
    APP_DATABASE_URL: `file:${database}`,
    "github.event.pull_request.number": "7",
    "github.sha": "abc",
    PATH: `${quickNpx(outside)}:${hub.path}:${process.env.PATH}`,
  };
  const declare = (text: string) => writeFileSync(join(folder, "schema", "schema.ts"), text);
  const here = (...args: readonly string[]) => command({ cwd: folder, env }, ...args);
  const job = (name: string, vars = {}) => runJob(folder, workflow.jobs[name] as Job, { ...env, ...vars });
  return { outside, folder, database, env, hub, declare, here, job };
}

const without = first.replace(", mood: text().nullable()", "");
const drop = ["--approve", "drop-column:tune.mood:1", "--because", "nobody asked for it"];

t.test("a pull request, a merge and a drift", async (t) => {
  const { folder, database, hub, declare, here, job } = await example(t);
  t.ok((await job("check")).ok, "nothing was changed yet");

  declare(without);
  t.notOk((await job("plan")).ok, "declarations without a plan are red");
  t.match(hub.comments().at(-1), /trueup plan prod --out plans\/NAME\.plan\.sql/, "with the command to run");

  t.equal((await here("plan", "prod", ...drop, "--out", "plans/no-mood.plan.sql")).exit, 0);
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "without the mood");
  const check = await job("check");
  t.ok(check.ok, check.said);
  const plan = await job("plan");
  t.ok(plan.ok, plan.said);
  t.match(plan.summary, /nobody asked for it/);
  t.equal(hub.comments().length, 1, "the comment is one, and was updated");
  t.match(hub.comments()[0], /plans\/no-mood\.plan\.sql/);
  t.match(hub.comments()[0], /nobody asked for it/, "it shows the plan that will run");

  const refused = await job("apply");
  t.notOk(refused.ok, "no person has approved what the plan destroys");
  const seal = /TRUEUP_APPROVED_SEALS=([0-9a-f]{64})/.exec(refused.said)?.[1] ?? "";
  const applied = await job("apply", { TRUEUP_APPROVED_SEALS: seal });
  t.ok(applied.ok, applied.said);
  t.same(applied.artifacts, ["backups/"], "the backup is kept");
  t.same(await onFile(database, (engine) => engine.all("SELECT * FROM tune")), [
    [1, "Air"],
    [2, "Reel"],
  ]);
  t.match((await job("plan")).said, /Nothing will run/);
  t.ok((await job("drift")).ok);

  await onFile(database, (engine) => engine.exec("CREATE INDEX hotfix ON tune (title)"));
  t.notOk((await job("drift")).ok, "the database was changed");
  const astray = await job("plan");
  t.notOk(astray.ok);
  t.match(astray.summary, /No plan leads from where prod is/);
});

t.test("if nothing is applied, the job says why there is no backup", async (t) => {
  const { job } = await example(t);
  const applied = await job("apply");
  t.ok(applied.ok, applied.said);
  t.same(applied.artifacts, []);
  t.match(applied.summary, /No backup to keep/);
});

t.test("the action reads a command as a shell does: quotes hold words together, patterns expand", async (t) => {
  const { folder, declare, env } = await example(t);
  declare(without);
  const uses = (command: string) => ({ uses: "./node_modules/trueup", with: { command } });
  // With npm's own npx.
  const npx = { PATH: process.env.PATH ?? "" };
  const run = (command: string) => runJob(folder, { steps: [uses(command)] }, { ...env, ...npx });
  const said = "plan prod --approve drop-column:tune.mood:1 --because \"two words, and 'more'\" --out plans/x.plan.sql";
  t.ok((await run(said)).ok);
  t.match(readFileSync(join(folder, "plans", "x.plan.sql"), "utf8"), /because "two words, and 'more'"/);
  const checked = await run("plan prod --check plans/*.plan.sql");
  t.ok(checked.ok, checked.said);
  const wrong = await run("check --schema none.ts");
  t.notOk(wrong.ok);
  t.match(wrong.said, /::error title=no-schema::/);
});

t.test("each job has the fewest permissions it needs, and third-party actions are pinned by digest", async (t) => {
  t.same(workflow.permissions, { contents: "read" });
  for (const [name, job] of Object.entries(workflow.jobs)) {
    if (job.permissions !== undefined) t.same([name, job.permissions["pull-requests"]], ["plan", "write"]);
    for (const { uses, run } of job.steps) {
      if (uses !== undefined) t.match(uses, /^(actions\/[\w-]+@[0-9a-f]{40}|\.\/node_modules\/trueup)$/);
      t.notMatch(run ?? "", /\$\{\{/, "no expression is pasted into a script");
    }
  }
});

t.test("GitLab: each job's script, and the code quality report", async (t) => {
  const { folder, env, declare } = await example(t);
  const jobs = parse(readFileSync(join(root, "docs/guide/gitlab-ci.yml"), "utf8")) as Record<
    string,
    { script: string[] }
  >;
  // The runner joins the lines, and stops at the first one that fails.
  const run = (name: string) =>
    bash(folder, ["-eo", "pipefail", "-c", (jobs[name]?.script ?? []).join("\n")], {
      ...env,
      CI: "true",
      GITLAB_CI: "true",
    });
  t.equal((await run("check")).code, 0);
  t.same(JSON.parse(readFileSync(join(folder, "gl-code-quality-report.json"), "utf8")), []);
  t.equal((await run("plan")).code, 0);
  t.equal((await run("apply")).code, 0);
  declare(first.replace("title: text()", "title: tex()"));
  t.not((await run("check")).code, 0);
  const [finding] = JSON.parse(readFileSync(join(folder, "gl-code-quality-report.json"), "utf8"));
  t.match(finding, {
    check_name: "unknown-name",
    severity: "critical",
    location: { path: "schema/schema.ts", lines: { begin: 2 } },
  });
  t.match(finding.fingerprint, /^[0-9a-f]{64}$/);
  declare(without);
  t.equal((await run("plan")).code, 2, "no plan leads there");
});

t.test("the commands of pre-commit and husky run", async (t) => {
  const { folder, env, declare, here } = await example(t);
  const hooks = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as {
    id: string;
    entry: string;
    files: string;
  }[];
  const husky =
    /```sh setup=none\n(npx [^\n]*verify[^\n]*)\n/.exec(readFileSync(join(root, "docs/guide/ci.md"), "utf8"))?.[1] ??
    "false";
  const all = async () => {
    const entries = [...hooks.map(({ entry }) => entry), husky];
    return Promise.all(entries.map(async (entry) => (await bash(folder, ["-c", entry], env)).code));
  };
  for (const { files } of hooks) t.match("schema/schema.ts", new RegExp(files));
  declare(without);
  t.equal((await here("plan", "prod", ...drop, "--out", "plans/x.plan.sql")).exit, 0);
  t.same(await all(), [0, 0, 0]);
  declare(first.replace("mood", "mode"));
  t.same(await all(), [0, 2, 2], "the plans no longer lead there");
});

t.test("four containers start at once, on nothing and on an older database", { skip: !has("bash") }, async (t) => {
  const { outside, folder, env, declare, here } = await example(t, 'confirm: true, approval: "flags"');
  const entry = join(folder, "docker-entrypoint.sh");
  copyFileSync(join(root, "docs/guide/docker-entrypoint.sh"), entry);
  chmodSync(entry, 0o755);
  const database = join(outside, "fresh.db");
  const there = { ...env, APP_DATABASE_URL: `file:${database}` };
  const four = () =>
    Promise.all([1, 2, 3, 4].map((n) => bash(folder, [entry, "bash", "-c", `echo started ${n}`], there)));
  const fresh = await four();
  t.same(
    fresh.map(({ code }) => code),
    [0, 0, 0, 0],
    fresh.map(({ said }) => said).join("\n"),
  );
  for (const [n, { said }] of fresh.entries()) t.match(said, `started ${n + 1}`);
  t.equal(await onFile(database, (engine) => engine.all("SELECT count(*) FROM tune")[0]?.[0]), 0);
  declare(without);
  t.equal((await here("plan", "prod", ...drop, "--out", "plans/x.plan.sql")).exit, 0);
  const next = await four();
  t.same(
    next.map(({ code }) => code),
    [0, 0, 0, 0],
    next.map(({ said }) => said).join("\n"),
  );
  t.same(await onFile(database, (engine) => engine.all("SELECT name FROM pragma_table_info('tune')")), [
    ["id"],
    ["title"],
  ]);
  declare(first.replace("mood", "mode"));
  const stuck = await bash(folder, [entry, "echo", "started"], there);
  t.equal(stuck.code, 20);
  t.notMatch(stuck.said, /^started/m, "no application starts on a schema that it does not know");
});
