import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { commandHelp, mainHelp, shortHelp } from "../../src/cli/help.ts";
import { shapes } from "../../src/cli/json.ts";
import { commands } from "../../src/cli/spec/commands.ts";
import { version } from "../../src/cli/version.ts";
import { plainStyle } from "../../src/report/style.ts";
import { makeDatabase } from "../kit/database.ts";
import { goldenBeside } from "../kit/golden.ts";
import { bare, bin, built, command, has, inTerminal, root, shell, steady, trueup } from "./run.ts";

const golden = goldenBeside(import.meta.url);

t.setTimeout(900_000);
built();

const schema = `import { index, integer, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text() });
export const tune = table({
  id: integer().primaryKey(),
  title: text(),
  genre: text().nullable().references(() => genre.id),
});
export const tune_by_genre = index(tune.genre);
`;
const config = `import { defineConfig } from "trueup";
export default defineConfig({ targets: { dev: "file:app.db" }, default: "dev" });
`;

/** A project with a database that is as declared, and two rows in it. */
function project(folder: string): void {
  mkdirSync(join(folder, "schema"), { recursive: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  writeFileSync(join(folder, "schema", "schema.ts"), schema);
  writeFileSync(join(folder, "trueup.config.ts"), config);
  sql(
    folder,
    "CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);" +
      "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, genre TEXT REFERENCES genre (id));" +
      "CREATE INDEX tune_by_genre ON tune (genre);" +
      "INSERT INTO tune (title) VALUES ('The Silver Spear'), ('Out on the Ocean')",
  );
}

function sql(folder: string, text: string): void {
  const database = new Database(join(folder, "app.db"));
  database.exec(text);
  database.close();
}

function edit(folder: string, before: string, after: string): void {
  const file = join(folder, "schema", "schema.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace(before, after));
}

t.test("the version is that of the package", async (t) => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  t.equal(version, manifest.version);
  t.strictSame(trueup({ cwd: root }, "--version"), { exit: 0, out: `${version}\n`, err: "" });
  t.equal((await command({ cwd: root }, "plan", "--version")).out, `${version}\n`);
});

t.test("an old Node gets a sentence", async (t) => {
  const old = `Object.defineProperty(process.versions, "node", { value: "18.19.0" }); import(${JSON.stringify(bin)})`;
  const { exit, err } = shell({ cwd: root }, `node -e '${old}'`);
  t.equal(exit, 1);
  t.equal(err, "error: trueup needs Node 20 or newer, and this is Node 18.19.0: https://nodejs.org\n");
});

t.test("each command has a help with examples first", async (t) => {
  const look = { style: plainStyle, color: false, width: 80, terminal: false, redraws: false };
  const texts: [name: string, text: string][] = [
    ["trueup", mainHelp(look)],
    ["short", shortHelp(look)],
  ];
  for (const command of commands) texts.push([command.name, commandHelp(command, look)]);
  for (const [name, text] of texts) {
    for (const line of text.split("\n")) t.ok(line.length <= 100 || line.includes("trueup "), line);
    golden(t, `help/${name}.txt`, `${text.trimEnd()}\n`);
  }
  const at = { cwd: t.testdir({}) };
  const plan = readFileSync(join(import.meta.dirname, "golden/help/plan.txt"), "utf8");
  t.strictSame(trueup(at, "plan", "--help"), { exit: 0, out: plan, err: "" });
  t.strictSame(await command(at, "help", "plan"), { exit: 0, out: plan, err: "" });
  const short = readFileSync(join(import.meta.dirname, "golden/help/short.txt"), "utf8");
  t.strictSame(
    await command(at),
    { exit: 64, out: short, err: "" },
    "no command at all is a usage error, with a help that fits",
  );
  t.ok(short.split("\n").length < 24, "on the smallest screen");
});

t.test("an error says what is wrong, where, and what to do next", async (t) => {
  const folder = t.testdir({
    "with space": {},
    empty: {},
    two: { "trueup.config.ts": config, "trueup.config.js": "" },
    unknown: { "trueup.config.ts": `export default { targts: { dev: "file:app.db" } };\n` },
    secret: {
      "trueup.config.ts": `import { env } from "trueup";\nexport default { targets: { prod: { url: env("APP_DB_URL") } } };\n`,
      "schema.ts": schema,
    },
    broken: {
      "schema.ts": schema.replace("index(tune.genre)", "index(tune.gnre)").replaceAll("\n", "\r\n"),
      "app.db": "",
    },
    good: { "trueup.config.ts": config, schema: { "schema.ts": schema }, "notes.txt": "no plan\n" },
    sql: { schema: { "schema.sql": "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, note TEXT);\n" } },
  });
  const old = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL); INSERT INTO tune VALUES (1, 'a');";
  await makeDatabase(join(folder, "sql", "app.db"), old);
  const cases: readonly (readonly [folder: string, exit: number, ...args: string[]])[] = [
    ["empty", 64, "plna"],
    ["empty", 64, "plan", "--aprove", "x"],
    ["empty", 64, "plan", "--rename", "a"],
    ["empty", 1, "plan"],
    ["empty", 1, "plan", "-C", "nowhere"],
    ["broken", 1, "drift", "--schema", "schema.ts"],
    ["good", 64, "plan", "dev", "prod"],
    ["empty", 1, "plan", "app.db"],
    ["two", 1, "plan"],
    ["unknown", 1, "plan"],
    ["secret", 1, "plan", "--schema", "schema.ts"],
    ["broken", 1, "plan", "app.db", "--schema", "schema.ts"],
    ["broken", 1, "check", "--schema", "schema.ts"],
    ["good", 1, "plan", "dve"],
    ["good", 1, "drift"],
    ["good", 1, "plan", "."],
    ["good", 1, "show", "plans/none.plan.sql"],
    ["good", 22, "show", "notes.txt"],
    ["good", 1, "plan", "--to", "git:HEAD"],
    ["good", 1, "diff", "schema", "nothing"],
    ["good", 64, "explain", "unknown-comand"],
    ["good", 64, "completion", "tcsh"],
    ["good", 1, "draw", "--out", "notes.txt/x.mmd"],
    ["good", 1, "restore", "nothing.db"],
    ["good", 1, "rename", "tune.titel", "name"],
    ["good", 64, "plan", "--approve", "drop-tabel:tune"],
    ["empty", 1, "init", "--from", "none.db"],
    ["sql", 1, "undo"],
    ["sql", 1, "plan", ":memory:"],
    ["sql", 1, "plan", "app.db", "--out", "schema"],
    ["sql", 1, "plan", "app.db", "--fill", "tune.note=nope"],
    ["sql", 64, "apply", "app.db", "plans/note.plan.sql"],
    ["sql", 22, "show", "app.db"],
    ["sql", 1, "run", "app.db"],
    ["sql", 22, "run", "schema/schema.sql", "app.db"],
    ["sql", 1, "rename", "tune.title", "tune.name"],
  ];
  const said: string[] = [];
  const exits = new Set<number>();
  for (const [name, exit, ...args] of cases) {
    // The first with each exit code is a process of its own, and what asks git, which has the variables of its parent.
    const run = exits.has(exit) && !args.includes("git:HEAD") ? command : trueup;
    exits.add(exit);
    const ran = await run({ cwd: join(folder, name), env: { GIT_CEILING_DIRECTORIES: folder } }, ...args);
    t.equal(ran.exit, exit, `${name}: trueup ${args.join(" ")}`);
    t.notMatch(ran.err, /\n\s+at .*:\d+:\d+\)?$/m, "no stack");
    said.push(`${name}$ trueup ${args.join(" ")}\n${steady(ran.err, folder)}exit ${ran.exit}\n`);
  }
  golden(t, "errors.txt", said.join("\n"));
  t.notOk(existsSync(join(folder, "empty", "trueup.config.ts")), "nothing is begun that cannot be done");
});

