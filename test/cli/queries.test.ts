import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t, { type Test } from "tap";
import { shapes } from "../../src/cli/json.ts";
import { built, command } from "./run.ts";

t.setTimeout(900_000);
built();

const schema = (columns: string) => `import { index, integer, sql, table, text } from "trueup";
export const genre = table({ id: integer().primaryKey(), name: text() });
export const tune = table({ id: integer().primaryKey(), title: text(), ${columns} });
export const tune_by_title = index(tune.title);
`;
const old = "lapses: integer().default(0)";
const app = `export const list = () => db.prepare("SELECT id, title, lapses FROM tune WHERE title = ?").all();
export const one = () => db.prepare("SELECT lapses FROM tune").get();
export const genres = () => db.prepare("SELECT * FROM genre").all();
`;

/** A project with a database as first declared, committed, and its declarations after an edit. */
async function project(t: Test, columns: string, settings = ""): Promise<string> {
  const folder = t.testdir({});
  mkdirSync(join(folder, "schema"));
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "trueup.config.ts"),
    `import { defineConfig } from "trueup";\nexport default defineConfig({ queries: ["src/**/*.ts"], ${settings} targets: { dev: "file:app.db" } });\n`,
  );
  writeFileSync(join(folder, "schema/schema.ts"), schema(old));
  writeFileSync(join(folder, "src/app.ts"), app);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd: folder });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "one");
  writeFileSync(join(folder, "app.db"), "");
  t.equal((await command({ cwd: folder }, "apply", "--yes")).exit, 0);
  writeFileSync(join(folder, "schema/schema.ts"), schema(columns));
  return folder;
}

const approvals = ["--approve", "drop-column:tune.lapses:0"];

t.test("a plan that breaks queries needs an answer, bounded by their number", async (t) => {
  const cwd = await project(t, "");
  const refused = await command({ cwd }, "plan", ...approvals, "--json");
  t.equal(refused.exit, 21);
  const told = shapes.plan.parse(JSON.parse(refused.out));
  t.same(
    told.queries?.breaks.map(({ file, line, message, because }) => [file, line, message, because]),
    [
      ["src/app.ts", 1, "no such column: lapses", "tune.lapses is dropped"],
      ["src/app.ts", 2, "no such column: lapses", "tune.lapses is dropped"],
    ],
  );
  t.same([told.queries?.read, told.queries?.checked, told.queries?.part], [3, 3, 0]);
  const flags = told.decisions.flatMap(({ answers }) => answers[0]?.flags ?? []);
  t.same(flags, ["--approve", "break-queries:tune.lapses:2"]);

  const few = await command({ cwd }, "plan", ...approvals, "--approve", "break-queries:tune.lapses:1");
  t.equal(few.exit, 21);
  t.match(few.err, /at most 1 query, and\s+2 queries/);

  const because = ["--because", "the job is switched off"];
  const wrote = await command({ cwd }, "plan", ...approvals, ...flags, ...because, "--out", "plans/lapses.plan.sql");
  t.equal(wrote.exit, 0, wrote.err);
  const plan = readFileSync(join(cwd, "plans/lapses.plan.sql"), "utf8");
  t.match(plan, /^--@ approve break-queries tune\.lapses rows<=2 because "the job is switched off"$/m);
  t.notMatch(plan, /src\/app\.ts/, "findings do not go into the file");
  t.equal((await command({ cwd }, "verify", "plans/lapses.plan.sql")).exit, 0);
  t.equal((await command({ cwd }, "plan", "--check", "plans/lapses.plan.sql")).exit, 0);

  writeFileSync(join(cwd, "src/more.ts"), `db.all("SELECT max(lapses) FROM tune");`);
  const more = await command({ cwd }, "plan", "--check", "plans/lapses.plan.sql");
  t.equal(more.exit, 2, "counted again");
  t.match(more.out, /3 queries/);
  writeFileSync(join(cwd, "src/more.ts"), "");

  t.equal((await command({ cwd }, "apply", "plans/lapses.plan.sql", "--yes")).exit, 0, "apply needs no sources");
});

t.test("an approval that is not needed is an error", async (t) => {
  const cwd = await project(t, `${old}, tempo: integer().default(1)`);
  const { exit, err } = await command({ cwd }, "plan", "--approve", "break-queries:tune.lapses:2");
  t.equal(exit, 1);
  t.match(err, /decision-unused/);
});

interface SarifResult {
  readonly message: { readonly text: string };
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
    },
  ];
}

t.test("two states of the code say which goes first", async (t) => {
  const cwd = await project(t, "", 'deployed: "git:HEAD",');
  writeFileSync(join(cwd, "src/app.ts"), `export const list = () => db.prepare("SELECT id, title FROM tune").all();\n`);
  const told = shapes.plan.parse(JSON.parse((await command({ cwd }, "plan", ...approvals, "--json")).out));
  t.equal(told.queries?.order?.kind, "deploy-first");
  t.equal(told.queries?.breaks.length, 2, "of the code that runs");
  const here = shapes.plan.parse(
    JSON.parse((await command({ cwd }, "plan", ...approvals, "--json", "--deployed", "git:HEAD")).out),
  );
  t.equal(here.queries?.order?.kind, "deploy-first");
  const sarif = JSON.parse((await command({ cwd }, "plan", ...approvals, "--format", "sarif")).out);
  t.same(
    sarif.runs[0].results
      .filter(({ ruleId }: { ruleId: string }) => ruleId === "query-breaks")
      .map(({ message, locations: [{ physicalLocation: at }] }: SarifResult) => [
        message.text,
        at.artifactLocation.uri,
        at.region.startLine,
      ]),
    [
      ["list: no such column: lapses, in git:HEAD (tune.lapses is dropped)", "src/app.ts", 1],
      ["one: no such column: lapses, in git:HEAD (tune.lapses is dropped)", "src/app.ts", 2],
    ],
    "code scanning knows files of the work tree only: the line with that number",
  );
  const { exit, err } = await command({ cwd }, "plan", ...approvals, "--deployed", "git:nowhere");
  t.equal(exit, 1);
  t.match(err, /git cannot show nowhere/);
});

