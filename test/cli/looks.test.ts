import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { displayWidth } from "../../src/report/width.ts";
import { goldenBeside } from "../kit/golden.ts";
import { bare, bin, built, command, has, inTerminal, steady } from "./run.ts";

const golden = goldenBeside(import.meta.url);

t.setTimeout(900_000);
built();

/**
 * Names that a terminal would stumble over: long, wide, joined, combined, right-to-left, and with control sequences in
 * them.
 */
const names = [
  "a_table_with_a_really_rather_long_name_that_nobody_would_ever_want_to_type",
  "顧客管理表示名一覧",
  "🎻 tunes 👩‍👩‍👧",
  "cafe\u0301",
  "שלום",
  "red\u001b[31m and clear\u001b[2J",
  "two\nlines\tand a tab",
  "back\u202ewards",
];

function project(folder: string): void {
  const quote = (name: string) => `"${name}"`;
  const tables = names.map(
    (name) => `CREATE TABLE ${quote(name)} (id INTEGER PRIMARY KEY, "名前" TEXT, "clear\u001b[2J" TEXT);
      INSERT INTO ${quote(name)} VALUES (1, 'x', 'y');`,
  );
  const many = Array.from({ length: 40 }, (_, at) => `CREATE TABLE many_${at} (id INTEGER PRIMARY KEY, a TEXT);`);
  const database = new Database(join(folder, "app.db"));
  database.exec([...tables, ...many].join("\n"));
  database.close();
  mkdirSync(join(folder, "node_modules"));
}

/** Declarations that differ from the database: each table changes. */
function edit(folder: string): void {
  for (const file of ["schema.ts", "many.ts"]) {
    const path = join(folder, "schema", file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/^( {2}(?:a|名前): .*)$/gm, "$1\n  tempo: integer().default(100),"));
  }
}

/** What a terminal would obey and not show, except for our own colours. */
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

t.test("whatever the names are, nothing raw is shown and everything fits", async (t) => {
  const folder = t.testdir({});
  project(folder);
  t.equal((await command({ cwd: folder }, "init", "--from", "app.db", "-q")).exit, 0);
  edit(folder);
  const plan = ["plan", "--out", "plans/x.plan.sql"];
  const runs: readonly (readonly string[])[] = [
    plan,
    ["drift"],
    ["doctor"],
    ["show", "plans/x.plan.sql"],
    ["rehearse", "plans/x.plan.sql"],
    ["apply", "plans/x.plan.sql"],
    ["history"],
    ["backups"],
    ["undo", "--yes"],
    ["explain"],
  ];
  const coloured = await command({ cwd: folder, env: { FORCE_COLOR: "1" } }, "plan", "-v");
  t.match(coloured.out, "\u001b[");
  t.notMatch(bare(coloured.out), commands, "with colour too");
  for (const columns of [80, 120]) {
    const env = { COLUMNS: String(columns) };
    for (const args of runs) {
      const { out, err } = await command({ cwd: folder, env }, ...args);
      const text = `${out}${err}`;
      t.notMatch(text, commands, `${args.join(" ")} at ${columns}`);
      for (const line of text.split("\n")) {
        // A command to paste is never broken, and neither is a name that has no place to break at.
        if (displayWidth(line) > columns && !/trueup |^ *\S+$/.test(line)) t.fail(`${args.join(" ")}: ${line}`);
      }
      if (args === plan) golden(t, `names-${columns}.txt`, steady(text, folder));
    }
  }
});

t.test("data for a pipe is made safe on a terminal", { skip: has("script") ? false : "no script(1)" }, async (t) => {
  const folder = t.testdir({});
  project(folder);
  t.equal((await command({ cwd: folder }, "init", "--from", "app.db", "-q")).exit, 0);
  edit(folder);
  await command({ cwd: folder }, "plan", "--out", "plans/x.plan.sql");
  t.match((await command({ cwd: folder }, "show", "plans/x.plan.sql", "--sql")).out, "\u001b[2J", "as it runs");
  const { out } = await inTerminal({ cwd: folder }, `node ${bin} show plans/x.plan.sql --sql`, 80);
  t.notMatch(out.replaceAll("\r", ""), commands);
  t.match(out, "\\u{1b}[2J");
});