t.test("a variable may come from .env, and the environment wins", async (t) => {
  const folder = t.testdir({
    ".env": "# comment\nexport APP_DB='file:a.db'\n",
    "trueup.config.ts": `import { env } from "trueup";\nexport default { targets: { prod: { url: env("APP_DB") } } };\n`,
    "schema.ts": schema,
    "a.db": "",
    "b.db": "",
  });
  const seen = async (env: Record<string, string>) =>
    (await command({ cwd: folder, env }, "plan", "--schema", "schema.ts", "-v")).err.match(/file:\w+\.db/)?.[0];
  t.equal(await seen({}), "file:a.db");
  t.equal(await seen({ APP_DB: "file:b.db" }), "file:b.db");
});

t.test("zero configuration: a file, and a schema beside it, in a folder with a space", async (t) => {
  const folder = t.testdir({ "a folder": { "schema.ts": schema, "app.db": "" } });
  const cwd = join(folder, "a folder");
  t.match((await command({ cwd }, "plan", "app.db", "--schema", "schema.ts")).out, "3 added");
  t.match(
    (await command({ cwd: folder }, "plan", "-C", "a folder", "file:app.db", "--schema=schema.ts")).out,
    "3 added",
  );
});

t.test("a database named by its place is the target that has it", async (t) => {
  const folder = t.testdir({ inner: {} });
  project(folder);
  const guarded = config.replace('"file:app.db"', '{ url: "file:app.db", protect: ["genre"], confirm: true }');
  writeFileSync(join(folder, "trueup.config.ts"), guarded);
  edit(folder, "export const tune_by_genre = index(tune.genre);", "export const by_title = index(tune.title);");
  const names = ["app.db", "file:app.db", `file://${folder}/app.db`, "inner/../app.db"];
  for (const name of names) {
    const { exit, out, err } = await command(
      { cwd: folder },
      "apply",
      name,
      "--yes",
      "--approve",
      "drop-index:tune_by_genre",
    );
    t.not(exit, 0, `${name} is not changed without its name`);
    t.match(out + err, /\bdev\b/, "it goes by its name");
  }
  t.match((await command({ cwd: join(folder, "inner") }, "plan", "../app.db")).out, /^dev compared with/);
});