t.test("the rows of the live database decide whether a scan is reported", async (t) => {
  const cwd = await project(t, old);
  writeFileSync(join(cwd, "schema/schema.ts"), schema(old).replace(/export const tune_by_title.*/, ""));
  const scans = async () => {
    const { out } = await command({ cwd }, "plan", "--approve", "drop-index:tune_by_title", "--json");
    return shapes.plan.parse(JSON.parse(out)).queries?.scans.map(({ message }) => message);
  };
  t.same(await scans(), []);
  const db = new Database(join(cwd, "app.db"));
  db.exec(`WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1500)
    INSERT INTO tune (title) SELECT 'Tune ' || x FROM n`);
  t.same(await scans(), ["scans `tune` (1,500 rows) on each run"]);
  db.exec("ANALYZE");
  db.exec("UPDATE sqlite_stat1 SET stat = '812000 1' WHERE tbl = 'tune'");
  db.close();
  t.same(await scans(), ["scans `tune` (812,000 rows) on each run"], "what ANALYZE counted counts");
});

t.test("for reviewers: Markdown, HTML, SARIF, annotations on the application's lines", async (t) => {
  const cwd = await project(t, "");
  const flags = [...approvals, "--approve", "break-queries:tune.lapses:2"];
  const markdown = (await command({ cwd }, "plan", ...flags, "--format", "markdown")).out;
  t.match(markdown, /\| `src\/app\.ts:1` \| \*\*breaks\*\* \| no such column: lapses \| tune\.lapses is dropped \|/);
  t.match((await command({ cwd }, "plan", ...flags, "--format", "html")).out, /Application queries[^]*src\/app\.ts:1/);
  const { runs } = JSON.parse((await command({ cwd }, "plan", ...flags, "--format", "sarif")).out);
  const [result] = runs[0].results;
  t.equal(result.ruleId, "query-breaks");
  t.equal(result.locations[0].physicalLocation.region.startColumn, app.indexOf("lapses") + 1);
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
  const { err } = await command({ cwd, env }, "plan", ...flags);
  t.match(err, /^::error file=src\/app\.ts,line=1,col=57,endLine=1,title=query-breaks::/m);
});

t.test("check, queries, unused and explain-query", async (t) => {
  const cwd = await project(t, old);
  const json = async (...args: string[]) => JSON.parse((await command({ cwd }, ...args, "--json")).out);
  t.match(shapes.check.parse(await json("check")).queries, { read: 3, checked: 3, part: 0, unread: [] });
  t.match(shapes.queries.parse(await json("queries")).queries[0], {
    file: "src/app.ts",
    line: 1,
    name: "list",
    state: "whole",
    tables: ["tune"],
    columns: ["tune.id", "tune.lapses", "tune.title"],
    indexes: ["tune_by_title"],
  });
  const unused = shapes.unused.parse(await json("unused"));
  t.same([unused.tables, unused.columns, unused.indexes], [[], [], []]);
  t.match(shapes["explain-query"].parse(await json("explain-query", "src/app.ts:1", "dev")).queries, [
    { plan: ["SEARCH tune USING INDEX tune_by_title (title=?)"], indexes: ["tune_by_title"], scans: [] },
  ]);
  t.equal((await command({ cwd }, "explain-query", "src/app.ts:9")).exit, 1);

  writeFileSync(join(cwd, "src/kysely.ts"), `import { Kysely } from "kysely";\ndb.all("SELECT titel FROM tune");\n`);
  const wrong = await command({ cwd }, "check");
  t.equal(wrong.exit, 1);
  t.match(wrong.err, /no such column: titel[^]*src\/kysely\.ts:2:16[^]*did you mean `title`\?/);
  t.match(wrong.err, /4 of 4 queries checked\./, "how many were read is said then, too");
  writeFileSync(join(cwd, "src/bundle.js"), `${"x;".repeat(1_100_000)}q("SELECT 1 FROM tune");`);
  writeFileSync(join(cwd, "src/prose.ts"), `const label = "Select a tune from the list";`);
  writeFileSync(join(cwd, "src/commented.ts"), "db.all(`-- all\nSELECT * FROM tune`);");
  const globs = ["--queries", "src/**/*.{ts,js}"];
  t.match((await command({ cwd }, "unused", ...globs)).out, /src\/bundle\.js: not read: it has more than 2 MB/);
  t.match((await command({ cwd }, "explain-query", "src/prose.ts:1")).err, /there is no query at src\/prose\.ts:1/);
  t.match((await command({ cwd }, "queries", ...globs)).out, /1: SELECT \* FROM tune \[tune\]/);
  t.match((await command({ cwd }, "unused")).out, /kysely builds queries at run time in src\/kysely\.ts/);
  t.equal((await command({ cwd }, "check", "--queries", "src/app.ts")).exit, 0, "other files than the configured ones");
  t.match((await command({ cwd }, "check", "--queries", "lib/**/*.ts")).err, /no file matches `lib\/\*\*\/\*\.ts`/);
});
