// `npm start`: the example schema becomes a database with rows in it, and then one change from its edit to its undo.
// Everything happens in .trueup/demo, with the commands as anybody would type them.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

const root = join(import.meta.dirname, "..");
const folder = join(root, ".trueup", "demo");
const file = (name) => join(folder, name);
const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code) => (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
const [bold, dim, green, red] = [paint(1), paint(2), paint(32), paint(31)];

function say(text) {
  console.log(`\n${bold(text)}\n`);
}

/** Runs a command as it is shown, and stops the demonstration if it ends otherwise than expected. */
function trueup(args, expected = 0) {
  const shown = args.map((arg) => (/^[\w./:=-]+$/.test(arg) ? arg : `'${arg}'`)).join(" ");
  console.log(dim(`$ trueup ${shown}`));
  // Both streams where this one goes, so that they keep their order.
  const env = { ...process.env, GITHUB_ACTIONS: "" };
  const { status } = spawnSync(process.execPath, [join(root, "bin", "trueup.js"), ...args, "--no-input"], {
    cwd: folder,
    env,
    stdio: ["ignore", "inherit", process.stdout],
  });
  if (status !== expected) throw new Error(`trueup ${shown} ended with ${status}, and not with ${expected}`);
}

function sql(text) {
  const database = new Database(file("practice.db"));
  database.exec(text);
  database.close();
}

function rows(query) {
  const database = new Database(file("practice.db"));
  const found = database.prepare(query).raw().all();
  database.close();
  return found;
}

/** Replaces a line of a declaration, and shows both. */
function edit(name, changes) {
  let text = readFileSync(file(name), "utf8");
  console.log(dim(name));
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${name} has no line ${before}`);
    text = text.replace(before, after);
    for (const line of before.split("\n").filter((line) => !after.includes(line))) console.log(red(`- ${line}`));
    for (const line of after.split("\n").filter((line) => line !== "" && !before.includes(line))) {
      console.log(green(`+ ${line}`));
    }
  }
  writeFileSync(file(name), text);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
cpSync(join(root, "schema"), file("schema"), { recursive: true });
writeFileSync(
  file("trueup.config.ts"),
  `import { defineConfig } from "trueup";\n\nexport default defineConfig({ targets: { practice: "file:practice.db" } });\n`,
);
writeFileSync(file("practice.db"), "");

say("1. schema/ says what the database should be. The database is empty, so it becomes that.");
trueup(["apply", "--yes", "--quiet"]);
sql(readFileSync(join(root, "scripts", "demo-rows.sql"), "utf8"));
const [[tunes, entries]] = rows("SELECT (SELECT count(*) FROM tune), (SELECT count(*) FROM practice)");
console.log(`Then ${tunes} tunes came in; a trigger put ${entries} of them up for practice.`);

say("2. An edit: tunes get a tempo, every tune a composer, a column another name, and one that nobody needs goes.");
edit("schema/music.ts", [
  [
    "    composer: text().nullable(),\n",
    "    composer: text().fill(sql`'trad.'`),\n    tempo: integer()\n      .check(sql`tempo BETWEEN 30 AND 250`)\n      .fill(sql`CASE type WHEN 'reel' THEN 112 WHEN 'air' THEN 60 ELSE 100 END`),\n",
  ],
]);
edit("schema/people.ts", [["    times: integer().default(3),\n", '    repeats: integer().default(3).was("times"),\n']]);
edit("schema/practice.ts", [["    lapses: integer().default(0),\n", ""]]);

say("3. What would that do? Rows would be lost, so somebody has to say that they may be.");
trueup(["plan"], 21);

say("4. Said, with a reason. The plan is one SQL file: what is reviewed is what will run.");
const approve = ["--approve", "drop-column:practice.lapses:5", "--because", "the app counts them itself now"];
trueup(["plan", "--out", "plans/tempo.plan.sql", ...approve, "--quiet"]);
console.log(dim("$ head -24 plans/tempo.plan.sql"));
console.log(readFileSync(file("plans/tempo.plan.sql"), "utf8").split("\n").slice(0, 24).join("\n"));

say("5. Apply: a backup, one transaction, verified before it commits.");
trueup(["apply", "plans/tempo.plan.sql"]);
for (const [title, composer, tempo] of rows("SELECT title, composer, tempo FROM tune LIMIT 3")) {
  console.log(`  ${String(title).padEnd(18)} ${composer}  ${tempo}`);
}

say("6. Somebody adds an index by hand. It does not go unseen.");
sql("CREATE INDEX hotfix ON tune (composer)");
trueup(["drift"], 2);

say("7. Undo, byte for byte. What it replaces is kept as well.");
trueup(["restore", "--discard-writes"]);
trueup(["drift"], 2);

console.log(`\n${bold("That was it.")} It all lies in .trueup/demo: go there and try  ../../bin/trueup.js --help\n`);