t.test("so is a server, however its URL is written", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const named = async (configured: string, typed: string) => {
    writeFileSync(join(folder, "trueup.config.ts"), config.replace('"file:app.db"', `"${configured}"`));
    const { exit, out } = await command({ cwd: folder }, "history", typed, "--json");
    t.equal(exit, 0);
    return (JSON.parse(out) as { target: string }).target === "dev";
  };
  t.ok(await named("http://127.0.0.1:9", "http://127.0.0.1:9/?authToken=abc"));
  t.ok(await named("libsql://127.0.0.1:9?tls=0", "ws://user@127.0.0.1:9"));
  t.notOk(await named("http://127.0.0.1:9/one", "http://127.0.0.1:9/two"));
  t.notOk(await named("http://127.0.0.1:9", "https://127.0.0.1:9"));
});

t.test("what the hook before a change stopped, the hook after it starts, whatever the outcome", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const hooks = 'hooks: { before: ["touch", "stopped"], after: ["rm", "stopped"] }';
  writeFileSync(join(folder, "trueup.config.ts"), config.replace('"file:app.db"', `{ url: "file:app.db", ${hooks} }`));
  edit(folder, "  title: text(),", "  title: text(),\n  tempo: integer().nullable(),");
  t.equal((await command({ cwd: folder }, "plan", "--out", "plans/tempo.plan.sql")).exit, 0);
  // A file where the folder of the backups should be.
  writeFileSync(join(folder, "in-the-way"), "");
  t.equal((await command({ cwd: folder }, "apply", "plans/tempo.plan.sql", "--backup", "in-the-way")).exit, 1);
  t.notOk(existsSync(join(folder, "stopped")));
  t.equal((await command({ cwd: folder }, "apply", "plans/tempo.plan.sql")).exit, 0);
  t.notOk(existsSync(join(folder, "stopped")));
});

