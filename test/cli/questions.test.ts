import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { displayWidth } from "../../src/report/width.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { bare, bin, built, command as run, has, inTerminal } from "./run.ts";

t.before(built);
t.setTimeout(900_000);
const skip = has("script") ? false : "no script(1)";
const command = `${process.execPath} ${bin}`;
const down = "\u001b[B";
const up = "\u001b[A";
const stop = "\u0003";

/** Columns that raise questions: `kind` is new and NOT NULL, `name` may be the old `title`, `mood` is gone. */
const asking = `
import { integer, sql, table, text } from "trueup";
export const tune = table({
  id: integer().primaryKey(),
  name: text(),
  kind: text().check(sql\`kind IN ('reel', 'jig')\`),
});
`;

async function project(t: Parameters<typeof temporaryFolder>[0], schema = asking): Promise<string> {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, "schema"));
  writeFileSync(join(cwd, "schema", "schema.ts"), schema);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    'import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { dev: "file:app.db" } });\n',
  );
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, mood TEXT)",
    "INSERT INTO tune VALUES (1, 'The Silver Spear', 'bright'), (2, 'Out on the Ocean', NULL), (3, 'Air', NULL), (4, 'Set', NULL)",
  );
  return cwd;
}

/** If a line is redrawn, its last state is what remains. */
function screen(text: string): string {
  return bare(text.replace(/\r\u001b\[K/g, "\u0001"))
    .split(/\r?\n/)
    .map((line) => line.split("\u0001").at(-1) ?? "")
    .join("\n");
}

for (const columns of [80, 120]) {
  t.test(`every question is answered at ${columns} columns, and the plan goes through`, { skip }, async (t) => {
    const cwd = await project(t);
    const { out, exit } = await inTerminal({ cwd }, `${command} apply`, columns, [
      ["Enter for none]", down],
      ["Enter for none]", up],
      ["no reason]", "nobody sings it"],
      ["Enter for none]", "1"],
      ["tune.kind =", "'reel'"],
      ["1 changes it]", ""],
      ["as .was and .fill? [y/N]", "n"],
      ["apply this to dev? [y/N]", "y"],
    ]);
    const seen = screen(out);
    t.equal(exit, 0, seen);
    t.match(seen, /id 1: 'reel'\n {2}id 2: 'reel'\n {2}id 3: 'reel'\n/, "what three rows would get");
    t.match(seen, /Applied to dev/);
    for (const line of seen.split("\n")) t.ok(displayWidth(line) <= columns || /trueup /.test(line), line);
    const rows = await onFile(join(cwd, "app.db"), (engine) => engine.all("SELECT name, kind FROM tune WHERE id = 1"));
    t.same(rows, [["The Silver Spear", "reel"]]);
  });
}

t.test("a value is checked against the rows at once, and can be corrected", { skip }, async (t) => {
  const cwd = await project(t, asking.replace("  name: text(),", '  name: text().was("title"),'));
  const erase = "\u0015";
  const { out, exit } = await inTerminal({ cwd }, `${command} plan --out plans/a.plan.sql`, 80, [
    ["Enter for none]", "2"],
    ["why?", ""],
    [/say why[^]*why\?$/, "nobody sings it"],
    ["Enter for none]", up],
    ["tune.kind =", "'reel"],
    [/✗[^]*= 'reel$/, `${erase}missing`],
    [/✗[^]*= missing$/, `${erase}NULL`],
    [/✗[^]*= NULL$/, `${erase}'waltz'`],
    [/✗[^]*= 'waltz'$/, `${erase}'jig'`],
    ["1 changes it]", "1"],
    [/1 {2}change it[^]*= 'jig'$/, `${erase}'reel'`],
    ["1 changes it]", ""],
    ["as .fill? [y/N]", "n"],
  ]);
  const seen = screen(out);
  t.equal(exit, 0, seen);
  t.match(seen, /say why this may be lost/);
  t.match(seen, /SQLite cannot read that: unrecognized token: "'reel/);
  t.match(seen, /no such column/);
  t.match(seen, /✗ tune\.kind is NOT NULL, and its fill gives NULL in 4 rows/);
  t.match(seen, /4 rows of tune do not pass the CHECK/);
  t.match(readFileSync(join(cwd, "plans", "a.plan.sql"), "utf8"), /fill tune\.kind = 'reel'/);
  t.match(readFileSync(join(cwd, "plans", "a.plan.sql"), "utf8"), /because "nobody sings it"/);
});

t.test("Ctrl-C leaves with the command line that repeats the answers so far", { skip }, async (t) => {
  const cwd = await project(t);
  const { out, exit } = await inTerminal({ cwd }, `${command} plan --out plans/a.plan.sql`, 120, [
    ["Enter for none]", "1"],
    ["Enter for none]", "3"],
    ["why?", "it's over"],
    ["Enter for none]", "1"],
    ["tune.kind =", stop],
  ]);
  const seen = screen(out);
  t.equal(exit, 130, seen);
  const line = /To go on with these answers:\n {2}(trueup .*)\n/.exec(seen)?.[1] ?? "";
  t.match(
    line,
    /^trueup plan --out plans\/a\.plan\.sql --rename tune\.title:tune\.name --approve drop-column:tune\.mood:1 --because /,
  );
  const again = await inTerminal({ cwd }, `${line.replace("trueup", command)} --fill "tune.kind='reel'"`, 120);
  t.equal(again.exit, 0, screen(again.out));
});

t.test("what is typed before a question is on the screen does not answer it", { skip }, async (t) => {
  const cwd = await project(t, asking.replace(/ {2}kind.*\n/, "").replace("sql, ", ""));
  const { out, exit } = await inTerminal({ cwd }, `echo wait; sleep 0.3; ${command} apply`, 80, [
    ["wait", "1\r2\ry\ry\ry"],
    ["Enter for none]", "1"],
    ["Enter for none]", "2"],
    ["no reason]", "nobody sings it"],
    ["as .was? [y/N]", "n"],
    ["apply this to dev? [y/N]", "n"],
  ]);
  const seen = screen(out);
  t.equal(exit, 0, seen);
  t.match(seen, /nothing was changed/);
});

t.test("an open question keeps the answers that were given", { skip }, async (t) => {
  const cwd = await project(t);
  const { out, exit } = await inTerminal({ cwd }, `${command} plan`, 120, [
    ["Enter for none]", "1"],
    ["Enter for none]", ""],
    ["Enter for none]", ""],
  ]);
  const seen = screen(out);
  t.equal(exit, 21, seen);
  t.match(seen, /drop-column:tune\.mood/, "it is told like without a terminal");
  t.match(seen, /To go on with these answers:\n {2}trueup plan --rename tune\.title:tune\.name\n/);
});

t.test("the answers are written into the declarations if wanted", { skip }, async (t) => {
  const cwd = await project(
    t,
    asking
      .replace("integer, sql, table", "integer, sql, table")
      .replace("  kind:", "  mood: text().nullable(),\n  kind:"),
  );
  const answers = [
    ["Enter for none]", "1"],
    ["Enter for none]", "1"],
    ["tune.kind =", "CASE WHEN name LIKE '%Ocean' THEN 'jig' ELSE 'reel' END"],
    ["1 changes it]", ""],
    ["as .was and .fill? [y/N]", "y"],
  ] as const;
  const { out } = await inTerminal({ cwd }, `${command} plan`, 120, answers);
  t.match(screen(out), /wrote schema\/schema\.ts/);
  const text = readFileSync(join(cwd, "schema", "schema.ts"), "utf8");
  t.match(text, /name: text\(\)\.was\("title"\),/);
  t.match(text, /\.fill\(sql`CASE WHEN name LIKE '%Ocean' THEN 'jig' ELSE 'reel' END`\),/);
  const again = await inTerminal({ cwd }, `${command} apply --yes`, 120);
  t.equal(again.exit, 0, screen(again.out));
});

t.test("a terminal that cannot redraw is asked line by line", { skip }, async (t) => {
  const cwd = await project(
    t,
    asking
      .replace(/ {2}kind.*\n/, "")
      .replace("  name", "  mood: text().nullable(),\n  name")
      .replace("sql, ", ""),
  );
  const { out, exit } = await inTerminal({ cwd, env: { TERM: "dumb" } }, `${command} apply`, 80, [
    ["Enter for none]", "1"],
    ["as .was? [y/N]", "n"],
    ["apply this to dev? [y/N]", "y"],
  ]);
  t.equal(exit, 0, out);
  t.notMatch(out, "\u001b[", "nothing moves the cursor");
});

t.test(
  "the values that do not fit are shown, and not where they may be private: in CI, and with --no-values",
  async (t) => {
    const schema = asking
      .replace(/ {2}(name|kind).*\n/g, "")
      .replace("id:", "title: text(),\n  mood: text().nullable().check(sql`mood <> 'bright'`),\n  id:");
    const cwd = await project(t, schema);
    const said = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      (await run({ cwd, env }, "plan", ...args)).err;
    t.match(await said({}), "first: id 1: 'bright'");
    const gone = ["--to", "empty", "--approve", "drop-table:tune:9", "--because", "a plan to make again"];
    t.equal((await run({ cwd }, "plan", ...gone, "--out", "plans/gone.plan.sql")).exit, 0);
    const again = ["--rebase", "plans/gone.plan.sql"];
    const checked = await run({ cwd }, "plan", "--check", "plans/gone.plan.sql", "--no-values");
    t.match([checked.exit, checked.out], [2, /1 row of tune does not pass/]);
    t.notMatch(checked.out + checked.err, "id 1: 'bright'");
    for (const hidden of [
      await said({ CI: "true" }),
      await said({}, "--no-values"),
      await said({ CI: "true" }, ...again),
    ]) {
      t.match(hidden, /1 row of tune does not pass/);
      t.match(hidden, "first: rowid 1\n");
      t.notMatch(hidden, "first: id 1: 'bright'");
    }
  },
);
