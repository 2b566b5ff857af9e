import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readHeads } from "../../src/work/plans/read-folder.ts";
import { built, command, type Ran } from "../cli/run.ts";

built();

const tune = "export const tune = table({ id: integer().primaryKey(), title: text() });\n";
const declare = (cwd: string, text: string) =>
  writeFileSync(join(cwd, "schema.ts"), `import { integer, table, text } from "trueup";\n${text}`);

/** Two plans in a row from the empty database, and app.db after the first. */
async function project(cwd: string): Promise<{ readonly run: (...args: readonly string[]) => Promise<Ran> }> {
  const run = (...args: readonly string[]) => command({ cwd }, "--schema", "schema.ts", ...args);
  writeFileSync(join(cwd, "app.db"), "");
  declare(cwd, tune);
  await run("plan", "app.db", "--out", "plans/create.plan.sql");
  await run("apply", "plans/create.plan.sql", "app.db");
  declare(cwd, tune.replace("text()", "text(), tempo: integer().nullable()"));
  await run("plan", "app.db", "--out", "plans/tempo.plan.sql");
  return { run };
}

t.test("the folder is drawn from the empty database to the declarations", async (t) => {
  const { run } = await project(t.testdir());
  const drawn = await run("plans", "app.db");
  t.equal(drawn.exit, 0);
  t.match(
    drawn.out.replace(/fp1:[0-9a-f]{8}/g, "fp1:…"),
    `plans/: 2 plans, which lead to the declarations

  ○  the empty database
  │  create.plan.sql  1 added
  ●  fp1:…  ← app.db is here
  │  tempo.plan.sql   1 added, 1 changed
  ◆  the declarations

app.db is 1 plan behind.
Next: trueup apply plans/ app.db
`,
  );
});

t.test("verify takes the whole folder, old plans included", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  const good = await run("verify", "plans");
  t.equal(good.exit, 0, good.err);
  t.match(good.out, /ok {3}plans\/create.*\nok {3}plans\/tempo.*\nok {3}plans\/: 2 plans lead to the declarations\n/);
  t.equal((await run("verify", "plans/create.plan.sql")).exit, 0, "an old plan by itself");

  declare(cwd, tune.replace("text()", "text(), tempi: integer().nullable()"));
  const ahead = await run("verify", "plans/");
  t.equal(ahead.exit, 2, "the declarations are ahead");
  t.match(ahead.err, /no plan leads to the declarations[\s\S]*trueup plan TARGET --out plans\/NAME.plan.sql/);
});

t.test("an edited old plan is found, whatever follows it", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  const file = join(cwd, "plans", "create.plan.sql");
  writeFileSync(file, readFileSync(file, "utf8").replace("TEXT NOT NULL", "TEXT"));
  const found = await run("verify", "plans/");
  t.equal(found.exit, 22);
  t.match(found.err, /plan-seal-broken/);
  t.equal((await run("verify", "plans/create.plan.sql", "--write")).exit, 22, "it leads elsewhere now");
});

t.test("plans that lead elsewhere are shown, and pruned after confirmation", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  declare(cwd, tune.replace("text()", "text(), key: text().nullable()"));
  await run("plan", "app.db", "--out", "plans/key.plan.sql");
  declare(cwd, tune.replace("text()", "text(), tempo: integer().nullable()"));
  const text = readFileSync(join(cwd, "plans", "tempo.plan.sql"), "utf8");
  writeFileSync(join(cwd, "plans", "tempo-copy.plan.sql"), text);
  const drawn = await run("plans");
  t.match(drawn.out, /Off the path:\n {2}key.plan.sql {2}leads elsewhere, to fp1:\w{8}\n/);
  // The copy comes first by name, so the other one counts as the copy.
  t.match(drawn.out, / {2}tempo.plan.sql {2}the same plan as tempo-copy.plan.sql/);
  const asked = await run("plans", "--prune");
  t.equal(asked.exit, 21, "nobody is there to ask");
  t.match(asked.err, /plans\/key.plan.sql/);
  const pruned = await run("plans", "--prune", "--yes");
  t.strictSame(pruned.out, "deleted plans/key.plan.sql\ndeleted plans/tempo.plan.sql\n");
  t.equal((await run("verify", "plans")).exit, 0);
  declare(cwd, tune.replace("text()", "text(), x: text().nullable()"));
  t.equal(
    (await run("plans", "--prune", "--yes")).exit,
    2,
    "where the declarations are ahead nobody knows what is needed",
  );
});

t.test("an unreadable file does not hide the others", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  writeFileSync(join(cwd, "plans", "torn.plan.sql"), "--@ plan 1\n--@ base");
  mkdirSync(join(cwd, "plans", "folder.plan.sql"));
  const drawn = await run("plans", "app.db");
  t.equal(drawn.exit, 0);
  t.match(drawn.out, / {2}folder.plan.sql {2}cannot be read\n {2}torn.plan.sql {2}cannot be read/);
  t.match(drawn.out, /1 plan behind/);
  t.match(drawn.err, /plans\/torn.plan.sql/);
  t.equal((await run("drift", "app.db")).exit, 2);
  const verified = await run("verify", "plans");
  t.equal(verified.exit, 22);
  t.match(verified.out, /ok {3}plans\/create.*\nbad {2}plans\/folder.*\nok {3}plans\/tempo.*\nbad {2}plans\/torn/);
});

t.test("a folder that is missing holds no plans: git keeps no empty one", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  await run("apply", "plans/", "app.db");
  rmSync(join(cwd, "plans"), { recursive: true });
  t.equal((await run("apply", "plans/", "app.db")).exit, 0, "it is as declared");
  declare(cwd, tune.replace("text()", "text(), key: text().nullable()"));
  const refused = await run("apply", "plans/", "app.db");
  t.equal(refused.exit, 20);
  t.match(refused.err.replace(/\s+/g, " "), "there is no folder plans/, and app.db does not match the declarations");
  t.match(refused.err, /~ tune changes in place\n +\+ key TEXT\n +- tempo INTEGER/);
});

t.test("declarations that do not compile hide the goal, but not the plans", async (t) => {
  const cwd = t.testdir();
  const { run } = await project(cwd);
  declare(cwd, "export const tune = tabel();\n");
  const drawn = await run("plans", "app.db");
  t.equal(drawn.exit, 1);
  t.match(drawn.out, /plans\/: 2 plans\n[\s\S]*create.plan.sql/);
  t.match(drawn.err, /tabel/);
});

t.test("ten thousand plans are read in under two seconds", async (t) => {
  const cwd = t.testdir();
  await project(cwd);
  const text = readFileSync(join(cwd, "plans", "tempo.plan.sql"), "utf8").replace(
    "--@ before",
    `-- ${"x".repeat(5_000)}\n--@ before`,
  );
  const folder = join(cwd, "many");
  mkdirSync(folder);
  const files = Array.from({ length: 10_000 }, (_, n) => join(folder, `${n}.plan.sql`));
  for (const file of files) writeFileSync(file, text);
  // Processor time: what else runs on the machine does not count.
  const before = process.cpuUsage();
  t.equal(readHeads(files).heads.length, 10_000);
  const { user, system } = process.cpuUsage(before);
  t.ok(user + system < 2_000_000, `${user + system} µs`);
});