t.test("from plan to undo, with the exit codes that scripts rely on", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const at = { cwd: folder };
  t.strictSame(
    [
      (await command(at, "plan", "--exit-code")).exit,
      (await command(at, "drift")).exit,
      (await command(at, "pull", "--check")).exit,
    ],
    [0, 0, 0],
  );
  edit(folder, "  title: text(),", '  name: text().was("title"),\n  tempo: integer().default(100),');
  t.equal(trueup(at, "plan", "--exit-code").exit, 2);
  t.equal((await command(at, "drift")).exit, 2);
  const plan = await command(at, "plan", "--out", "plans/tempo.plan.sql");
  t.equal(plan.exit, 0);
  golden(t, "plan.txt", steady(plan.out, folder));
  t.equal((await command(at, "plan", "--check", "plans/tempo.plan.sql")).exit, 0);
  t.equal((await command(at, "verify", "plans/tempo.plan.sql")).exit, 0);
  t.equal((await command(at, "rehearse", "plans/tempo.plan.sql")).exit, 0);
  t.match((await command(at, "drift")).out, "waits for a plan");
  t.equal((await command(at, "apply", "plans/tempo.plan.sql", "--expect-seal", "0123456789")).exit, 1);
  const applied = trueup(at, "apply", "plans/tempo.plan.sql");
  t.equal(applied.exit, 0);
  golden(t, "apply.txt", steady(`${applied.err}\n${applied.out}`, folder));
  t.equal((await command(at, "apply", "plans/tempo.plan.sql")).exit, 0, "again is safe");
  t.equal((await command(at, "apply", "plans/")).exit, 0, "a folder of plans, where one has been applied");
  t.equal((await command(at, "plan", "--check", "plans/tempo.plan.sql")).exit, 0);
  t.equal((await command(at, "drift")).exit, 0);
  t.match(
    (await command(at, "history")).out,
    /^\S+ {2}apply plans\/tempo\.plan\.sql/,
    "nothing stands above it: it is where that led",
  );
  t.match((await command(at, "backups")).out, "before the apply of plan");
  sql(folder, "CREATE INDEX by_hand ON tune (tempo)");
  t.equal((await command(at, "drift")).exit, 2);
  t.match((await command(at, "history")).out, /^~ the schema of .* has been changed elsewhere since/);
  t.match(JSON.parse((await command(at, "history", "--json")).out), { now: "changed-elsewhere" });
  t.equal(trueup(at, "undo", "--yes").exit, 21, "what was written since is not lost unasked");
  t.equal((await command(at, "undo", "--yes", "--discard-writes")).exit, 0);
  t.match((await command(at, "history")).out, /restore a backup.*\n.*\n.*\n~ changed elsewhere in between\n/);
  const undone = new Database(join(folder, "app.db"));
  t.strictSame(undone.prepare("SELECT title FROM tune").raw().all(), [["The Silver Spear"], ["Out on the Ocean"]]);
  undone.close();
});

t.test("a plan for another state is stale, and an edited one is refused", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const at = { cwd: folder };
  edit(folder, "  title: text(),", "  title: text(),\n  tempo: integer().nullable(),");
  await command(at, "plan", "--out", "plans/x.plan.sql");
  const file = join(folder, "plans", "x.plan.sql");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("ADD COLUMN", "ADD  COLUMN"));
  t.equal((await command(at, "apply", "plans/x.plan.sql")).exit, 22);
  t.equal((await command(at, "verify", "plans/x.plan.sql")).exit, 22);
  writeFileSync(file, text.replaceAll("\n", "\r\n"));
  t.equal((await command(at, "verify", "plans/x.plan.sql")).exit, 0, "another line end is no edit");
  sql(folder, "CREATE INDEX hotfix ON tune (title)");
  const stale = trueup(at, "apply", "plans/x.plan.sql");
  t.equal(stale.exit, 20);
  t.match(stale.err, "since then: + hotfix ON tune (title) (not touched by the plan)");
  t.equal((await command(at, "plan", "--check", "plans/x.plan.sql")).exit, 2);
  edit(folder, "export const tune_by_genre", "export const hotfix = index(tune.title);\nexport const tune_by_genre");
  t.equal((await command(at, "plan", "--rebase", "plans/x.plan.sql")).exit, 0);
  t.equal((await command(at, "apply", "plans/x.plan.sql")).exit, 0);
});

t.test("a question without a terminal is an error that answers itself", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const at = { cwd: folder };
  edit(folder, "  title: text(),", "  name: text(),");
  const asked = await command(at, "plan", "--json");
  t.equal(asked.exit, 21);
  const { decisions } = shapes.plan.parse(JSON.parse(asked.out));
  const [rename, drop] = decisions[0]?.answers ?? [];
  t.strictSame(rename?.flags, ["--rename", "tune.title:tune.name"]);
  const again = await command(at, "plan", "--json", ...(rename?.flags ?? []));
  t.equal(again.exit, 0);
  t.equal(shapes.plan.parse(JSON.parse(again.out)).counts.renamed, 1);
  t.match(drop?.flags[1], /^drop-column:tune.title:2$/);
  const unexplained = await command(
    at,
    "plan",
    "--out",
    "p.plan.sql",
    "--approve",
    drop?.flags[1] ?? "",
    "--fill",
    "tune.name=''",
  );
  t.equal(unexplained.exit, 21);
  t.match(unexplained.err, "reason-needed");
  t.notOk(existsSync(join(folder, "p.plan.sql")));
  t.equal((await command(at, "apply", ...(rename?.flags ?? []))).exit, 21, "nobody to ask");
  const forced = await command(at, "apply", "--yes", "--approve", drop?.flags[1] ?? "", "--fill", "tune.name=''");
  t.equal(forced.exit, 21);
  t.match(forced.err, "destroys-unasked");
  t.equal((await command(at, "apply", "--yes", ...(rename?.flags ?? []))).exit, 0);
});

t.test("--json has the documented shapes", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const at = { cwd: folder };
  const shaped = async (name: keyof typeof shapes, ...args: readonly string[]): Promise<void> => {
    const { out, err } = await command(at, ...args, "--json");
    const line = name === "apply, last line" ? (out.trim().split("\n").at(-1) ?? "") : out;
    const result = shapes[name].safeParse(JSON.parse(line));
    t.ok(result.success, `${name}: ${args.join(" ")} ${result.success ? "" : result.error.message}`);
    t.equal(err, "", "and nothing beside it");
  };
  await shaped("init", "init");
  await shaped("check", "check");
  await shaped("pull --check", "pull", "--check");
  edit(folder, "  title: text(),", "  title: text(),\n  tempo: integer().nullable(),");
  await shaped("plan", "plan");
  await shaped("plan", "plan", "--out", "plans/a.plan.sql");
  await shaped("plan --check", "plan", "--check", "plans/a.plan.sql");
  await shaped("verify", "verify", "plans/a.plan.sql");
  await shaped("diff", "diff", "plans/a.plan.sql:base", "schema");
  await shaped("apply, last line", "rehearse", "plans/a.plan.sql");
  await shaped("apply, last line", "apply", "plans/a.plan.sql");
  await shaped("plan", "plan");
  await shaped("backups", "backups");
  await shaped("history", "history");
  await shaped("restore", "undo", "--yes");
  await shaped("pull", "pull");
  await shaped("explain", "explain", "drop-table");
  await shaped("explain, without a code", "explain");
  await shaped("show", "show", "plans/a.plan.sql");
  await shaped("drift", "drift");
  await shaped("draw, docs", "draw", "--format", "svg");
  await shaped("draw, docs", "docs", "--out", "SCHEMA.md");
  await shaped("doctor", "doctor");
  await shaped("error", "plan", "nowhere");
  await shaped("error", "plna");
  const { out, err } = trueup(at, "apply", "--yes", "--json");
  for (const line of out.trim().split("\n")) t.type(JSON.parse(line).type, "string", "one object a line");
  t.equal(err, "", "and nothing beside it from a process either");
});

t.test("on GitHub errors are annotations, and the plan goes to the summary", async (t) => {
  const folder = t.testdir({ "summary.md": "" });
  project(folder);
  const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(folder, "summary.md"), NO_COLOR: "1" };
  edit(folder, "  title: text(),", "  name: text(),");
  const { err } = await command({ cwd: folder, env: { ...env, GITHUB_WORKSPACE: folder } }, "plan");
  t.match(err, /^::error file=schema\/schema.ts,line=6,col=3,endLine=6,title=ambiguous-rename::/m);
  t.match(readFileSync(join(folder, "summary.md"), "utf8"), "dev compared with the declarations");
});

t.test("any revision is a state", { skip: has("git") ? false : "no git here" }, async (t) => {
  const folder = t.testdir({});
  project(folder);
  const at = { cwd: folder };
  shell(at, "git init -q && git add schema && git commit -qm one");
  edit(folder, "  title: text(),", "  title: text(),\n  tempo: integer().nullable(),");
  const diff = await command(at, "diff", "git:HEAD", "schema");
  t.strictSame([diff.exit, diff.err], [0, ""]);
  t.match(diff.out, /\+ tempo +INTEGER/);
  t.match((await command(at, "plan", "--to", "git:HEAD")).out, "Nothing to do");
  t.equal((await command(at, "plan", "--to", "git:nope")).exit, 1);
  t.match((await command(at, "diff", "git:HEAD", "git:HEAD", "--schema", "schema/schema.ts")).out, "No difference");
  t.match((await command({ cwd: join(folder, "schema") }, "diff", "git:HEAD", ".", "--schema", ".")).out, /\+ tempo/);
});

t.test("a problem in a revision is shown where git has it", { skip: has("git") ? false : "no git here" }, async (t) => {
  const folder = t.testdir({ shared: { "stamped.ts": `import { text } from "trueup";\nexport const at = text();\n` } });
  project(folder);
  const at = { cwd: folder };
  const commit = () => shell(at, "git add schema shared && git commit -qm next");
  shell(at, "git init -q");
  edit(folder, "index(tune.genre)", "index(tune.gnre)");
  commit();
  edit(folder, "index(tune.gnre)", "index(tune.genre)");
  edit(folder, "  title: text(),", "  title: text(),\n  tempo: at,");
  edit(folder, "\n\n", `\nimport { at } from "../shared/stamped.ts";\n\n`);
  commit();
  const { exit, err } = await command(at, "plan", "--to", "git:HEAD~1");
  t.equal(exit, 1);
  t.match(err, "┌─ git:HEAD~1:schema/schema.ts:9:41\n");
  t.match(err, "9 │ export const tune_by_genre = index(tune.gnre);");
  const { problems } = shapes.error.parse(JSON.parse((await command(at, "plan", "--to", "git:HEAD~1", "--json")).out));
  t.strictSame([problems[0]?.at?.file, problems[0]?.at?.line], ["git:HEAD~1:schema/schema.ts", 9]);
  const needed = await command(at, "plan", "--to", "git:HEAD");
  t.equal(needed.exit, 21);
  t.match(needed.err, "┌─ git:HEAD:schema/schema.ts:8:3\n", "what a plan needs is asked there too");
});

t.test("a closed pipe is not a failure, and stdout is only data", async (t) => {
  const folder = t.testdir({});
  project(folder);
  const piped = shell({ cwd: folder }, `set -o pipefail; node ${bin} explain | head -1`);
  t.strictSame([piped.exit, piped.err], [0, ""]);
  if (existsSync("/dev/full")) {
    const full = shell({ cwd: folder }, `node ${bin} explain > /dev/full`);
    t.match([full.exit, full.err], [1, /^error: the output cannot be written: ENOSPC[^\n]*\n$/]);
  }
  const { out, err } = trueup({ cwd: folder }, "plan", "--to", "app.db", "--out", "-");
  t.strictSame([out.includes("Nothing to do"), err.includes("--@")], [false, false]);
});

t.test("a reader that takes its time gets all of it", async (t) => {
  const cwd = t.testdir();
  const tables = Array.from({ length: 4000 }, (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, name TEXT);`);
  writeFileSync(join(cwd, "schema.sql"), tables.join("\n"));
  const print = `node ${bin} schema --schema schema.sql`;
  const { out } = shell({ cwd }, `${print} > all.sql; ${print} | { sleep 2; cmp - all.sql && echo same; }`);
  t.ok(readFileSync(join(cwd, "all.sql")).length > 200_000, "more than a pipe takes");
  t.equal(out, "same\n");
});

t.test("in a terminal it asks, and fits", { skip: has("script") ? false : "no script(1) here" }, async (t) => {
  for (const columns of [80, 120]) {
    const folder = t.testdir({});
    project(folder);
    edit(folder, "  title: text(),", "  name: text(),");
    const { out, exit } = await inTerminal({ cwd: folder }, `node ${bin} apply`, columns, [
      ["which? [1-2, Enter for none]", "1"],
      ["as .was? [y/N]", "n"],
      ["apply this to dev? [y/N]", "y"],
    ]);
    t.equal(exit, 0);
    const shown = bare(out);
    t.match(shown, "which? [1-2, Enter for none]");
    t.match(shown, "apply this to dev? [y/N]");
    t.match(shown, "Applied to dev");
    t.match(out, "\u001b[", "with colour");
    for (const line of shown.split(/[\r\n]+/)) {
      t.ok(line.length <= columns || /trueup |fp1:|backups\//.test(line), `${line.length} <= ${columns}: ${line}`);
    }
  }
});

t.test("Ctrl-C ends what only reads, however many tables it is reading", async (t) => {
  const cwd = t.testdir();
  const tables = Array.from({ length: 4000 }, (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, name TEXT);`);
  writeFileSync(join(cwd, "schema.sql"), tables.join("\n"));
  sql(cwd, `BEGIN; ${tables.slice(0, 2000).join("")} COMMIT`);
  for (const command of ["check", "drift app.db"]) {
    const child = spawn(process.execPath, [bin, ...command.split(" "), "--schema", "schema.sql"], {
      cwd,
      env: { ...process.env, XDG_CACHE_HOME: join(cwd, "none") },
      stdio: "ignore",
    });
    const ended = new Promise<readonly [number | null, string | null]>((resolve) =>
      child.once("close", (code, signal) => resolve([code, signal])),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    const asked = performance.now();
    child.kill("SIGINT");
    const [code, signal] = await ended;
    t.ok(code === 130 || signal === "SIGINT", `${command}: ${code} ${signal}`);
    t.ok(performance.now() - asked < 1500, `${command}: within a second, and the machine's own delays`);
  }
});
